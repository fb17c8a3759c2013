"""What a newer release says otherwise of years that are kept: told, and never taken unasked."""

from collections.abc import Iterable

from calibration.beliefs.authorities.groups import BASES, GROUPS, column_of
from calibration.beliefs.authorities.history import all_rows
from calibration.beliefs.authorities.load import all_profiles, numbers
from calibration.beliefs.authorities.sources import Cells
from calibration.beliefs.authorities.spelling import Cell

#: Profiles are kept to two places.
_EQUAL = 0.005


def differences(cells: Cells, years: Iterable[int]) -> dict[int, list[str]]:
    """Return the published figures of kept years that tables now give otherwise, in words, by year."""
    columns: dict[str, list[str]] = {}
    for name in (*BASES, *(name for _, names in GROUPS for name in names)):
        if not name.startswith("_"):
            columns.setdefault(column_of(name), []).append(name)
    found: dict[int, list[str]] = {}
    for year in years:
        by_code = numbers(year)
        for one in all_profiles(year):
            for column, parts in columns.items():
                now = _sum(cells, parts, year, by_code[one.code])
                kept = column not in one.imputed
                if kept and now is not None and abs(now - one[column]) > _EQUAL:
                    said = (
                        f"{one.name}, {column}: {one[column]:,.6g} kept, {now:,.6g} published now"
                    )
                    found.setdefault(year, []).append(said)
    return found


def _sum(cells: Cells, parts: Iterable[str], year: int, place: str) -> float | None:
    several: list[Cell | None] = [cells.get(n, {}).get(year, {}).get(place) for n in parts]
    numbers_ = [cell for cell in several if isinstance(cell, float)]
    return sum(numbers_) if numbers_ and len(numbers_) == len(several) else None


def history_kept(rows: list[dict[str, str]], year: int) -> list[dict[str, str]]:
    """Put into blank cells of a year's history what is kept of them."""
    kept = {row["code"]: row for row in all_rows() if row["year"] == str(year)}
    return [
        {name: cell or kept.get(row["code"], {}).get(name, "") for name, cell in row.items()}
        for row in rows
    ]
