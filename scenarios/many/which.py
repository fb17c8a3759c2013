"""Which councils are meant: a file's, a region's, a council with its neighbours, some names, or all."""

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Final

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities.load import all_profiles, neighbours, profile
from simulation.errors import DoorwaysError
from simulation.files.reading import read_text
from simulation.names import nearest

ALL: Final = "all"
#: What comes before the council whose statistical neighbours are meant with it.
NEIGHBOURS: Final = "neighbours of "
_FILES: Final = (".csv", ".txt")
#: Columns of a table that name a council, the first that is there.
_COLUMNS: Final = (
    "code",
    "ons code",
    "authority_code",
    "authority",
    "name",
    "council",
    "council name",
    "local authority",
)
_HOW: Final = (
    "Say all, a region ('North West'), 'neighbours of Norfolk', names between commas, or a .csv or .txt "
    "file with one council a line."
)


def councils_of(said: str, year: int) -> tuple[AuthorityProfile, ...]:
    """Return the councils that are meant, in the order in which they were named.

    Parameters
    ----------
    said
        "all", a region, "neighbours of" a council (which comes first), names or codes between
        commas, or the path of a file: a line each, or a table with a column that names them.
    year
        Base year.

    Raises
    ------
    DoorwaysError
        When nobody is meant, a council is unknown or named twice, or one cannot run.
    """
    text = said.strip()
    if not text:
        raise DoorwaysError("authorities", said, "No council is named.", _HOW)
    if text.casefold() == ALL:
        return all_profiles(year)
    if in_region := _region(text, year):
        return in_region
    if text.casefold().startswith(NEIGHBOURS):
        own = profile(text[len(NEIGHBOURS) :].strip(), year)
        names: list[str] = [own.name, *neighbours(own.public_code, year)]
    elif Path(text).suffix.lower() in _FILES:
        names = _from_file(Path(text))
    else:
        names = [one.strip() for one in text.split(",") if one.strip()]
    try:
        return _once(tuple(profile(name, year) for name in names), said)
    except DoorwaysError as wrong:
        raise _or_a_region(wrong, text, year) from None


def _or_a_region(wrong: DoorwaysError, text: str, year: int) -> DoorwaysError:
    """Return an error of a name that is no council's, which also names regions it is like."""
    regions = {one.region.casefold(): one.region for one in all_profiles(year)}
    near = [regions[one] for one in nearest(text, regions)]
    if not near:
        return wrong
    step = f"Did you mean the region {' or '.join(near)}? {wrong.next_step}"
    return DoorwaysError(wrong.thing, wrong.value, wrong.rule, step)


def _region(text: str, year: int) -> tuple[AuthorityProfile, ...]:
    """Return the councils of a region; "London" stands for both its halves."""
    wanted = text.casefold()
    return tuple(
        one
        for one in all_profiles(year)
        if one.region.casefold() == wanted or one.region.casefold().endswith(f" {wanted}")
    )


def _from_file(path: Path) -> list[str]:
    """Return the names in a file."""
    lines = [one for one in read_text(path, "authorities").split("\n") if one.strip(" \t,;")]
    if path.suffix.lower() != ".csv" or not lines:
        return [one.strip() for one in lines]
    # As spreadsheets write it where a comma is a decimal point.
    mark = ";" if ";" in lines[0] and "," not in lines[0] else ","
    rows = list(csv.reader(StringIO("\n".join(lines)), delimiter=mark, strict=False))
    head = [one.strip().casefold() for one in rows[0]]
    columns = [head.index(name) for name in _COLUMNS if name in head]
    if columns:
        return [_named(row, columns, path, number) for number, row in enumerate(rows[1:], start=2)]
    if len(rows[0]) > 1:
        rule = f"A table says in one column which councils it means: {', '.join(_COLUMNS)}."
        raise DoorwaysError(f"authorities, {path}", ", ".join(rows[0]), rule, "Name a column so.")
    return [row[0].strip() for row in rows if row]


def _named(row: Sequence[str], columns: Sequence[int], path: Path, number: int) -> str:
    """Return what a row calls its council: the first that it says."""
    said = [row[k].strip() for k in columns if k < len(row)]
    name = next((one for one in said if one), "")
    if not name:
        rule = "The row names no council."
        raise DoorwaysError(
            f"authorities, {path}, row {number}", ", ".join(row), rule, "Fill it in."
        )
    return name


def _once(found: tuple[AuthorityProfile, ...], said: str) -> tuple[AuthorityProfile, ...]:
    if not found:
        raise DoorwaysError("authorities", said, "No council is named.", _HOW)
    seen: set[str] = set()
    for one in found:
        if one.code in seen:
            rule = "It is named twice, and would be counted twice in the total."
            raise DoorwaysError("authorities", one.name, rule, "Name each council once.")
        seen.add(one.code)
    return found
