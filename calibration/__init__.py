"""What is believed of the world, how it is fitted, and what shows whether it holds.

Four rooms, each of which imports from those above it alone:

============  ====================================================================================
`beliefs`     every figure and where it is from, councils' profiles and own levels, effects, prices
`fitting`     what England shows, what it should show, and levels fitted to that
`joint`       what no table gives, found together from one bank of simulations
`checks`      whether it holds: back-tests, other methods, England's targets
============  ====================================================================================
"""
