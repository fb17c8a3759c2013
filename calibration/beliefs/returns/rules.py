"""What can be wrong with a return, in plain words, and what is done about it, as `rules.csv` says."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from calibration.beliefs.returns.layout import HERE

#: A strict import stops at what weighs this; what only warns or is noted never stops one.
STOP: Final = "stop"


@dataclass(frozen=True)
class Rule:
    """Say one thing that can be wrong.

    `problem` numbers it in docs/import-903.md, `national` are the numbers of national validation rules.
    """

    name: str
    problem: str
    national: str
    weight: str
    words: str
    treatment: str


@cache
def rules() -> Mapping[str, Rule]:
    """Return every rule by name, in the order in which they are told."""
    with (HERE / "rules.csv").open(encoding="utf-8", newline="") as stream:
        return {row["name"]: Rule(**row) for row in csv.DictReader(stream)}
