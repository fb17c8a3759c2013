"""Why a difference goes against what services push for, or for the worse: a sentence each, from the funnel."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from scenarios import words
from scenarios.comparison import TOTAL
from scenarios.funnel.by_support import of_services
from scenarios.funnel.events_met import Aim
from scenarios.funnel.result import over
from scenarios.verdict import TOO_SMALL
from simulation.outcomes.measures import BY_NAME, MEASURES

#: What can surprise: the average goes against what services push for; it goes where they push it,
#: which is worse; it is worse though they push it neither way; or nothing is left to see of a push.
AGAINST: Final = "against"
PUSHED: Final = "pushed"
WORSE: Final = "worse"
LOST: Final = "lost"
#: What carers and homes answer to, in a comparison's rows.
_ROOM: Final = "vacant_places"


def surprises(
    rows: Sequence[Mapping[str, Any]], aims: Mapping[str, Aim], pairs: Sequence[Any]
) -> tuple[dict[str, Any], ...]:
    """Return a sentence for each difference that surprises, and one for all of which nothing is left.

    Parameters
    ----------
    rows
        A comparison's measures, as `scenarios.comparison.Comparison.measures` describes.
    aims
        Which way services push what measures count, `scenarios.funnel.events_met.aims_of`.
    pairs
        The pairs that were followed, `scenarios.funnel.replicate.Pair`; the comparison may have more.

    Returns
    -------
    tuple of dict
        `measures`, their names; `what` (`AGAINST`, `PUSHED`, `WORSE` or `LOST`) and `sentence`.
    """
    whole = {row["name"]: row for row in rows if row["window"] == TOTAL}
    found, lost = [], []
    for name, row in whole.items():
        aim = aims[name].way if name in aims else None
        what = None if _counts_services(name) else _what(row, aim)
        if what == LOST:
            lost.append(name)
        elif what is not None:
            said = _moved(row, aim, what) + _whose(row["kind"], name, pairs, whole)
            found.append({"measures": [name], "what": what, "sentence": said})
    if lost:
        said = _lost([(whole[name], dict(_met(name, pairs))) for name in lost])
        found.append({"measures": lost, "what": LOST, "sentence": said})
    return tuple(found)


def _counts_services(name: str) -> bool:
    return name in BY_NAME and of_services(MEASURES[BY_NAME[name]])


def _met(name: str, pairs: Sequence[Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what a measure comes to in each arm of the pairs that were followed, by whose it is."""
    for arm, met in pairs[0].met.items():
        if name in met:
            yield arm, over([one.met[arm][name] for one in pairs])


def _what(row: Mapping[str, Any], aim: int | None) -> str | None:
    """Return what surprises of a row, as far as the error of its average goes; None: nothing.

    What is too small to matter, or holds nothing within its error, has no sign that could surprise.
    """
    difference, better = row["difference"], row["better"]
    low, high = difference["mean_low"], difference["mean_high"]
    if low is None or high is None or low == high == 0.0:
        return None
    if low <= 0.0 <= high or row["verdict"] == TOO_SMALL:
        # That nothing is left of a push for the worse surprises nobody.
        return LOST if aim is not None and aim * better >= 0 else None
    way = 1 if low > 0.0 else -1
    if aim is None:
        return WORSE if way * better < 0 else None
    if way != aim:
        return AGAINST
    return PUSHED if way * better < 0 else None


def _moved(row: Mapping[str, Any], aim: int | None, what: str) -> str:
    """Say of a difference that it goes against the aim, or for the worse."""
    told = "which is worse" if row["judgement"] else "for the worse as far as these runs go"
    if what == AGAINST:
        told = f"though the services push for {'more' if aim == 1 else 'fewer'}"
    elif what == PUSHED:
        told += ", and what the services act on pushes it that way"
    moved = words.signed(row["difference"]["mean"], row["kind"])
    return f"{row['label']}: {moved} on average, {told}: "


def _whose(
    kind: str, name: str, pairs: Sequence[Any], rows: Mapping[str, Mapping[str, Any]]
) -> str:
    """Say among whom a difference came about, in the runs that were followed."""
    met = dict(_met(name, pairs))
    if not met:
        return _by_room(rows)
    before, after = met.values()
    more = {whose: after[whose]["mean"] - before[whose]["mean"] for whose in before}
    told = {whose: words.signed(amount, kind) for whose, amount in more.items()}
    said = f"in the {len(pairs):,} runs that were followed "
    if kind != "share":
        # Fewer than all: what parts add up to is not the average over all runs.
        whole = sum(more[whose] for whose in ("supported", "others", "services") if whose in more)
        said += f"it is {words.signed(whole, kind)}, of which "
    if not words.is_nothing(told.get("services", "")):
        said += f"{told['services']} is what services themselves cost, "
    said += (
        f"{told['supported']} among young people they support at some time and {told['others']} "
        "among all others"
    )
    own = after.get("own_places", {"mean": 0.0})["mean"]
    if own > 0:
        said += f", with {words.number(own, kind)} into or out of the services' own places"
    return f"{said}."


def _by_room(rows: Mapping[str, Mapping[str, Any]]) -> str:
    """Say what measures answer to that are not of young people."""
    said = "carers, homes and prices answer to how full places are"
    if (room := rows.get(_ROOM)) is None:
        return f"{said}."
    vacant = words.signed(room["difference"]["mean"], room["kind"])
    return f"{said}, and of vacant places there are {vacant} at the end."


def _lost(each: Sequence[tuple[Mapping[str, Any], Mapping[str, Mapping[str, Any]]]]) -> str:
    """Say of all of which nothing is left how few it reaches."""
    told = []
    for row, met in each:
        before = next(iter(met.values()))
        whole = before["supported"]["mean"] + before["others"]["mean"]
        share = _percent(before["supported"]["mean"] / whole) if whole else "none without them"
        told.append(f"{row['label']} ({share})")
    return (
        "The services push for a difference here, and none can be told or is large enough to matter "
        "(in brackets, of such events without them, those of young people they support at some "
        f"time): {', '.join(told)}."
    )


def _percent(share: float) -> str:
    """Write a share so that a small one is not nothing."""
    return f"{100 * share:.1f}%" if share < 0.1 else words.percent(share)
