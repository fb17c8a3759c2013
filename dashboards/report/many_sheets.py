"""One scenario in many councils, in tables and sentences: the same on the terminal and in a report."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from dashboards.report.sheets import Sheet
from scenarios import words
from scenarios.usual import MONEY
from scenarios.verdict import TOO_SMALL, UNKNOWN
from simulation.numbers import counted

#: Measures shown of all together and of who gains, in reading order.
SHOWN: Final = (
    MONEY,
    "cost_services_gross",
    "children_looked_after",
    "care_entries",
    "weeks_in_care",
    "placement_moves",
    "missing_episodes",
    "in_families",
    "childrens_home_placements",
    "out_of_authority",
    "service_supported",
)
#: What is shown of each council, by what it is called there.
OF_EACH: Final = {
    "children_looked_after": "Looked after at the end",
    "care_entries": "Entries",
    "placement_moves": "Moves",
    "missing_episodes": "Missing",
    MONEY: "Council's cost",
}
READING: Final = (
    "In brackets: the range in which one more future of all of them would lie 9 times in 10. In words: the "
    "average, luck taken out and what is not known left in, against the size that matters."
)


def headline(found: Mapping[str, Any]) -> str:
    """Say what it does to money and to children in care in all councils together."""
    by_name = _by_name(found["total"])
    money, children = (by_name[name] for name in (MONEY, "children_looked_after"))
    many = found["authorities"]
    where = "In 1 council" if many == 1 else f"In {many} councils together"
    return (
        f"{where}, {found['scenario']['title']}: cost to the councils over {counted(found['years'], 'year')} "
        f"{_said(money)}, children looked after at the end {_said(children)}."
    )


def total(found: Mapping[str, Any]) -> Sheet:
    """Return the main measures of all councils added up."""
    by_name = _by_name(found["total"])
    headings = ("All councils together", "Without", "With", "Difference", "In words")
    return Sheet(headings, tuple(_whole(by_name[name]) for name in SHOWN), worded=(-1,))


def gains(found: Mapping[str, Any]) -> Sheet:
    """Return how many councils are better and worse off, measure by measure."""
    headings = ("Councils", "Better", "Worse", "Too small to matter", "Cannot be told")
    labels = {name: one["label"] for name, one in _by_name(found["total"]).items()}
    rows = tuple(
        (
            labels[name],
            *(
                str(found["gains"][name].get(word, 0))
                for word in ("better", "worse", TOO_SMALL, UNKNOWN)
            ),
        )
        for name in SHOWN
        if name in found["gains"]
    )
    return Sheet(headings, rows)


def groups(found: Mapping[str, Any]) -> Sheet:
    """Return regions and fifths of poverty, each added up."""
    headings = ("Region, or children in low-income families", "Councils", *OF_EACH.values())
    rows = tuple(
        (one["name"], str(one["councils"]), *_cells(_by_name(one["measures"])))
        for one in found["groups"]
    )
    return Sheet(headings, rows)


def councils(found: Mapping[str, Any]) -> Sheet:
    """Return each council: those that begin first, and of these those that save most."""
    headings = ("Council", "Begins", *OF_EACH.values(), "Its cost, in words")
    rows = tuple(
        (
            one["name"],
            begins(one["later_months"]),
            *_cells(_by_name(one["measures"])),
            _verdict(_cost(one)),
        )
        for one in ranked(found)
    )
    return Sheet(headings, rows, worded=(-1,))


def ranked(found: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return councils by when they begin, then by cost: who begins late has had little time to pay."""
    return sorted(
        found["councils"],
        key=lambda one: (
            math.inf if one["later_months"] is None else one["later_months"],
            _cost(one)["difference"]["mean"],
        ),
    )


def begins(months: float | None) -> str:
    """Say when a council begins, against what the scenario says."""
    if months is None:
        return "never"
    return "as said" if months == 0 else f"{months:g} months later"


def rows_of(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of authorities.csv: one a council and measure, then those of all together."""
    own = ("code", "name", "region", "later_months", "looked_after", "poverty", "poverty_fifth")
    blank = dict.fromkeys(own) | {"name": "all"}
    about = {"baseline": found["baseline"]["name"], "scenario": found["scenario"]["name"]}
    sets = [({name: one[name] for name in own}, one["measures"]) for one in found["councils"]]
    return [
        {f"authority_{name}": value for name, value in whose.items()} | about | row(one)
        for whose, measures in (*sets, (blank, found["total"]))
        for one in measures
    ]


def row(one: Mapping[str, Any]) -> dict[str, Any]:
    """Return a measure in one line."""
    flat = {name: value for name, value in one.items() if not isinstance(value, Mapping)}
    parts = ("baseline", "scenario", "difference")
    return flat | {f"{part}_{end}": value for part in parts for end, value in one[part].items()}


def _cost(council: Mapping[str, Any]) -> Mapping[str, Any]:
    return _by_name(council["measures"])[MONEY]


def _by_name(measures: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {one["name"]: one for one in measures}


def _whole(one: Mapping[str, Any]) -> tuple[str, ...]:
    """Return one measure of all together."""
    kind, gap = one["kind"], one["difference"]
    return (
        one["label"],
        words.number(one["baseline"]["mean"], kind),
        words.number(one["scenario"]["mean"], kind),
        f"{words.signed(gap['mean'], kind)} ({words.signed_range(gap['low'], gap['high'], kind)})",
        _verdict(one),
    )


def _cells(by_name: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """Return what differs in one council or group."""
    found = (by_name[name] for name in OF_EACH)
    return tuple(words.signed(one["difference"]["mean"], one["kind"]) for one in found)


def _verdict(one: Mapping[str, Any]) -> str:
    return words.verdict(one["verdict"], one["kind"], one["judgement"])


def _said(one: Mapping[str, Any]) -> str:
    """Say a difference in words, with its verdict."""
    gap = one["difference"]
    prose = words.about(gap["mean"], gap["low"], gap["high"], one["kind"])
    return prose if one["verdict"] not in (UNKNOWN, TOO_SMALL) else f"{one['verdict']}: {prose}"
