"""The comparison as comma-separated values: one row a measure and window."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any


def to_csv(measures: Sequence[Mapping[str, Any]]) -> str:
    """Return the `measures` of comparison.json as CSV, nested names joined by underscores."""
    rows = [_flat(one) for one in measures]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _flat(record: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{prefix}{name}_")
        else:
            flat[f"{prefix}{name}"] = "" if value is None else value
    return flat
