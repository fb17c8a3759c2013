"""The targets: published figures a simulated England is fitted to, and those held out to check it."""
