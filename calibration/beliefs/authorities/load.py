"""Look up a council's published profile: by name, ONS code or DfE number."""

import csv
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from agents.synthesis.authority import AuthorityProfile, ReferencedProfile
from calibration.beliefs.authorities.asof import check_year
from calibration.beliefs.authorities.base_year import REVISED, base_year, own_tables
from calibration.beliefs.authorities.names import TABLES, find
from calibration.beliefs.authorities.of_tables import of_tables
from calibration.beliefs.own.kept import is_private, private_profile
from simulation.errors import DoorwaysError

if TYPE_CHECKING:
    from pandas import DataFrame

#: Years before the base year that rates are counted from too.
YEARS_BEFORE = 2

_TEXTS = ("code", "dfe_code", "name", "region", "neighbours", "flags", "cannot_run", "imputed")


_PROFILES = "profiles_{}.csv"
_ENGLAND = "england_{}.csv"


def years() -> tuple[int, ...]:
    """Years a profile exists for, oldest first: those that ship and those that this user added."""
    return tuple(sorted(_paths(_PROFILES, TABLES, own_tables())))


@of_tables()
def _paths(name: str, shipped: Path, added: Path | None) -> Mapping[int, Path]:
    """Where each year's table is: one that ships stands before one that was added, one that was revised before both."""
    folders = (added, shipped, added / REVISED) if added else (shipped,)
    found = [path for one in folders for path in one.glob(name.format("[0-9]" * 4))]
    return {int(path.stem[-4:]): path for path in found}


def profile(name_or_code: str, year: int | None = None) -> AuthorityProfile:
    """Look up one council's profile.

    Parameters
    ----------
    name_or_code
        Name ("North Yorkshire", in any case), everyday name ("BCP"), ONS code ("E06000065") or
        DfE number ("815"), of today or of a time before the council was merged or renumbered; or
        "private:NAME", a council's own return as `doorways import-903` keeps it.
    year
        Year of the stock on 31 March, the base year when left out; flows are those of the twelve
        months before. A private profile has its own, and others are asked for by "private:NAME@YEAR".

    Raises
    ------
    DoorwaysError
        When there is no such council or year, several councils may be meant, or the council
        publishes too little to be run.
    """
    if is_private(name_or_code):
        return private_profile(name_or_code, None if year == base_year() else year)
    year = year or base_year()
    row = find(name_or_code, _rows(year))
    if row["cannot_run"]:
        raise DoorwaysError("Council", row["name"], row["cannot_run"], "Choose another council.")
    return _profile(row, year)


def all_profiles(year: int | None = None) -> tuple[AuthorityProfile, ...]:
    """Every council that can run, in the order of ONS codes."""
    year = year or base_year()
    return tuple(_profile(row, year) for row in _rows(year) if not row["cannot_run"])


def rate_years(council: AuthorityProfile) -> tuple[AuthorityProfile, ...]:
    """Return the years that a council's rates are counted from, newest first: its own and two before.

    Of others those that were chosen, of a private profile when it was made.
    """
    if isinstance(council, ReferencedProfile):
        return council.reference
    return (council, *earlier(council, YEARS_BEFORE))


def learnt_from(council: AuthorityProfile, first: int, last: int) -> ReferencedProfile:
    """Return a council whose rates are counted from chosen years, each to 31 March.

    Parameters
    ----------
    first, last
        The years, both included; they may begin or end before the base year, not after it.

    Raises
    ------
    DoorwaysError
        When there is no table of a year, the council was not there in one, or it is a private profile.
    """
    said = f"{first} to {last}"
    if isinstance(council, ReferencedProfile):
        rule = "Years of a private profile are chosen when it is made."
        step = "Make it again with doorways import-903 --years, or leave --reference out."
        raise DoorwaysError("reference years", said, rule, step)
    known = [year for year in years() if year <= council.year]
    if first > last or first not in known or last not in known:
        rule = (
            f"They are two years from {known[0]} to {known[-1]}, the first no later than the last."
        )
        raise DoorwaysError("reference years", said, rule, "Choose such years.")
    found = []
    for year in range(last, first - 1, -1):
        if council.code not in _codes(year) or "cla" in _profile_of(council.code, year).imputed:
            rule = f"{council.name} has no figures of its own for the year to 31 March {year}."
            raise DoorwaysError(
                "reference years", said, rule, "Choose years in which it was there."
            )
        found.append(_profile_of(council.code, year))
    mine = {one.name: getattr(council, one.name) for one in fields(council)}
    return ReferencedProfile(**mine, reference=tuple(found))


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


def _codes(year: int) -> frozenset[str]:
    return _running(_path(_PROFILES, year))


@of_tables()
def _running(path: Path) -> frozenset[str]:
    return frozenset(row["code"] for row in _read(path) if not row["cannot_run"])


def england(year: int | None = None) -> AuthorityProfile:
    """England's published figures under the same names, rounded as published; some are absent."""
    year = year or base_year()
    _check_year(year)
    return _profile(_read(_path(_ENGLAND, year))[0], year)


def numbers(year: int) -> Mapping[str, str]:
    """Numbers of the Department for Education by ONS code, of the councils of a year."""
    return {row["code"]: row["dfe_code"] for row in _rows(year)}


def neighbour_numbers(year: int) -> Mapping[str, str]:
    """Numbers of each council's statistical neighbours, nearest first, by its own number."""
    return {row["dfe_code"]: row["neighbours"] for row in _rows(year)}


def neighbours(name_or_code: str, year: int | None = None) -> tuple[str, ...]:
    """Names of a council's statistical neighbours, nearest first.

    Raises
    ------
    DoorwaysError
        When there is no such council or year.
    """
    year = year or base_year()
    names = {row["dfe_code"]: row["name"] for row in _rows(year)}
    codes = find(name_or_code, _rows(year))["neighbours"].split()
    return tuple(names[code] for code in codes if code in names)


def flags(name_or_code: str, year: int | None = None) -> frozenset[str]:
    """What a reader of a council's figures should know; docs/authorities.md explains each word.

    Raises
    ------
    DoorwaysError
        When there is no such council or year.
    """
    return frozenset(find(name_or_code, _rows(year or base_year()))["flags"].split())


def flagged(flag: str, year: int) -> int:
    """How many councils have a flag in a year."""
    return sum(flag in row["flags"].split() for row in _rows(year))


def listing(year: int | None = None) -> "DataFrame":
    """Every upper-tier council: code, dfe_code, name, region, children looked after, and why not.

    ``cannot_run`` is empty for councils that can run; ``cla`` is missing for the others.
    """
    # Imported here: looking up one council must not wait for pandas.
    from pandas import DataFrame, to_numeric

    columns = ("code", "dfe_code", "name", "region", "cla", "children_0_17", "flags", "cannot_run")
    table = DataFrame([{name: row[name] for name in columns} for row in _rows(year or base_year())])
    for name in ("cla", "children_0_17"):
        table[name] = to_numeric(table[name])
    return table


@of_tables()
def _read(path: Path) -> tuple[dict[str, str], ...]:
    with path.open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


def _path(name: str, year: int) -> Path:
    return _paths(name, TABLES, own_tables())[year]


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
    return _read(_path(_PROFILES, year))


def _profile_of(code: str, year: int) -> AuthorityProfile:
    return _made(code, year, _path(_ENGLAND if code == "E92000001" else _PROFILES, year))


@of_tables()
def _made(code: str, year: int, path: Path) -> AuthorityProfile:
    row = next(row for row in _read(path) if row["code"] == code)
    counts = {name: float(text) for name, text in row.items() if text and name not in _TEXTS}
    return AuthorityProfile(
        code=row["code"],
        name=row["name"],
        region=row["region"],
        year=year,
        counts=counts,
        imputed=frozenset(row["imputed"].split()),
    )


def _profile(row: Mapping[str, str], year: int) -> AuthorityProfile:
    return _profile_of(row["code"], year)
