"""Write the history of councils: the newest release where it has the year, else the tool's number."""

from collections.abc import Iterable

from calibration.beliefs.authorities.catalogue import DFE_CLA, LAIT
from calibration.beliefs.authorities.councils import Council
from calibration.beliefs.authorities.forms import PATTERNS, TOOL
from calibration.beliefs.authorities.history import ENGLAND_CODE, MEASURES, WITHHELD
from calibration.beliefs.authorities.sources import ENGLAND, Cells
from calibration.beliefs.authorities.spelling import ABSENT, SUPPRESSED


def history_rows(
    cells: Cells, councils: Iterable[Council], years: Iterable[int]
) -> list[dict[str, str]]:
    """Return the rows of the history, by ONS code and year, with withheld cells marked.

    Parameters
    ----------
    cells
        What `sources.read` made of the published tables.
    councils
        Those that there are and were.
    years
        Years wanted.
    """
    places = {one.dfe_code: (one.code, one.name) for one in councils}
    places = {ENGLAND: (ENGLAND_CODE, "England")} | places
    found = []
    for dfe, (code, name) in sorted(places.items(), key=lambda item: item[1]):
        for year in sorted(years):
            row = {measure: _cell(measure, year, dfe, cells) for measure in MEASURES}
            if row["cla"] not in ("", WITHHELD):
                number = "" if dfe == ENGLAND else dfe
                head = {"code": code, "dfe_code": number, "name": name, "year": str(year)}
                found.append(head | row)
    return found


def history_columns() -> list[dict[str, str]]:
    """Return the dictionary of the history's measures, as rows."""
    return [
        {
            "name": name,
            "meaning": meaning,
            "unit": unit,
            "source": f"{LAIT}, {code}; {DFE_CLA} where it has the year",
            "raw": PATTERNS["lait"],
        }
        for name, (code, unit, meaning) in MEASURES.items()
    ]


def _cell(measure: str, year: int, place: str, cells: Cells) -> str:
    """Return a cell as text: a number, withheld, or blank where nothing was collected."""
    tool = cells.get(f"{TOOL}{measure}", {})
    newest = cells.get(measure, {}).get(year, {}).get(place)
    older = tool.get(year, {}).get(place, ABSENT)
    cell = newest if newest not in (None, ABSENT) else older
    if isinstance(cell, float):
        return f"{cell:g}"
    # The tool leaves out what is withheld: a year it has for others but not for this place.
    return WITHHELD if cell == SUPPRESSED or year in tool else ""
