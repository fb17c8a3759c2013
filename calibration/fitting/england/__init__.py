"""The baseline's levels, moved until England's published year comes out of all councils together."""
