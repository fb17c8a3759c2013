"""Read the raw published tables into one shape: figure, year, place.

A place is a DfE council number ("815") or ``ENGLAND``. A cell is a number, ``SUPPRESSED`` (a
small number withheld) or ``ABSENT`` (not applicable, not available, not reported, blank).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from calibration.beliefs.authorities import labels
from simulation.errors import DoorwaysError
from simulation.files.csv_text import read_csv

ENGLAND = "ENG"
SUPPRESSED = "c"
ABSENT = "x"

Cell = float | str
Cells = dict[str, dict[int, dict[str, Cell]]]
Row = Mapping[str, str]


def parse(text: str) -> Cell:
    """Number, ``SUPPRESSED`` or ``ABSENT``; a percentage under a half ("k") counts as suppressed."""
    text = text.strip().replace(",", "")
    if text in ("c", "k"):
        return SUPPRESSED
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else ABSENT


def files(raw: Path, pattern: str) -> list[Path]:
    """Raw files of one table, the newest release last.

    Raises
    ------
    DoorwaysError
        When there is none.
    """

    def release(path: Path) -> tuple[int, str]:
        return max((int(year) for year in re.findall(r"20\d\d", path.name)), default=0), path.name

    found = sorted(raw.glob(pattern), key=release)
    if not found:
        raise DoorwaysError(
            "Raw table",
            pattern,
            f"No such file in {raw}.",
            "Put the published file there; docs/authorities.md lists what is needed.",
        )
    return found


def rows(raw: Path, pattern: str) -> Iterator[Row]:
    """Rows of all releases of a table, oldest release first."""
    for path in files(raw, pattern):
        yield from read_csv(path, "raw table")


def _place(row: Row) -> str:
    level = row.get("geographic_level", "")
    if level == "National":
        return ENGLAND
    return row["old_la_code"].strip() if level == "Local authority" else ""


def _put(cells: Cells, column: str, year: int, place: str, cell: Cell) -> None:
    at = cells.setdefault(column, {}).setdefault(year, {})
    if cell != ABSENT or place not in at:
        at[place] = cell


def _long(
    cells: Cells, raw: Path, pattern: str, headers: tuple[str, str], table: labels.Labels
) -> None:
    """Read one figure a row; ``headers`` name the columns with the breakdown and its label."""
    group, label_header = headers
    for row in rows(raw, pattern):
        wanted, place = table.get(row[group] if group else ""), _place(row)
        if wanted is None or not place:
            continue
        label = row[label_header]
        name = wanted.get(label.lower())
        if name is None and labels.TOTAL in wanted:
            raise DoorwaysError(
                "Label", label, f"{pattern} has a label unknown here.", "Add it to labels.py."
            )
        if name:
            number = next(
                row[n] for n in ("number", "children_count", "care_leaver_count") if n in row
            )
            _put(cells, name, int(row["time_period"]), place, parse(number))


def _wide(cells: Cells, raw: Path, pattern: str, table: Mapping[str, str], shift: int = 0) -> None:
    """Read one place a row, one figure a column."""
    for row in rows(raw, pattern):
        place = _place(row)
        for header, name in table.items():
            if place:
                year = int(row["time_period"]) + shift
                _put(cells, name, year, place, parse(row.get(header) or ""))


def _lait(cells: Cells, raw: Path, pattern: str) -> None:
    """Read the interactive tool; "2023-24 (OT)" is the financial year that ends in 2024."""
    for row in rows(raw, pattern):
        name, period = labels.LAIT.get(row["measure"]), row["period"]
        if name is None:
            continue
        year = int(period[:4]) + ("-" in period)
        place = ENGLAND if row["area"] == "England" else row["la_number"]
        _put(cells, name, year, place, parse(row["value"]))


Reader = Callable[[Cells, Path, str], None]


def _long_reader(group: str, label: str, table: labels.Labels) -> Reader:
    return lambda cells, raw, pattern: _long(cells, raw, pattern, (group, label), table)


def _wide_reader(table: Mapping[str, str], shift: int = 0) -> Reader:
    return lambda cells, raw, pattern: _wide(cells, raw, pattern, table, shift)


TABLES: dict[str, tuple[str, Reader]] = {
    "stock": (
        "derived__la_cla_stock_31march_*.csv",
        _long_reader("cla_group", "characteristic", labels.STOCK),
    ),
    "started": (
        "derived__la_cla_started_*.csv",
        _long_reader("cla_group", "characteristic", labels.STARTED),
    ),
    "ceased": (
        "derived__la_cla_ceased_*.csv",
        _long_reader("cla_group", "characteristic", labels.CEASED),
    ),
    "placements": (
        "*__la_cla_during_year_new_placements*.csv",
        _long_reader("characteristic", "breakdown", labels.NEW_PLACEMENTS),
    ),
    "stability": (
        "*__la_cla_placement_stability*.csv",
        _long_reader("cla_group", "placement_stability", labels.STABILITY),
    ),
    "outcomes": (
        "*__la_conviction_health_outcome_cla*.csv",
        _long_reader("characteristic", "breakdown", labels.OUTCOMES),
    ),
    "missing": (
        "*__la_children_who_were_missing_or_away_*.csv",
        _long_reader("", "CLA_group", labels.MISSING),
    ),
    "suitability": (
        "*__la_care_leavers_accommodation_suitability*.csv",
        _long_reader("care_leaver_age", "breakdown", labels.SUITABILITY),
    ),
    "activity": (
        "*__national_activity_of_care_leaver*.csv",
        _long_reader("age_group", "characteristic", labels.LEAVER_ACTIVITY),
    ),
    "in_need": ("*__b1_children_in_need_*.csv", _wide_reader(labels.CIN)),
    "open": ("*__b4_children_in_need_duration_of_open_*.csv", _wide_reader(labels.CIN_OPEN)),
    "ended": ("*__b5_children_in_need_duration_of_ended_*.csv", _wide_reader(labels.CIN_ENDED)),
    "referrals": ("*__c1_children_in_need_referrals_*.csv", _wide_reader(labels.REFERRALS)),
    "factors": ("*__c3_factors_identified_*.csv", _wide_reader(labels.FACTORS)),
    "enquiries": ("*__c4_children_in_need_section_47s_*.csv", _wide_reader(labels.ENQUIRIES)),
    "plans": ("*__d5_cpps_at31march_*.csv", _wide_reader(labels.PLANS)),
    # The mid-year estimate of June before is the one the published rates divide by.
    "population": ("*__ons_mid-year_population_*.csv", _wide_reader(labels.POPULATION, shift=1)),
    "lait": ("derived__lait_selected_measures_*.csv", _lait),
}

PATTERNS = {name: pattern for name, (pattern, _) in TABLES.items()} | {
    "register": "derived__ofsted_register_by_la_sector_*.csv",
    "bands": "derived__ons_mye*_age_bands_*.csv",
    "neighbours": "*__sn_model_*_wide.csv",
    "totals": "*__cla_number_and_rate_per_10k_children.csv",
    "places": "local-authorities.csv",
}

TWINS = (("cla_provider_parents", "cla_parents"), ("cla_provider_unknown", "cla_other"))
"""The same children in two breakdowns: what one withholds the other may tell."""

_POPULATIONS = {
    "Children looked after on 31 March each year": "cla",
    "Children starting to be looked after each year": "starts",
    "Children ceasing to be looked after each year": "ceases",
}


def read(raw: Path) -> Cells:
    """Read every table of ``TABLES`` and the totals of councils that no longer exist."""
    cells: Cells = {}
    for pattern, reader in TABLES.values():
        reader(cells, raw, pattern)
    for row in rows(raw, PATTERNS["totals"]):
        place = _place(row)
        if place:
            name = _POPULATIONS[row["population_type"]]
            _put(cells, name, int(row["time_period"]), place, parse(row["children_count"]))
    for pair in TWINS:
        _tell(cells, *pair)
    return cells


def _tell(cells: Cells, first: str, second: str) -> None:
    """Copy a number that only one of two breakdowns publishes to the other."""
    for source, target in ((first, second), (second, first)):
        for year, places in cells[source].items():
            for place, cell in places.items():
                other = cells[target].get(year, {}).get(place)
                if isinstance(cell, float) and other == SUPPRESSED:
                    _put(cells, target, year, place, cell)
