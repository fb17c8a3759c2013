"""Where to start and in what order, in tables and sentences: the same on the terminal and on a page."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from dashboards.report.sheets import Sheet
from scenarios import words
from simulation.outcomes.measures import BY_NAME, MEASURES

if TYPE_CHECKING:
    from scenarios.adopting.order import Candidate, Turn

READING: Final = (
    "Each number: what it adds to what is open before it, on the same futures, with the 95% interval of "
    "the mean. Sites differ by what the scenario says of them alone: the model has no map of a council."
)


def turn(one: "Turn", by: str) -> Sheet:
    """Return the sites of one turn, in the order of what they add."""
    about = MEASURES[BY_NAME[by]]
    rows = []
    for site in one.candidates:
        ends = words.signed_range(site.adds.low, site.adds.high, about.kind)
        adds = f"{words.signed(site.adds.mean, about.kind)} ({ends})"
        rows.append((f"{site.site} of {site.service}", adds, _said(site, one)))
    return Sheet(("Site", about.label, "Beside the first"), tuple(rows), worded=(-1,))


def title(place: int, one: "Turn") -> str:
    """Name a turn by its place, from 1, and its month."""
    return f"Turn {place}, month {one.month:.3g}"


def sentence(one: "Turn") -> str:
    """Say which site is to open, or that this cannot be told."""
    if one.next is not None:
        return f"Open {one.next.site} of {one.next.service}."
    first = one.candidates[0]
    if not first.helps:
        return "Which is to open cannot be told: none is seen to help."
    alike = ", ".join(f"{site.site} of {site.service}" for site in one.alike)
    return f"Which is to open cannot be told: none of these is seen to add more than the others: {alike}."


def headline(turns: "Sequence[Turn]") -> str:
    """Say the order, as far as it can be told."""
    return " Then: ".join(sentence(one) for one in turns)


def rows_of(turns: "Sequence[Turn]", by: str) -> list[dict[str, Any]]:
    """Return a row for each site of each turn."""
    return [
        {
            "turn": place,
            "month": one.month,
            "rank": rank,
            "service": site.service,
            "site": site.site,
            "measure": by,
            "adds": site.adds.mean,
            "adds_low": site.adds.low,
            "adds_high": site.adds.high,
            "helps": site.helps,
            "opens_next": site is one.next,
        }
        for place, one in enumerate(turns, start=1)
        for rank, site in enumerate(one.candidates, start=1)
    ]


def _said(one: "Candidate", of: "Turn") -> str:
    """Say how a site stands beside the one that adds most on average."""
    if one is of.next:
        return "opens next"
    if one.told_apart:
        return "adds less"
    return "the first on average" if one.apart is None else "cannot be told apart"
