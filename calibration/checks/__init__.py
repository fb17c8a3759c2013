"""What shows whether beliefs hold: back-tests, cross-checks by other libraries, England's targets."""
