"""What a council can try: one file each, acting through effects as data."""
