"""Whether a new year's cells can be true: parts within wholes, councils within England, nothing renamed away."""

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from calibration.beliefs.authorities.forms import FORMS, TOOL
from calibration.beliefs.authorities.groups import AVERAGES, BASES, GROUPS
from calibration.beliefs.authorities.sources import ENGLAND, Known
from calibration.beliefs.authorities.spelling import ABSENT, Cell
from simulation.errors import DoorwaysError

#: Figures by place, of one year.
Figures = Mapping[str, Mapping[str, Cell]]

#: Figures that count some of another's.
WITHIN: Final = (
    ("cla", "children_0_17"),
    ("cla_three_plus", "cla"),
    ("children_missing", "looked_after_in_year"),
    ("children_missing_twice", "children_missing"),
    ("missing_31_march", "children_missing"),
    ("convicted", "cla_12m_10_17"),
    ("substance_identified", "substance_base"),
)
#: England's figures are rounded to tens.
_ROUNDED: Final = 10.0
#: How far two releases may differ about one figure, and councils' sum from England's figure.
_RELEASES, _SUM = 1.05, 0.01
_STEP: Final = (
    "Take the publisher's own file; if it is wrong there, ask the publisher and mend the cell."
)
_TABLE_OF: Final = {
    name: table for table, form in FORMS.items() for name in form.names if table != "totals"
}


def check_whole(table: str, of_year: Figures, year: int, known: Known) -> tuple[str, ...]:
    """Return the figures that a table no longer has, as a line of the user's says.

    Raises
    ------
    DoorwaysError
        When a figure is in no row of the year, or a main table has none of England.
    """
    form = FORMS[table]
    lacking = sorted(form.names - of_year.keys())
    if form.mixed:
        return tuple(name for name in lacking if not name.startswith(TOOL))
    for name in lacking:
        if known.spelling.means("gone", table, name, year) is None:
            rule = f"No row of {year} has the figure {name}, which the table had before: its label may be another now."
            step = (
                known.spelling.step(
                    table, "label", "NEW-LABEL", "the label as it was called before"
                )
                + f" If it is published no longer, the line is {table},gone,{name},,{year},SOURCE."
            )
            raise DoorwaysError("published table", table, rule, step)
    for name in sorted(of_year):
        if form.main and of_year[name].get(ENGLAND, ABSENT) == ABSENT:
            rule = f"It has councils and no number for England in {year} ({name})."
            raise DoorwaysError("published table", table, rule, _STEP)
    return tuple(lacking)


def check_sums(found: Figures, year: int, known: Known) -> None:
    """Refuse parts above their whole, and councils that add up to something else than England.

    Raises
    ------
    DoorwaysError
        When one is found, with place and numbers.
    """
    for part, whole, place, high, low in (*_wholes(found), *_within(found)):
        rule = (
            f"In {year} it is {high:,.0f}, more than {whole} ({low:,.0f}), of which it is a part."
        )
        raise DoorwaysError(part, known.names.get(place, "England"), rule, _STEP)
    for name in BASES:
        if name not in AVERAGES and not name.startswith("_"):
            _check_england(name, found.get(name, {}), year, known.standing(year))


type _Above = Iterator[tuple[str, str, str, float, float]]


def _wholes(found: Figures) -> _Above:
    for whole, members in GROUPS:
        same = _TABLE_OF[members[0]] == _TABLE_OF[whole]
        for place, total in found.get(whole, {}).items():
            cells = [found.get(name, {}).get(place) for name in members]
            parts = [cell for cell in cells if isinstance(cell, float)]
            slack = _ROUNDED * len(parts) if place == ENGLAND else 0.0
            if isinstance(total, float):
                most = total * (1.0 if same else _RELEASES) + slack
                if sum(parts) > most:
                    yield f"the sum of {members[0]} and the others", whole, place, sum(parts), total


def _within(found: Figures) -> _Above:
    for part, whole in WITHIN:
        same = _TABLE_OF[part] == _TABLE_OF[whole]
        for place, cell in found.get(part, {}).items():
            total = found.get(whole, {}).get(place)
            if not (isinstance(cell, float) and isinstance(total, float)):
                continue
            if cell > total * (1.0 if same else _RELEASES) + _ROUNDED * (place == ENGLAND):
                yield part, whole, place, cell, total


def _check_england(
    name: str, cells: Mapping[str, Cell], year: int, standing: Collection[str]
) -> None:
    england = cells.get(ENGLAND)
    numbers = [c for place, c in cells.items() if place != ENGLAND and isinstance(c, float)]
    if not isinstance(england, float) or not numbers:
        return
    slack = _ROUNDED + england * _SUM
    every = all(isinstance(cells.get(place), float) for place in standing)
    short = every and sum(numbers) < england - slack
    if short or sum(numbers) > england + slack:
        rule = f"In {year} the councils of the table add up to {sum(numbers):,.0f}, England's number is {england:,.0f}."
        raise DoorwaysError("published figure", name, rule, _STEP)
