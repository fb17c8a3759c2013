"""Write what was taken of a new year: its cells, and once its main tables are there its profiles."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from calibration.beliefs.authorities import added, extras, kept_cells, lent
from calibration.beliefs.authorities.account import OfYear
from calibration.beliefs.authorities.added import Layers
from calibration.beliefs.authorities.added_beside import kept_rows
from calibration.beliefs.authorities.base_year import FITTED, folder_of
from calibration.beliefs.authorities.build import Builder, save, save_year
from calibration.beliefs.authorities.carried import carry
from calibration.beliefs.authorities.catalogue import COLUMNS
from calibration.beliefs.authorities.forms import FORMS, PATTERNS
from calibration.beliefs.authorities.history import HEADER
from calibration.beliefs.authorities.history_build import history_rows
from calibration.beliefs.authorities.load import all_profiles, neighbour_numbers, years
from calibration.beliefs.authorities.of_tables import forget_read
from calibration.beliefs.authorities.older import history_kept
from calibration.beliefs.authorities.sources import Cells, Known, laid
from calibration.beliefs.authorities.spelling import Cell

#: The table that a column is of.
_TABLE_OF: Final = {
    column.name: table
    for table, pattern in PATTERNS.items()
    for column in COLUMNS
    if column.raw == pattern
}
#: Tables without which a year cannot be used.
MAIN: Final = tuple(name for name, form in FORMS.items() if form.main)
#: A council whose number is so many times its last one, or so small a part of it, is named.
_JUMP: Final = 1.5
_SMALL: Final = 50.0


def of_one_year(layers: Layers, year: int) -> dict[str, dict[str, Cell]]:
    """Lay a year's tables over each other, in the order in which they count."""
    order = [name for name in ("kept", *FORMS) if name in layers]
    one_year: list[Cells] = [{n: {year: p} for n, p in layers[name].items()} for name in order]
    return {name: by_year[year] for name, by_year in laid(one_year).items()}


def keep(of_year: OfYear, layers: Layers, about: Known) -> OfYear:
    """Write a year's cells, and where its main tables are there its profiles too."""
    year = of_year.year
    of_year.lacking = tuple(table for table in MAIN if table not in layers and "kept" not in layers)
    if layers:
        added.write_layers(year, layers)
    if not of_year.lacking and layers:
        _write(of_year, of_one_year(layers, year), about)
    return of_year


def last_kept(year: int) -> int:
    """Return the kept year that a year leans on: the one before it, of one that ships itself."""
    return year if year <= FITTED else max(one for one in years() if one < year)


def _write(of_year: OfYear, own: Mapping[str, Mapping[str, Cell]], about: Known) -> None:
    """Fill in what a year lacks and write its profiles, England and history."""
    year, folder = of_year.year, folder_of(of_year.year)
    last = last_kept(year)
    cells = kept_cells.cells(one for one in years() if one < year or one <= FITTED)
    for name, places in own.items():
        cells.setdefault(name, {})[year] = dict(places)
    carried = carry(cells, year, last)
    builder = Builder(cells, about.councils, _beside(cells, year, last, about), carried)
    profiles = builder.settle(year, max(year, FITTED), kept_cells.settled(last))
    rows, england = builder.tables(year, max(year, FITTED), profiles)
    history = history_kept(history_rows(cells, about.councils, [year]), year)
    save(folder / f"history_{year}.csv", history, HEADER)
    save_year(folder, year, rows, england)
    forget_read()
    councils = all_profiles(year)
    of_year.whole, of_year.carried = True, tuple(sorted(carried))
    of_year.cells = sum(len(one.counts) for one in councils)
    of_year.filled = dict(Counter(_TABLE_OF[name] for one in councils for name in one.imputed))
    of_year.look = list(_odd(year, last))


def _beside(cells: Cells, year: int, last: int, about: Known) -> extras.Beside:
    at = cells.get("children_0_17", {}).get(year, {})
    children = {place: cell for place, cell in at.items() if isinstance(cell, float)}
    register, near = kept_rows()

    def homes(of: int) -> extras.Homes:
        if register:
            return extras.homes(register, about.councils, of)
        return lent.homes(last, about.councils, children)

    bands = lent.bands(last, about.councils, children)
    return extras.Beside(bands, near or neighbour_numbers(last), homes)


def _odd(year: int, last: int) -> Iterator[str]:
    """Councils that look after many more or fewer than the year before, or have no home any more."""
    profiles = {one.code: one for one in all_profiles(last)}
    for one in all_profiles(year):
        if one.code not in profiles:
            continue
        before = profiles[one.code]
        if before["homes_count"] and not one["homes_count"]:
            yield f"{one.name} has no children's home, {before['homes_count']:,.0f} in {last}"
        then = before["cla"]
        if max(then, one["cla"]) > _SMALL and then and not 1 / _JUMP < one["cla"] / then < _JUMP:
            yield f"{one.name} looks after {one['cla']:,.0f}, {then:,.0f} in {last}"
