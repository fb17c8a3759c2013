"""The front-end files the page needs, kept here so that it works without internet."""
