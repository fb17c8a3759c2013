"""The published tables: how each is laid out, and which figures stand where."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from calibration.beliefs.authorities import labels
from calibration.beliefs.authorities.history import MEASURES
from calibration.beliefs.authorities.published_file import Row
from calibration.beliefs.authorities.spelling import Spelling, plain
from simulation.errors import DoorwaysError

#: Before the name of a measure: as the interactive tool has it, for the history alone.
TOOL: Final = "tool "

#: A figure's name and its cell.
Found = Iterator[tuple[str, str]]


def stem(pattern: str) -> str:
    """Return what every name of a table's file holds: the pattern without prefix and years."""
    return pattern.partition("__")[2].partition("*")[0].removesuffix(".csv").strip("_")


@dataclass(frozen=True)
class Form:
    """How one table is laid out.

    Attributes
    ----------
    pattern
        Name of its file as the dictionary of columns tells it; what is between prefix and years
        is part of every file's name.
    columns
        Columns it must have besides those of `level` and `period`.
    names
        Figures it holds.
    figures
        Reads those of one row; nothing where the row is of a breakdown that is not used.
    period, level
        Columns of the year and of the level or area.
    number
        Column of the council's number; a table of England's alone need not have it.
    shift
        Years to add to the period.
    main
        A year without the table, or with councils missing from it, is no year.
    england_only
        It has no councils.
    mixed
        Its figures have years and councils of their own, also former ones.
    """

    pattern: str
    columns: tuple[str, ...]
    names: frozenset[str]
    figures: Callable[[str, Row, int, Spelling], Found]
    period: str = "time_period"
    level: str = "geographic_level"
    number: str = "old_la_code"
    shift: int = 0
    main: bool = False
    england_only: bool = False
    mixed: bool = False

    @property
    def needed(self) -> tuple[str, ...]:
        """Columns it must have."""
        own = () if self.england_only else (self.number,)
        return (self.period, self.level, *own, *self.columns)


def _long(
    pattern: str,
    group: str,
    label: str,
    table: labels.Labels,
    main: bool = False,
    england_only: bool = False,
) -> Form:
    """One figure a row: ``group`` and ``label`` are the columns with the breakdown and its label."""
    wanted = {plain(name): columns for name, columns in table.items()}

    def figures(name: str, row: Row, year: int, spelling: Spelling) -> Found:
        columns = wanted.get(spelling.label(name, row[group], year) if group else "")
        if columns is None:
            return
        text = row[label]
        figure = columns.get(spelling.label(name, text, year))
        if figure is None and labels.TOTAL in columns:
            rule = f"The breakdown {row[group]!r} has a label that is not known."
            step = spelling.step(name, "label", text, "the label as it was called before")
            raise DoorwaysError("label", text, rule, step)
        if figure:
            yield figure, row["number"]

    columns = (*((group,) if group else ()), label, "number")
    names = frozenset(name for one in table.values() for name in one.values() if name)
    return Form(pattern, columns, names, figures, main=main, england_only=england_only)


def _wide(pattern: str, table: Mapping[str, str], shift: int = 0, main: bool = False) -> Form:
    """One place a row, one figure a column."""

    def figures(name: str, row: Row, year: int, spelling: Spelling) -> Found:
        yield from ((figure, row[header]) for header, figure in table.items())

    names = frozenset(table.values())
    return Form(pattern, tuple(table), names, figures, shift=shift, main=main)


_TOTALS = {
    "children looked after on 31 march each year": "cla",
    "children starting to be looked after each year": "starts",
    "children ceasing to be looked after each year": "ceases",
}


def _totals(name: str, row: Row, year: int, spelling: Spelling) -> Found:
    text = row["population_type"]
    figure = _TOTALS.get(spelling.label(name, text, year))
    if figure is None:
        step = spelling.step(name, "label", text, "the label as it was called before")
        raise DoorwaysError("label", text, "These children are not known.", step)
    yield figure, row["number"]


_OF_TOOL: Mapping[str, tuple[str, ...]] = {
    code: tuple(
        [figure for own, figure in labels.LAIT.items() if own == code]
        + [f"{TOOL}{name}" for name, (own, _, _) in MEASURES.items() if own == code]
    )
    for code in (*labels.LAIT, *(own for own, _, _ in MEASURES.values()))
}


def _tool(name: str, row: Row, year: int, spelling: Spelling) -> Found:
    measure = spelling.means("label", name, row["measure"], year) or row["measure"]
    yield from ((figure, row["value"]) for figure in _OF_TOOL.get(measure, ()))


_LAIT = Form(
    "derived__lait_selected_measures_*.csv",
    ("measure", "value"),
    frozenset(figure for several in _OF_TOOL.values() for figure in several),
    _tool,
    period="period",
    level="area",
    number="la_number",
    mixed=True,
)

#: In the order in which they are read: a number of a later table takes the place of an earlier one's.
FORMS: Final[Mapping[str, Form]] = {
    "stock": _long(
        "derived__la_cla_stock_31march_*.csv",
        *("cla_group", "characteristic", labels.STOCK),
        main=True,
    ),
    "started": _long(
        "derived__la_cla_started_*.csv",
        *("cla_group", "characteristic", labels.STARTED),
        main=True,
    ),
    "ceased": _long(
        "derived__la_cla_ceased_*.csv",
        *("cla_group", "characteristic", labels.CEASED),
        main=True,
    ),
    "placements": _long(
        "*__la_cla_during_year_new_placements*.csv",
        *("characteristic", "breakdown", labels.NEW_PLACEMENTS),
        main=True,
    ),
    "stability": _long(
        "*__la_cla_placement_stability*.csv",
        *("cla_group", "placement_stability", labels.STABILITY),
    ),
    "outcomes": _long(
        "*__la_conviction_health_outcome_cla*.csv",
        *("characteristic", "breakdown", labels.OUTCOMES),
    ),
    "missing": _long(
        "*__la_children_who_were_missing_or_away_*.csv",
        *("", "CLA_group", labels.MISSING),
        main=True,
    ),
    "suitability": _long(
        "*__la_care_leavers_accommodation_suitability*.csv",
        *("care_leaver_age", "breakdown", labels.SUITABILITY),
    ),
    "activity": _long(
        "*__national_activity_of_care_leaver*.csv",
        *("age_group", "characteristic", labels.LEAVER_ACTIVITY),
        england_only=True,
    ),
    "in_need": _wide("*__b1_children_in_need_*.csv", labels.CIN, main=True),
    "open": _wide("*__b4_children_in_need_duration_of_open_*.csv", labels.CIN_OPEN),
    "ended": _wide("*__b5_children_in_need_duration_of_ended_*.csv", labels.CIN_ENDED),
    "referrals": _wide("*__c1_children_in_need_referrals_*.csv", labels.REFERRALS, main=True),
    "factors": _wide("*__c3_factors_identified_*.csv", labels.FACTORS),
    "enquiries": _wide("*__c4_children_in_need_section_47s_*.csv", labels.ENQUIRIES, main=True),
    "plans": _wide("*__d5_cpps_at31march_*.csv", labels.PLANS),
    # The mid-year estimate of June before is the one the published rates divide by.
    "population": _wide("*__ons_mid-year_population_*.csv", labels.POPULATION, shift=1),
    "lait": _LAIT,
    # Last, for the totals of councils that no longer exist.
    "totals": Form(
        "*__cla_number_and_rate_per_10k_children.csv",
        ("population_type", "number"),
        frozenset(_TOTALS.values()),
        _totals,
    ),
}

#: Tables that are read each in a way of its own (`extras`).
BESIDE: Final[Mapping[str, str]] = {
    "register": "derived__ofsted_register_by_la_sector_*.csv",
    "bands": "derived__ons_mye*_age_bands_*.csv",
    "neighbours": "*__sn_model_*_wide.csv",
}

#: Names of the files as the dictionary of columns tells them.
PATTERNS: Final[Mapping[str, str]] = {name: form.pattern for name, form in FORMS.items()} | dict(
    BESIDE
)
#: What the name of every table's file holds.
STEMS: Final[Mapping[str, str]] = {name: stem(pattern) for name, pattern in PATTERNS.items()}
