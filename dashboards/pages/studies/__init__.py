"""What can be asked besides a comparison: a file a study, which declares its form and its answer."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Final

from dashboards.pages.study import Study

#: The studies in the order of lists: each is the file of its name.
NAMES: Final = (
    "forecast",
    "case",
    "compose",
    "portfolio",
    "resources",
    "readiness",
    "launch",
    "order",
    "adapt",
    "councils",
    "returns",
    "funnel",
    "headlines",
    "trial",
    "batch",
    "resume",
    "diagnose",
    "backtest",
    "sensitivity",
    "figure",
    "cite",
)


@cache
def by_name() -> Mapping[str, Study]:
    """Return every study by its name."""
    found: list[Study] = [import_module(f"{__name__}.{name}").study() for name in NAMES]
    return MappingProxyType({one.name: one for one in found})
