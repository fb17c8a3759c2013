"""A simulated council as a children looked after return (SSDA903): for training, and to test what reads one."""
