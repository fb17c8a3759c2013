"""A service held to the studies of it: how many it supports, and whether what goes in comes out.

The people, the place, the window and the comparison are those of the study, as far as the model has
them. It knows services by what they declare alone.
"""
