"""Under which column of a council's profile, and in which kind of placement, each code of the return counts."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import pandas as pd

from agents.codes import Placement

_TABLE: Final = Path(__file__).parent / "counted_as.csv"
#: Where a code stands for nothing that has a column of its own.
OTHER: Final = "other"
#: Providers from whom a placement is bought, as columns of a profile call them.
BOUGHT: Final = ("private", "voluntary")


@cache
def _rows() -> tuple[Mapping[str, str], ...]:
    with _TABLE.open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


@cache
def columns_of(field: str) -> Mapping[str, str]:
    """Return the end of the profile's column of each code of a field."""
    return {row["code"]: row["column"] for row in _rows() if row["field"] == field}


def counted(values: pd.Series, field: str, unknown: str = OTHER) -> pd.Series:
    """Return the end of the profile's column of each value; `unknown` where a code has none."""
    return values.map(columns_of(field)).fillna(unknown)


def kinds(places: pd.Series, providers: pd.Series) -> pd.Series:
    """Return the model's kind of placement of each place and provider."""
    usual = {r["code"]: Placement[r["kind"]].value for r in _rows() if r["kind"]}
    bought = {
        r["code"]: Placement[r["kind_if_bought"]].value for r in _rows() if r["kind_if_bought"]
    }
    is_bought = providers.map(columns_of("PLACE_PROVIDER")).isin(BOUGHT)
    found = places.map(usual).fillna(Placement.OTHER.value)
    return found.where(~is_bought, places.map(bought).fillna(found)).astype("int64")
