"""The two versions every stored run carries."""

PRODUCT_VERSION = "0.1.0"
#: Raised whenever the same inputs give other numbers; part of every run key.
RESULTS_VERSION = 12
#: The results version since which runs that open nothing, the years held still, have given the same numbers. What
#: is learnt from them alone, such as a calibration, holds since then.
BASELINE_VERSION = 12


def holds(version: int) -> bool:
    """Return whether what was learnt under a results version from runs that open nothing, the years held still, still holds."""
    return BASELINE_VERSION <= version <= RESULTS_VERSION
