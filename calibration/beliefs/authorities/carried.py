"""England's figures that a new year's tables lack: the last year's, at the same rate on what they are measured against."""

from calibration.beliefs.authorities.groups import BASES, GROUPS
from calibration.beliefs.authorities.kept_cells import LEAVERS
from calibration.beliefs.authorities.sources import ENGLAND, Cells
from calibration.beliefs.authorities.spelling import ABSENT


def carry(cells: Cells, year: int, last: int) -> frozenset[str]:
    """Put them into the cells of a year; return their names.

    Parameters
    ----------
    cells
        Of the year and of years that are kept.
    year, last
        The year, and the kept year they are taken from.
    """
    bases = dict(BASES) | {name: total for total, names in GROUPS for name in names}
    bases |= dict.fromkeys(LEAVERS, "")
    found = set()
    for name, base in bases.items():
        at = cells.setdefault(name, {}).setdefault(year, {})
        then = cells[name].get(last, {}).get(ENGLAND)
        if at.get(ENGLAND, ABSENT) == ABSENT and isinstance(then, float):
            at[ENGLAND] = round(then * _growth(cells, base, year, last), 2)
            found.add(name)
    return frozenset(found)


def _growth(cells: Cells, base: str, year: int, last: int) -> float:
    now, then = (cells.get(base, {}).get(at, {}).get(ENGLAND) for at in (year, last))
    return now / then if isinstance(now, float) and isinstance(then, float) and then else 1.0
