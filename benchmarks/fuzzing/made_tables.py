"""Write published tables of a year in their publishers' form, from profiles: what was filled in is withheld."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from agents.synthesis.authority import AuthorityProfile
from agents.words import capital
from calibration.beliefs.authorities import labels
from calibration.beliefs.authorities.groups import AVERAGES, GROUPS, column_of
from calibration.beliefs.authorities.kept_cells import figures

#: Rows of a table, the names of its columns first.
Grid = list[list[str]]
_PLACE: Final = ("time_period", "time_identifier", "geographic_level", "old_la_code", "la_name")
_LONG: Final = (
    ("la_cla_on_31_march_by_characteristics", "cla_group", "characteristic", labels.STOCK),
    (
        *("la_children_who_started_to_be_looked_after_during_the_year", "cla_group"),
        *("characteristic", labels.STARTED),
    ),
    ("la_children_who_ceased_during_the_year", "cla_group", "characteristic", labels.CEASED),
    (
        *("la_cla_during_year_new_placements", "characteristic", "breakdown"),
        labels.NEW_PLACEMENTS,
    ),
    ("la_cla_placement_stability", "cla_group", "placement_stability", labels.STABILITY),
    ("la_conviction_health_outcome_cla", "characteristic", "breakdown", labels.OUTCOMES),
    (
        *("la_children_who_were_missing_or_away_from_placement_without_authorisation", ""),
        *("CLA_group", labels.MISSING),
    ),
    (
        *("la_care_leavers_accommodation_suitability", "care_leaver_age", "breakdown"),
        labels.SUITABILITY,
    ),
)
_WIDE: Final = (
    ("b1_children_in_need_2013_to_{}", labels.CIN),
    ("b4_children_in_need_duration_of_open_episode_2013_to_{}", labels.CIN_OPEN),
    ("b5_children_in_need_duration_of_ended_episode_2013_to_{}", labels.CIN_ENDED),
    ("c1_children_in_need_referrals_and_rereferrals_2013_to_{}", labels.REFERRALS),
    ("c3_factors_identified_at_end_of_assessment_2018_to_{}", labels.FACTORS),
    ("c4_children_in_need_section_47s_and_icpcs_2013_to_{}", labels.ENQUIRIES),
    ("d5_cpps_at31march_by_duration_2013_to_{}", labels.PLANS),
)
_TOTALS: Final = {
    "Children looked after on 31 March each year": "cla",
    "Children starting to be looked after each year": "starts",
    "Children ceasing to be looked after each year": "ceases",
}
_HISTORY: Final = {"LACnum": "cla", "LACnum_Start": "starts", "LACceased": "ceases"}
_HOMES: Final = (
    ("childrens_home", "Local Authority", "homes_places_la"),
    ("childrens_home", "Private", "homes_places_private"),
    ("secure_childrens_home", "Voluntary", "homes_places_voluntary"),
    ("supported_accommodation", "Private", "supported_places"),
)
_NEAR: Final = 10
_MEMBERS: Final = {name for _, names in GROUPS for name in names}
_SMALL: Final = 5.0


@dataclass(frozen=True)
class Place:
    """A council, or England, with its number, code, name, cells by figure, and homes by column."""

    number: str
    code: str
    name: str
    cells: Mapping[str, str]
    homes: Mapping[str, float]


def place(number: str, profile: AuthorityProfile) -> Place:
    """Return a council as it is published."""
    found = figures(profile.counts)
    cells = {name: _cell(name, value, profile) for name, value in found.items()}
    return Place(number, profile.code, profile.name, cells, profile.counts)


def _cell(name: str, value: float, profile: AuthorityProfile) -> str:
    group = next((names for _, names in GROUPS if name in names), (name,))
    hidden = column_of(name) if not name.startswith("_") else column_of(group[0])
    if hidden in profile.imputed:
        return "c" if name in _MEMBERS or value <= _SMALL else "x"
    return f"{value:.8g}"


def england_of(profiles: Sequence[AuthorityProfile]) -> Place:
    """Return the sum of councils as England."""
    every = [figures(one.counts) for one in profiles]
    sums = {
        n: sum(one[n] for one in every) / (len(every) if n in AVERAGES else 1) for n in every[0]
    }
    return Place("", "", "England", {name: f"{value:.8g}" for name, value in sums.items()}, {})


def tables(places: Sequence[Place], year: int) -> dict[str, Grid]:
    """Return the tables of a year by file name; the place without a number is England."""
    found: dict[str, Grid] = {}
    for name, group, label, table in _LONG:
        head = [*_PLACE, *([group] if group else []), label, "number"]
        rows = [
            [
                *_where(one, year),
                *([capital(of)] if group else []),
                capital(text),
                _value(one, figure),
            ]
            for one in places
            for of, names in table.items()
            for text, figure in names.items()
        ]
        found[f"{name}.csv"] = [head, *rows]
    for name, wide in _WIDE:
        rows = [[*_where(one, year), *(_value(one, f) for f in wide.values())] for one in places]
        found[f"{name.format(year)}.csv"] = [[*_PLACE, *wide], *rows]
    rows = [[*_where(one, year - 1), _value(one, "children_0_17")] for one in places]
    head = [*_PLACE, "population_estimate"]
    found[f"ons_mid-year_population_estimates_2012_to_{year - 1}.csv"] = [head, *rows]
    return found | _others(places, year)


def _others(places: Sequence[Place], year: int) -> dict[str, Grid]:
    """Return the tables that are laid out each in a way of its own."""
    head = [*_PLACE, "age_group", "characteristic", "number"]
    leavers = [
        [*_where(one, year), age, capital(text), _value(one, figure)]
        for one in places
        if not one.number
        for age, names in labels.LEAVER_ACTIVITY.items()
        for text, figure in names.items()
    ]
    totals = [
        [*_where(one, year), text, _value(one, figure)]
        for one in places
        for text, figure in _TOTALS.items()
    ]
    councils = [one for one in places if one.number]
    numbers = [one.number for one in councils]
    near = [
        [one.number, *(numbers[(i + k) % len(numbers)] for k in range(1, _NEAR + 1))]
        for i, one in enumerate(councils)
    ]
    return {
        "national_activity_of_care_leaver.csv": [head, *leavers],
        "cla_number_and_rate_per_10k_children.csv": [
            [*_PLACE, "population_type", "children_count"],
            *totals,
        ],
        "lait_selected_measures.csv": _tool(places, year),
        "ofsted_register_by_la_sector.csv": _register(councils, year),
        "sn_model_wide.csv": [["old_la_code", *(f"SN_{k}" for k in range(1, _NEAR + 1))], *near],
    }


def _tool(places: Sequence[Place], year: int) -> Grid:
    rows = [
        [measure, _period(figure, year), one.number or "970", one.name, _value(one, figure)]
        for one in places
        for measure, figure in (*labels.LAIT.items(), *_HISTORY.items())
    ]
    return [["measure", "period", "la_number", "area", "value"], *rows]


def _period(figure: str, year: int) -> str:
    return f"{year - 1}-{year % 100} (OT)" if figure.startswith("cost") else str(year)


def _register(councils: Sequence[Place], year: int) -> Grid:
    rows = [
        [
            *(str(year), one.code, prov, sector),
            f"{one.homes['homes_count'] if column == 'homes_places_la' else 0:g}",
            f"{one.homes[column]:g}",
        ]
        for one in councils
        for prov, sector, column in _HOMES
    ]
    return [["year", "new_la_code", "prov", "sector", "providers", "places"], *rows]


def _where(one: Place, year: int) -> list[str]:
    level = "Local authority" if one.number else "National"
    return [str(year), "Reporting year", level, one.number, one.name if one.number else ""]


def _value(one: Place, figure: str) -> str:
    return one.cells.get(figure, "0") if figure else "0"


def write(folder: Path, found: Mapping[str, Grid]) -> None:
    """Write tables into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in found.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)
