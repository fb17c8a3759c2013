"""The answer in a sentence or two: money and children first, and never as a certainty."""

from collections.abc import Mapping
from typing import Any

from scenarios import words
from scenarios.average import with_many_runs
from scenarios.verdict import FEWER, MORE, TOO_SMALL, UNKNOWN
from simulation.numbers import counted

#: The measure the headline speaks of besides money.
CHILDREN = "children_looked_after"


def headline(
    money: Mapping[str, Any],
    children: Mapping[str, Any],
    *,
    authority: str,
    scenario: str,
    baseline: str,
    years: int,
    base_year: int,
    published: bool,
    own: bool = False,
    room: str | None,
) -> str:
    """Say what the scenario does to the council's cost and to the number of children in care.

    Parameters
    ----------
    money, children
        The two measures over the whole horizon, as in `Comparison.measures`.
    authority, scenario, baseline
        As people call them.
    years, base_year
        Horizon, and the year whose 31 March it starts from.
    published
        Whether published claims are used without shrinking them.
    own
        Whether a scenario believes something of its own.
    room
        A sentence on services with more room than need; None when there is nothing to say.
    """
    opening = _opening(published=published, own=own)
    against = "" if baseline == "Baseline" else f", against {baseline}"
    start = f"{opening} {authority}, {scenario}{against}, on average"
    horizon = counted(years, "year")
    parts = (_money(money, horizon), _children(children, f"31 March {base_year + years}"))
    said = f"{start}: {parts[0]}, and {parts[1]}. {_doubt(money, children)}{_what_would_tell(money, children)}"
    return f"{said} {room}" if room else said


def _opening(*, published: bool, own: bool) -> str:
    """Say at the very beginning what is believed that is not what the evidence says."""
    if published:
        opening = "Taking the published claims at face value"
        return f"{opening}, and beliefs of its own, in" if own else f"{opening}, in"
    return "With beliefs of its own, in" if own else "In"


def _money(row: Mapping[str, Any], horizon: str) -> str:
    if row["verdict"] in (MORE, FEWER):
        level = words.number(row["baseline"]["mean"], "money")
        return f"{_size(row)} for the council over {horizon} on {level}{_range(row)}"
    if row["verdict"] == TOO_SMALL:
        return f"too small a change in the council's cost to matter over {horizon}{_range(row)}"
    return _unknown(row, f"whether the council spends more or less over {horizon}")


def _children(row: Mapping[str, Any], day: str) -> str:
    if row["verdict"] in (MORE, FEWER):
        return f"{_size(row)} children in care on {day}{_range(row)}"
    if row["verdict"] == TOO_SMALL:
        return (
            f"too small a change in the number of children in care on {day} to matter{_range(row)}"
        )
    return _unknown(row, f"whether more or fewer children are in care on {day}")


def _unknown(row: Mapping[str, Any], whether: str) -> str:
    """Say that something cannot be told; where so few runs could tell nothing, that they are why."""
    if _too_few(row):
        return f"too few runs to tell {whether}{_range(row)}"
    return f"{whether} cannot be told{_range(row)}"


def _too_few(row: Mapping[str, Any]) -> bool:
    """Tell whether a difference rests on runs that all share one draw."""
    gap = row["difference"]
    return gap["mean"] is not None and gap["standard_error"] is None


def _size(row: Mapping[str, Any]) -> str:
    """Write an average: "£11.7m more", "about 12 fewer"."""
    gap, kind = row["difference"], row["kind"]
    step = words.step_for(gap["low"], gap["high"], kind)
    size = words.amount(gap["mean"], kind, step)
    return f"about {size} {words.direction(gap['mean'], kind)}"


def _range(row: Mapping[str, Any]) -> str:
    """Write the range of one future in brackets, or that it is the same in every run."""
    gap = row["difference"]
    if gap["mean"] is None:
        return " (it is not defined in the runs)"
    if gap["low"] == gap["high"] == 0.0:
        return " (no difference in any run)"
    return f" ({words.span(gap['low'], gap['high'], row['kind'])})"


def _doubt(money: Mapping[str, Any], children: Mapping[str, Any]) -> str:
    """Say what the ranges are and what they rest on."""
    if any(row["verdict"] == UNKNOWN and _too_few(row) for row in (money, children)):
        return "In brackets: what these runs gave; they share one draw of what is not known."
    if all(row["difference"]["low"] == row["difference"]["high"] for row in (money, children)):
        return "This holds as far as the model's assumptions do."
    return "In brackets: where one future, with its luck, lies 9 times in 10, as far as the model's assumptions hold."


def _what_would_tell(money: Mapping[str, Any], children: Mapping[str, Any]) -> str:
    """Say of what cannot be told whether more runs may tell, or only knowing more."""
    untold = {
        name: row
        for name, row in (("the cost", money), ("the number of children", children))
        if row["verdict"] == UNKNOWN and not _too_few(row) and row["difference"]["mean"] is not None
    }
    if not untold:
        return ""
    able = [name for name, row in untold.items() if _many_runs_tell(row)]
    if able:
        return f" More runs may tell of {' and of '.join(able)}."
    return " More runs will hardly tell: too much is not known that better evidence or prices of your own would say."


def _many_runs_tell(row: Mapping[str, Any]) -> bool:
    unknown = row["variance_split"]["difference"]["unknown"]
    # With too few runs luck and what is not known cannot be told apart: more of them tell that at least.
    return (
        unknown is None
        or with_many_runs(row["difference"], unknown, row["size_that_matters"]) != UNKNOWN
    )
