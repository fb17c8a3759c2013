"""Why a difference goes against what services push for, or is lost: a sentence each, from the funnel."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from scenarios import words
from scenarios.comparison import TOTAL
from scenarios.funnel.events_met import Aim
from scenarios.funnel.programmes import ENTRIES
from scenarios.funnel.result import over
from scenarios.funnel.said import where_lost

#: What can surprise: the average goes against what services push for; it goes where they push it,
#: which is worse; or nothing is left to see of it.
AGAINST: Final = "against"
PUSHED: Final = "pushed"
LOST: Final = "lost"


def surprises(
    rows: Sequence[Mapping[str, Any]],
    aims: Mapping[str, Aim],
    pairs: Sequence[Any],
    entrants: Mapping[str, Any] | None,
) -> tuple[dict[str, str], ...]:
    """Return a sentence for each measure that services act on and whose difference surprises.

    Parameters
    ----------
    rows
        A comparison's measures, as `scenarios.comparison.Comparison.measures` describes.
    aims
        Which way services push what measures count, `scenarios.funnel.events_met.aims_of`.
    pairs
        The pairs that were followed, `scenarios.funnel.replicate.Pair`; the comparison may have more.
    entrants
        The funnel of those who come into care in the baseline, all services together; None without one.

    Returns
    -------
    tuple of dict
        `measure`, `label`, `what` (`AGAINST`, `PUSHED` or `LOST`) and `sentence`.
    """
    return tuple(
        {"measure": row["name"], "label": row["label"], "what": what, "sentence": said}
        for row, what, said in _found(rows, aims, pairs, entrants)
    )


def _found(
    rows: Sequence[Mapping[str, Any]],
    aims: Mapping[str, Aim],
    pairs: Sequence[Any],
    entrants: Mapping[str, Any] | None,
) -> Iterator[tuple[Mapping[str, Any], str, str]]:
    for row in rows:
        name = row["name"]
        if row["window"] != TOTAL or name not in aims:
            continue
        what = _what(row["difference"], aims[name].way, row["better"])
        if what is None:
            continue
        met = [over([one.events[arm][name] for one in pairs]) for arm in pairs[0].events]
        if what == LOST:
            yield row, what, _lost(row, aims[name], met[0], entrants)
        else:
            yield row, what, _moved(row, aims[name].way, what, met[0], met[1])


def _what(difference: Mapping[str, Any], aim: int, better: int) -> str | None:
    """Return what surprises of a difference, as far as the error of its average goes; None: nothing."""
    low, high = difference["mean_low"], difference["mean_high"]
    if low is None or high is None:
        return None
    if low <= 0.0 <= high:
        # That nothing is left of a push for the worse surprises nobody.
        return LOST if aim * better >= 0 else None
    way = 1 if low > 0.0 else -1
    if way != aim:
        return AGAINST
    return PUSHED if way * better < 0 else None


def _moved(
    row: Mapping[str, Any],
    aim: int,
    what: str,
    baseline: Mapping[str, Any],
    scenario: Mapping[str, Any],
) -> str:
    """Say to whom a difference happened that goes against the aim, or for the worse."""
    more = {name: scenario[name]["mean"] - baseline[name]["mean"] for name in baseline}
    kind, whole = row["kind"], row["difference"]["mean"]
    aimed = f"though the services push for {_way(aim)}"
    if what == PUSHED:
        aimed = "which is worse, and what the services act on pushes it that way"
    said = (
        f"{row['label']}: {words.signed(whole, kind)} on average, {aimed}: in the runs that were "
        f"followed {words.signed(more['supported'], kind)} among young people they support at some "
        f"time and {words.signed(more['others'], kind)} among all others"
    )
    own = scenario["own_places"]["mean"]
    if own > 0:
        said += f", with {words.number(own, kind)} into or out of the services' own places"
    return f"{said}."


def _lost(
    row: Mapping[str, Any],
    aim: Aim,
    baseline: Mapping[str, Any],
    entrants: Mapping[str, Any] | None,
) -> str:
    """Say where an effect leaks away: to how few it reaches."""
    kind, mean = row["kind"], row["difference"]["mean"]
    opening = (
        f"{row['label']}: the services push for {_way(aim.way)}, and no such difference can be told "
        f"({words.signed(mean, kind)} on average)"
    )
    if entrants is not None and aim.processes <= set(ENTRIES):
        return f"{opening}: {where_lost(entrants)}."
    whole = baseline["supported"]["mean"] + baseline["others"]["mean"]
    if whole == 0:
        return f"{opening}: there are none in the baseline."
    share = baseline["supported"]["mean"] / whole
    return (
        f"{opening}: of {words.number(whole, kind)} without them {_percent(share)} happen to young "
        "people they support at some time."
    )


def _way(aim: int) -> str:
    return "more" if aim > 0 else "fewer"


def _percent(share: float) -> str:
    """Write a share so that a small one is not nothing."""
    return f"{100 * share:.1f}%" if share < 0.1 else words.percent(share)
