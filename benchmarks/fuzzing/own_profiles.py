"""What a private profile promises of any return that is read: nobody lost, no day lost, nothing that is no number."""

import json
import math

import pytest

from agents.lengths import AGE_BANDS, DAYS_PER_YEAR
from agents.synthesis.own_start import COLUMNS, own_kinds
from calibration.beliefs.own.exposure import by_age, by_moves, by_time, child_days
from calibration.beliefs.own.kept import Kept, of_year
from calibration.beliefs.own.made import Asked, make_profile
from calibration.beliefs.own.rates import BY, rates_of
from calibration.beliefs.returns.importing import Imported
from fuzzing.campaign import BrokenRuleError
from simulation.errors import DoorwaysError

NAMES = ("cla", "starts", "ceases")


def profile_or_sentence(imported: Imported) -> str:
    """Make a profile and check it; return in a word what came of it."""
    try:
        kept, found = make_profile(imported, Asked("made-up", ("Rutland",)))
    except DoorwaysError as refused:
        if refused.thing != "private profile" or "\n" in refused.rule:
            raise BrokenRuleError("a refusal is not one sentence", str(refused)) from None
        return "no profile"
    by_year = {one["year_to_31_march"]: one for one in imported.counts["by_year"]}
    for year in kept.years:
        _year(kept, year, by_year[year])
    frame = found.episodes
    for year in found.years:
        days = child_days(frame, year).sum()
        for parts in (by_age(frame, year), by_time(frame, year), by_moves(frame, year)):
            _same("days of bands", parts.sum(), days)
    _rates(kept, found)
    return "profile"


def _year(kept: Kept, year: int, account: dict[str, int]) -> None:
    counts, start = kept.years[year]["counts"], kept.years[year]["start"]
    told = "looked_after_on_31_march"
    _same(told, counts["cla"], account[told])
    _same("unaccompanied", counts["cla_uasc"], account["unaccompanied_on_31_march"])
    _same("days in care", counts["years_all"] * DAYS_PER_YEAR, account["days_in_care"])
    _same("children at the start", len(start["age_months"]), counts["cla"])
    if set(start) != set(COLUMNS) or min(map(min, start.values())) < 0:
        raise BrokenRuleError("a starting child is no child", json.dumps(start))
    kinds = own_kinds({name: tuple(column) for name, column in start.items()}, 0.5)
    _same("placements", sum(kinds.values()), counts["cla"])
    for name in NAMES:
        if name != "ceases":
            _same(name, sum(counts[f"{name}_{band}"] for band in AGE_BANDS), counts[name])
        if counts[name] > counts["looked_after_in_year"]:
            raise BrokenRuleError("more than were there", name)
    ages = ("under_1", "1_4", "5_9", "10_15", "16", "17", "18_plus")
    _same("ceases by age", sum(counts[f"ceases_{one}"] for one in ages), counts["ceases"])
    if not all(math.isfinite(value) and value >= 0.0 for value in counts.values()):
        raise BrokenRuleError("a figure is no number", json.dumps(counts))
    if of_year(kept, year).public_year not in range(2000, 2100):
        raise BrokenRuleError("no year of tables", str(year))


def _rates(kept: Kept, found: object) -> None:
    years = list(kept.years)
    rows = rates_of(found, years)  # type: ignore[arg-type]
    whole = sum(kept.years[year]["counts"]["years_all"] for year in years)
    for by in BY:
        own = [one for one in rows if one.by == by]
        _same(f"child-years by {by}", sum(one.years for one in own), whole)
        for what in ("exits", "moves"):
            first = [getattr(one, what) for one in rows if one.by == "age"]
            _same(f"{what} by {by}", sum(getattr(one, what) for one in own), sum(first))


def _same(what: str, one: float, other: float) -> None:
    if one != pytest.approx(other, rel=1e-9, abs=1e-6):
        raise BrokenRuleError(f"{what} differ", f"{one} and {other}")
