"""What can happen to a young person, a family or a carer: one file each."""
