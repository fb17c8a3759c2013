"""Look up a council's published profile: by name, ONS code or DfE number."""

import csv
import difflib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from agents.synthesis.authority import AuthorityProfile
from calibration.authorities.asof import check_year
from simulation.errors import DoorwaysError

if TYPE_CHECKING:
    from pandas import DataFrame

DEFAULT_YEAR = 2024

_TABLES = Path(__file__).parent / "tables"
_TEXTS = ("code", "dfe_code", "name", "region", "neighbours", "flags", "cannot_run", "imputed")
_SHORT = re.compile(r"\b(the|of|city|county|council|borough|royal|london|unitary|authority)\b")


@cache
def years() -> tuple[int, ...]:
    """Years a profile exists for, oldest first."""
    return tuple(sorted(int(path.stem[-4:]) for path in _TABLES.glob("profiles_*.csv")))


def profile(name_or_code: str, year: int = DEFAULT_YEAR) -> AuthorityProfile:
    """Look up one council's profile.

    Parameters
    ----------
    name_or_code
        Name ("North Yorkshire", in any case), ONS code ("E06000065") or DfE number ("815").
    year
        Year of the stock on 31 March; flows are those of the twelve months before.

    Raises
    ------
    DoorwaysError
        When there is no such council or year, or the council publishes too little to be run.
    """
    row = _find(name_or_code, year)
    if row["cannot_run"]:
        raise DoorwaysError("Council", row["name"], row["cannot_run"], "Choose another council.")
    return _profile(row, year)


def all_profiles(year: int = DEFAULT_YEAR) -> tuple[AuthorityProfile, ...]:
    """Every council that can run, in the order of ONS codes."""
    return tuple(_profile(row, year) for row in _rows(year) if not row["cannot_run"])


def earlier(council: AuthorityProfile, how_many: int) -> tuple[AuthorityProfile, ...]:
    """A council's own profiles of the years just before its own, newest first.

    They end at the first year that has no table, or in which the council did not exist or
    its number of children looked after had to be filled in.
    """
    found: list[AuthorityProfile] = []
    for year in range(council.year - 1, council.year - 1 - how_many, -1):
        if year not in years() or council.code not in _codes(year):
            break
        before = _profile_of(council.code, year)
        if "cla" in before.imputed:
            break
        found.append(before)
    return tuple(found)


@cache
def _codes(year: int) -> frozenset[str]:
    return frozenset(row["code"] for row in _rows(year) if not row["cannot_run"])


def england(year: int = DEFAULT_YEAR) -> AuthorityProfile:
    """England's published figures under the same names, rounded as published; some are absent."""
    _check_year(year)
    return _profile(_read(f"england_{year}.csv")[0], year)


def neighbours(name_or_code: str, year: int = DEFAULT_YEAR) -> tuple[str, ...]:
    """Names of a council's statistical neighbours, nearest first.

    Raises
    ------
    DoorwaysError
        When there is no such council or year.
    """
    names = {row["dfe_code"]: row["name"] for row in _rows(year)}
    codes = _find(name_or_code, year)["neighbours"].split()
    return tuple(names[code] for code in codes if code in names)


def flags(name_or_code: str, year: int = DEFAULT_YEAR) -> frozenset[str]:
    """What a reader of a council's figures should know; docs/authorities.md explains each word.

    Raises
    ------
    DoorwaysError
        When there is no such council or year.
    """
    return frozenset(_find(name_or_code, year)["flags"].split())


def listing(year: int = DEFAULT_YEAR) -> "DataFrame":
    """Every upper-tier council: code, dfe_code, name, region, children looked after, and why not.

    ``cannot_run`` is empty for councils that can run; ``cla`` is missing for the others.
    """
    # Imported here: looking up one council must not wait for pandas.
    from pandas import DataFrame, to_numeric

    columns = ("code", "dfe_code", "name", "region", "cla", "children_0_17", "flags", "cannot_run")
    table = DataFrame([{name: row[name] for name in columns} for row in _rows(year)])
    for name in ("cla", "children_0_17"):
        table[name] = to_numeric(table[name])
    return table


@cache
def _read(filename: str) -> tuple[dict[str, str], ...]:
    with (_TABLES / filename).open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


def _check_year(year: int) -> None:
    check_year("Profiles", year)
    if year not in years():
        raise DoorwaysError(
            "Year",
            year,
            f"Profiles exist for {', '.join(map(str, years()))}.",
            "Choose one of these years.",
        )


def _rows(year: int) -> tuple[dict[str, str], ...]:
    _check_year(year)
    return _read(f"profiles_{year}.csv")


@cache
def _profile_of(code: str, year: int) -> AuthorityProfile:
    filename = f"england_{year}.csv" if code == "E92000001" else f"profiles_{year}.csv"
    row = next(row for row in _read(filename) if row["code"] == code)
    counts = {name: float(text) for name, text in row.items() if text and name not in _TEXTS}
    return AuthorityProfile(
        code=row["code"],
        name=row["name"],
        region=row["region"],
        year=year,
        counts=counts,
        imputed=frozenset(row["imputed"].split()),
    )


def _profile(row: dict[str, str], year: int) -> AuthorityProfile:
    return _profile_of(row["code"], year)


def _plain(text: str) -> str:
    text = re.sub(r"[^a-z0-9 ]", "", text.lower().replace("&", " and ").replace("-", " "))
    return " ".join(text.split())


def _core(text: str) -> str:
    return " ".join(_SHORT.sub(" ", _plain(text)).split()) or _plain(text)


def _find(name_or_code: str, year: int) -> dict[str, str]:
    wanted = _plain(name_or_code)
    table = _rows(year)
    for row in table:
        if wanted in (row["code"].lower(), row["dfe_code"], _plain(row["name"])):
            return row
    same = [row for row in table if _core(row["name"]) == _core(name_or_code)]
    if len(same) == 1:
        return same[0]
    raise DoorwaysError(
        "Council",
        name_or_code,
        "No council in England has this name or code.",
        _suggestion(name_or_code, [row["name"] for row in table]),
    )


def _suggestion(text: str, names: list[str]) -> str:
    wanted = _plain(text)
    starts = [n for n in names if len(wanted) >= 3 and _plain(n).startswith(wanted)]
    inside = [n for n in names if len(wanted) >= 3 and wanted in _plain(n)]
    plain = {_plain(n): n for n in names}
    near = [plain[n] for n in difflib.get_close_matches(wanted, plain, n=3, cutoff=0.5)]
    found = list(dict.fromkeys([*starts, *inside, *near]))[:4]
    if not found:
        return "List the councils and choose one of them."
    return f"Did you mean {' or '.join(found)}?"
