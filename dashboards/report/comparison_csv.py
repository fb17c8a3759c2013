"""The comparison as comma-separated values: one row a measure and window."""

from collections.abc import Mapping, Sequence
from typing import Any

from simulation.files.csv_text import csv_text


def to_csv(measures: Sequence[Mapping[str, Any]]) -> str:
    """Return the `measures` of comparison.json as CSV, nested names joined by underscores."""
    return csv_text([_flat(one) for one in measures])


def _flat(record: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{prefix}{name}_")
        else:
            flat[f"{prefix}{name}"] = value
    return flat
