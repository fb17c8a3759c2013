"""Evidence register: every figure the model believes, where it comes from and who uses it."""
