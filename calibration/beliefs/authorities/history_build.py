"""Write the history of councils: the newest release where it has the year, else the tool's number."""

from collections.abc import Mapping
from pathlib import Path

from calibration.beliefs.authorities.catalogue import DFE_CLA, LAIT
from calibration.beliefs.authorities.history import ENGLAND_CODE, MEASURES, WITHHELD
from calibration.beliefs.authorities.sources import (
    ABSENT,
    ENGLAND,
    PATTERNS,
    SUPPRESSED,
    Cell,
    Cells,
    parse,
    rows,
)

FORMER: Mapping[str, tuple[str, str]] = {
    "909": ("E10000006", "Cumbria"),
    "928": ("E10000021", "Northamptonshire"),
    "835": ("E10000009", "Dorset (to March 2019)"),
    "836": ("E06000029", "Poole"),
    "837": ("E06000028", "Bournemouth"),
}
"""DfE number, ONS code and name of councils that were merged or split since the first year."""

Table = dict[str, dict[int, dict[str, Cell]]]


def history_rows(raw: Path, cells: Cells) -> list[dict[str, str]]:
    """Return the rows of the history, by ONS code and year, with withheld cells marked.

    Parameters
    ----------
    raw
        Folder of the published tables.
    cells
        What `sources.read` made of them.
    """
    tool = _tool(raw)
    places = _places(raw)
    found = []
    for dfe, (code, name) in sorted(places.items(), key=lambda item: item[1]):
        for year in sorted(tool["cla"]):
            row = {measure: _cell(measure, year, dfe, tool, cells) for measure in MEASURES}
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


def _places(raw: Path) -> dict[str, tuple[str, str]]:
    now = {row["dfe_code"]: (row["code"], row["name"]) for row in rows(raw, PATTERNS["places"])}
    return {ENGLAND: (ENGLAND_CODE, "England")} | dict(FORMER) | now


def _tool(raw: Path) -> Table:
    """Read the measures of the interactive tool, by measure, year and DfE number."""
    names = {code: measure for measure, (code, _, _) in MEASURES.items()}
    found: Table = {measure: {} for measure in MEASURES}
    for row in rows(raw, PATTERNS["lait"]):
        if row["measure"] in names:
            place = ENGLAND if row["area"] == "England" else row["la_number"]
            at = found[names[row["measure"]]].setdefault(int(row["period"]), {})
            at[place] = parse(row["value"])
    return found


def _cell(measure: str, year: int, place: str, tool: Table, cells: Cells) -> str:
    """Return a cell as text: a number, withheld, or blank where nothing was collected."""
    newest = cells.get(measure, {}).get(year, {}).get(place)
    older = tool[measure].get(year, {}).get(place, ABSENT)
    cell = newest if newest not in (None, ABSENT) else older
    if isinstance(cell, float):
        return f"{cell:g}"
    # The tool leaves out what is withheld: a year it has for others but not for this place.
    blank = year in tool[measure]
    return WITHHELD if cell == SUPPRESSED or blank else ""
