"""Direct estimates: councils' own levels from counts over exposure, with what is not known kept."""
