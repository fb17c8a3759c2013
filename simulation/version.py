"""The two versions every stored run carries."""

PRODUCT_VERSION = "0.1.0"
#: Raised whenever the same inputs give other numbers; part of every run key.
RESULTS_VERSION = 6
