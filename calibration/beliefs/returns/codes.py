"""Codes of the return with the years they hold in, and what each means to a count, as `codes.csv` says."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from calibration.beliefs.returns.layout import HERE


@dataclass(frozen=True)
class Code:
    """Say what a code means, from and to which return (years ending 31 March; 0 for open ends)."""

    code: str
    meaning: str
    first: int
    last: int
    roles: frozenset[str]
    group: str
    least_age: int
    most_days: int
    providers: frozenset[str]
    becomes: frozenset[str]
    doubtful: frozenset[int]

    def holds_in(self, year: int) -> bool:
        """Whether the code is in the list of a year."""
        return (not self.first or self.first <= year) and (not self.last or year <= self.last)


@cache
def codes(field: str) -> Mapping[str, Code]:
    """Return the codes of one list by code, upper case."""
    return _all().get(field, {})


def with_role(field: str, role: str) -> frozenset[str]:
    """Return the codes that play a part, such as those that end care or begin it."""
    return frozenset(one.code for one in codes(field).values() if role in one.roles)


def the_one(field: str, *roles: str) -> str:
    """Return the code that plays exactly these parts."""
    wanted = frozenset(roles)
    return next(one.code for one in codes(field).values() if one.roles == wanted)


def groups(field: str) -> dict[str, str]:
    """Return what each code counts as."""
    return {one.code: one.group for one in codes(field).values()}


@cache
def _all() -> Mapping[str, Mapping[str, Code]]:
    found: dict[str, dict[str, Code]] = {}
    with (HERE / "codes.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found.setdefault(row["field"], {})[row["code"]] = _code(row)
    return found


def _code(row: Mapping[str, str]) -> Code:
    return Code(
        code=row["code"],
        meaning=row["meaning"],
        first=int(row["from"] or 0),
        last=int(row["to"] or 0),
        roles=frozenset(row["role"].split()),
        group=row["group"],
        least_age=int(row["least_age"] or 0),
        most_days=int(row["most_days"] or 0),
        providers=frozenset(row["providers"].split()),
        becomes=frozenset(row["becomes"].split()),
        doubtful=frozenset(int(year) for year in row["doubtful"].split()),
    )
