"""What own data changed as small tables and sentences."""

from collections.abc import Mapping
from typing import Any, Final

from calibration.beliefs.local.counts import LABELS
from dashboards.report.sheets import Sheet

Told = Mapping[str, Any]
READING: Final = (
    "Counts under 6 are not shown, others to the nearest 5. A level of 1 is what England's rates give; levels are "
    "shrunk towards it as far as the counts they rest on are small, and hold their 90% range. Rates of a band are not "
    "shrunk, and their 90% range is that of the years seen: how years differ is not in it."
)
_NOT_SHOWN: Final = "–"


def headline(told: Told) -> str:
    """Say what was made, and of which years."""
    years = ", ".join(map(str, sorted(told["reference"])))
    return (
        f"private:{told['name']}: runs start on 31 March {told['start']}; rates are counted from the years to 31 March "
        f"{years}."
    )


def _count(value: float | None) -> str:
    return _NOT_SHOWN if value is None else f"{value:,.0f}"


def figures(told: Told) -> Sheet:
    """Return figures of the start beside what is published."""
    heads = ("Figure", f"Published {told['published_year']}", f"Own {told['start']}")
    rows = [(one["says"], _count(one["published"]), _count(one["own"])) for one in told["figures"]]
    return Sheet(heads, tuple(rows))


def levels(told: Told) -> Sheet:
    """Return levels before and after, with what they rest on."""
    heads = ("Level, England 1", "Published", "Own", "Seen", "Expected")
    rows = [
        (
            LABELS[one["level"]],
            _range(one["published"]),
            _range(one["own"]),
            _count(one["seen"]),
            _count(one["expected"]),
        )
        for one in told["levels"]
    ]
    return Sheet(heads, tuple(rows))


def _range(level: Mapping[str, Any]) -> str:
    if level["mean"] is None:
        return _NOT_SHOWN
    return f"{level['mean']:.2f} ({level['low']:.2f} to {level['high']:.2f})"


def rates(told: Told) -> Sheet:
    """Return leaving care and moving per 100 child-years with 90% ranges; bands in which hardly anybody was are left out."""
    heads = ("By", "Band", "Child-years", "Left before 18, per 100", "Moved, per 100")
    rows = [
        (
            one["by"].capitalize(),
            one["band"],
            _count(one["child_years"]),
            _rate(one, "exits"),
            _rate(one, "moves"),
        )
        for one in told["rates"]
        if one["child_years"] is not None
    ]
    return Sheet(heads, tuple(rows), worded=(1,))


def _rate(told: Mapping[str, Any], what: str) -> str:
    rate = told[f"{what}_per_100"]
    if rate is None:
        return _NOT_SHOWN
    return f"{rate:,.0f} ({told[f'{what}_low']:,.0f} to {told[f'{what}_high']:,.0f})"


def _many(children: float | None) -> str:
    return "fewer than 6" if children is None else f"{children:,.0f}"


def sentences(told: Told) -> list[str]:
    """Say what stands for what the return does not tell, and what the profile tells of children."""
    councils = " and ".join(told["authorities"]) or "England's councils together, at this size"
    kept = told["privacy"]
    said = [
        f"Population, children in need, places, costs and distances are those published of {councils}, {told['published_year']}.",
        "Unaccompanied children are part of it."
        if told["unaccompanied"]
        else "Unaccompanied children are left out, and none come.",
        "Series of short breaks count as care."
        if told["short_breaks"]
        else "Series of short breaks are left out.",
    ]
    if not told["has_missing"]:
        said.append(
            "The table of missing periods is all but empty: missing is as published, not as recorded."
        )
    before, every = kept["began_before_the_returns"], _many(kept["children"])
    if before != 0:
        said.append(
            f"Of {every} children {_many(before)} came into care before the returns begin: their time in care and moves are at least what is seen."
        )
    said.append(
        f"It holds no name, number, date or postcode. Whoever has the return can still find children in it: {_many(kept['told_apart_by_all_columns'])} of "
        f"{every} are unlike all others in all it holds of them, {_many(kept['told_apart_by_age_and_sex'])} by months of age and sex alone. "
        "Keep it as the return itself is kept; docs/privacy.md says more."
    )
    return said
