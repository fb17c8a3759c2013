"""Add published tables of a new year to those that ship: read, checked, kept, and never mixed into older years."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from calibration.beliefs.authorities import added, kept_cells
from calibration.beliefs.authorities.account import OfTable, OfYear
from calibration.beliefs.authorities.added import Layers
from calibration.beliefs.authorities.added_beside import TABLES as BESIDE
from calibration.beliefs.authorities.added_beside import Beside, keep_beside, read_beside
from calibration.beliefs.authorities.assemble import MOST
from calibration.beliefs.authorities.base_year import FITTED, own_folder
from calibration.beliefs.authorities.forms import FORMS, STEMS
from calibration.beliefs.authorities.load import numbers, years
from calibration.beliefs.authorities.older import differences
from calibration.beliefs.authorities.sound import check_sums, check_whole
from calibration.beliefs.authorities.sources import Cells, Known, Reading, files, known, laid
from calibration.beliefs.authorities.spelling import ABSENT, Cell
from calibration.beliefs.authorities.write_year import keep, last_kept, of_one_year
from simulation.errors import DoorwaysError
from simulation.names import some
from simulation.numbers import counted

_THING: Final = "published tables"
_MOST_NAMED: Final = 5


@dataclass
class Added:
    """What was read and what became of it.

    Attributes
    ----------
    folder
        Where the tables were.
    tables
        The account of each table that was there.
    beside
        Tables beside them that were there and are taken for every year that was or is added.
    not_read
        Names of files that are none of the tables.
    years
        Years newer than those that ship, and those that were to be revised.
    older
        Of years that are kept as they were: figures that the tables give otherwise.
    """

    folder: str
    tables: list[OfTable]
    beside: tuple[str, ...]
    not_read: list[str]
    years: list[OfYear]
    older: dict[int, list[str]]


def add(folder: Path, revise: Collection[int] = ()) -> Added:
    """Read a folder of published tables and keep what it tells of new years.

    Parameters
    ----------
    folder
        The publisher's own files; other files are named and left alone.
    revise
        Years that are kept already and are to be read anew; no other kept figure changes.

    Raises
    ------
    DoorwaysError
        When a table cannot be used as it is; nothing is kept then.
    """
    about = known(own_folder())
    reading, beside = _read(folder, about)
    cells = laid(reading.tables.values())
    told = {year for one in reading.of.values() for year in one.years}
    wanted = _wanted(told, revise, beside)
    taken = {year: _taken(year, reading, year in revise) for year in wanted}
    older = differences(cells, [year for year in years() if year in told and year not in revise])
    for year, (_, layers) in taken.items():
        _check_followed(year, about)
        check_sums(of_one_year(layers, year), year, about)
    # Only now, when nothing was refused, is anything kept.
    keep_beside(beside)
    found = [keep(of_year, layers, about) for of_year, layers in taken.values()]
    not_read = _not_read(folder, about)
    accounts = list(reading.of.values())
    return Added(str(folder), accounts, beside.tables(), not_read, found, older)


def _not_read(folder: Path, about: Known) -> list[str]:
    """Names of files that are none of the tables."""
    tables = (*FORMS, *BESIDE)
    known_files = {path for table in tables for path in files(folder, table, about.spelling)}
    there = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [path.name for path in there if path not in known_files]


def _read(folder: Path, about: Known) -> tuple[Reading, Beside]:
    """Read every table that is there."""
    if not folder.is_dir():
        rule = "There is no such folder." if not folder.exists() else "It is a file."
        raise DoorwaysError(_THING, str(folder), rule, "Give the folder of unpacked CSV files.")
    reading, beside = Reading(about), read_beside(folder, about)
    if not [table for table in FORMS if reading.read(folder, table)] and not beside.tables():
        rule = f"No file in it is called as one of the tables, such as {STEMS['in_need']}...csv."
        step = "Give the folder of the publisher's own CSV files, unpacked; docs/new-year.md lists them."
        raise DoorwaysError(_THING, str(folder), rule, step)
    return reading, beside


def _wanted(told: Collection[int], revise: Collection[int], beside: Beside) -> list[int]:
    """Return the years to write: new ones, those to revise, and where homes or neighbours came all that were added."""
    for year in revise:
        if year not in told:
            there = ", ".join(map(str, sorted(told))) or "no year"
            rule = f"The tables have nothing of it; they have {there}."
            raise DoorwaysError("option --revise", year, rule, "Name a year that they have.")
    lean = added.years() if beside.tables() else ()
    return sorted({year for year in (*told, *lean) if year > FITTED} | set(revise))


def _check_followed(year: int, about: Known) -> None:
    """Refuse a council of which nothing is kept, nor of one whose place it took."""
    last = last_kept(year)
    had = numbers(last).keys()
    led = {heir for one in about.councils if one.code in had for heir in one.heirs}
    standing = about.standing(max(year, FITTED)) - led
    for one in about.councils:
        if one.dfe_code in standing and one.code not in had:
            rule = f"It stands in {year}, is not among the councils of {last}, and follows none of them."
            step = f"Name it in heirs of the council that it follows, in {about.own_councils}."
            raise DoorwaysError("council", one.name, rule, step)


def _taken(year: int, reading: Reading, revise: bool) -> tuple[OfYear, Layers]:
    """Lay what is new of a year over what is kept of it."""
    of_year, layers = OfYear(year), added.read_layers(year)
    if revise and year <= FITTED and not layers:
        layers = {"kept": {n: y[year] for n, y in kept_cells.cells([year]).items() if year in y}}
    for table in FORMS:
        fresh = _of_year(reading.tables.get(table, {}), year)
        there = layers.get(table)
        why = _not_usable(table, year, reading)
        if why:
            stays = there or "kept" in layers
            of_year.tables[table] = f"kept from before ({why})" if stays else f"lacking: {why}"
            continue
        gone = check_whole(table, fresh, year, reading.known)
        if not FORMS[table].england_only and len(gone) < len(FORMS[table].names):
            _check_places(table, year, reading)
        changed = _changed(there, fresh)
        if there is None or revise:
            layers[table] = fresh
            for name in fresh.keys() & layers.get("kept", {}).keys():
                del layers["kept"][name]
        of_year.tables[table] = _said(there, changed, revise, _who(table, year, reading), gone)
    return of_year, layers


def _of_year(cells: Cells, year: int) -> dict[str, dict[str, Cell]]:
    return {name: dict(by_year[year]) for name, by_year in cells.items() if year in by_year}


def _not_usable(table: str, year: int, reading: Reading) -> str:
    """Say why a table tells nothing of a year; nothing where it does."""
    one = reading.of.get(table)
    if one is None:
        return f"no file called ...{STEMS[table]}..."
    if year not in one.councils:
        return f"ends with {one.years[-1]}" if one.years[-1] < year else f"has no {year}"
    if FORMS[table].england_only:
        return ""
    if not one.seen.get(year):
        return "has England alone in it"
    return ""


def _check_places(table: str, year: int, reading: Reading) -> None:
    """Refuse a table that has numbers of councils that are over, or only of some councils."""
    about, at = reading.known, reading.of[table].councils[year]
    standing, there = about.standing(year), {c.dfe_code for c in about.councils if c.stands(year)}
    if (over := sorted(at - there)) and not FORMS[table].mixed:
        named = some([about.names[place] for place in over], _MOST_NAMED)
        rule = f"In {year} it has numbers of {named}, which the table of councils does not have in that year."
        step = f"Add a row of the same code with other years to {about.own_councils}, or mend the table."
        raise DoorwaysError("published table", table, rule, step)
    if len(at & standing) < MOST * len(standing):
        rule = f"In {year} it has {len(at & standing)} of {len(standing)} councils."
        raise DoorwaysError("published table", table, rule, "Take the publisher's whole file.")


def _who(table: str, year: int, reading: Reading) -> str:
    if FORMS[table].england_only:
        return "England"
    at, standing = reading.of[table].councils[year], reading.known.standing(year)
    lacking = sorted(reading.known.names[place] for place in standing - at)
    said = f"{len(at & standing)} of {len(standing)} councils"
    return f"{said}, without {some(lacking, _MOST_NAMED)}" if lacking else said


def _changed(
    there: Mapping[str, Mapping[str, Cell]] | None, fresh: Mapping[str, Mapping[str, Cell]]
) -> int:
    if there is None:
        return 0
    return sum(
        there.get(name, {}).get(place, ABSENT) != fresh.get(name, {}).get(place, ABSENT)
        for name in there.keys() | fresh.keys()
        for place in there.get(name, {}).keys() | fresh.get(name, {}).keys()
    )


def _said(there: object, changed: int, revise: bool, who: str, gone: tuple[str, ...]) -> str:
    cells = counted(changed, "cell")
    if there is None:
        said = f"taken: {who}"
    elif not changed:
        said = f"the same as kept: {who}"
    elif revise:
        said = f"taken anew: {who}; {cells} changed"
    else:
        said = f"kept as it was, although {cells} {'differs' if changed == 1 else 'differ'}: --revise takes it anew"
    return f"{said}; lacks {', '.join(gone)}" if gone else said
