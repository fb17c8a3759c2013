"""What is believed: the evidence register, councils' profiles and own levels, effects and prices.

`parameters.py` puts all of it together into the values that one council's run needs.
"""
