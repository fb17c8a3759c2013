"""What-ifs: scenario files, comparisons of two arms and their statistics."""
