"""For whom two futures differ, in tables and sentences: the same on the terminal and in a report."""

from collections.abc import Mapping
from typing import Any, Final

from dashboards.report.sheets import Sheet
from scenarios import words
from scenarios.whom.splits import OTHERS

#: Measures that are shown of every group; the JSON and CSV files have all of them.
SHOWN: Final = {
    "care_entries": "Entries",
    "weeks_in_care": "Weeks in care",
    "placement_moves": "Moves",
    "missing_episodes": "Missing",
    "service_waiting": "Waiting",
    "service_supported": "Supported",
    "cost_council": "Council's cost",
}
READING: Final = (
    "Without the scenario, and in brackets what differs with it, on average over the whole period; "
    "waiting and supported on its last day. A star marks a difference whose direction is known and whose "
    "size matters."
)
_KNOWN: Final = ("more", "fewer")


def groups(found: Mapping[str, Any]) -> Sheet:
    """Return a row for each group; of those told apart from all others, the one that has a name."""
    rows = [
        _row(group)
        for split in found["splits"]
        for group in split["groups"]
        if group["name"] != OTHERS
    ]
    return Sheet(("Who", *SHOWN.values()), tuple(rows))


def sentence(found: Mapping[str, Any]) -> str:
    """Say how many live in a family after support; empty where nobody was supported."""
    return str(found["living"]["sentence"]) if found["living"] else ""


def living(found: Mapping[str, Any]) -> Sheet | None:
    """Return where those whom services supported live, when support ends and later."""
    if found["living"] is None:
        return None
    headings = (
        "Of those under 18 whom services supported",
        "Followed, a run",
        "In a family without",
        "In a family with",
        "Difference, points",
        "With their own family, with",
        "Out of a family, with",
    )
    return Sheet(headings, tuple(map(_moment, found["living"]["moments"])))


def _moment(one: Mapping[str, Any]) -> tuple[str, ...]:
    """Return one moment after support."""
    many = words.number(one["followed"], "flow")
    shares = one["in_family"]
    if shares is None:
        return (one["when"], many, *("–" for _ in range(5)))
    gap = shares["difference"]
    said = f"{100 * gap['mean']:+.1f}"
    if gap["mean_low"] is not None:
        said += f" ({100 * gap['mean_low']:+.1f} to {100 * gap['mean_high']:+.1f})"
    return (
        one["when"],
        many,
        words.percent(shares["baseline"]),
        words.percent(shares["scenario"]),
        said.replace("-", "−"),
        words.percent(one["own_family"]["scenario"]),
        words.percent(1.0 - shares["scenario"]),
    )


def _row(group: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what is shown of a group."""
    by_name = {one["name"]: one for one in group["measures"]}
    return (group["name"], *(_cell(by_name[name]) for name in SHOWN))


def _cell(one: Mapping[str, Any]) -> str:
    """Write a level without the scenario, and what differs with it."""
    star = "*" if one["verdict"] in _KNOWN else ""
    level = words.number(one["baseline"]["mean"], one["kind"])
    return f"{level} ({words.signed(one['difference']['mean'], one['kind'])}{star})"
