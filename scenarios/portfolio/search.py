"""Find the mix that does most within a budget: all of them on few futures, the best on all."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scenarios.portfolio.mix import Mix, all_mixes, count

type Floats = NDArray[np.float64]
type Trial = tuple[Floats, Floats]
#: Tries mixes on the first so many futures: what each does better, and costs, in every one of them.
type Try = Callable[[Sequence[Mix], int], Mapping[Mix, Trial]]

#: So many mixes are all tried; of more, the best are grown one member at a time.
MOST_TRIED: Final = 64
#: Futures of the first round; of mixes near the budget and of those within it, how many are grown, and how many
#: are tried on all futures.
FIRST: Final = 12
_GROWN: Final = 8
_FINALISTS: Final = 8
#: A mix this much above the budget on few futures may yet be within it on all.
_SLACK: Final = 1.1


@dataclass
class Found:
    """Hold what a search came to.

    Attributes
    ----------
    tried
        How many mixes were tried, and of how many.
    finalists
        Those tried on all futures, with what each does better and costs, the best first.
    full
        Whether every mix there is was tried.
    dear
        How many of those tried cost more than the budget.
    """

    tried: int
    there: int
    full: bool
    dear: int
    finalists: dict[Mix, Trial] = field(default_factory=dict)


def search(
    attempt: Try,
    many: int,
    most: int,
    budget: float,
    futures: int,
    *,
    ordered: bool,
    most_tried: int = MOST_TRIED,
) -> Found:
    """Search all mixes of 1 to `most` of so many members.

    Parameters
    ----------
    attempt
        Tries mixes.
    budget
        Pounds that the mean cost may not exceed.
    futures
        How many there are in all.
    ordered
        Whether they open one after the other, so that their order counts.
    most_tried
        More mixes than these are not all tried.
    """
    there = count(many, most, ordered=ordered)
    first = min(FIRST, futures)
    if there <= most_tried:
        seen = dict(attempt(list(all_mixes(many, most, ordered=ordered)), first))
    else:
        seen = _grown(attempt, many, most, budget, first, ordered=ordered)
    best = _promising(seen, seen, budget, _FINALISTS)
    # Where the first round was of all futures, it was the last one, too.
    last = dict(attempt(best, futures)) if first < futures and best else {m: seen[m] for m in best}
    within = {mix: one for mix, one in last.items() if _cost(one) <= budget}
    order = sorted(within, key=lambda mix: (-_effect(within[mix]), mix))
    dear = sum(_cost(last.get(mix, one)) > budget for mix, one in seen.items())
    return Found(len(seen), there, len(seen) == there, dear, {mix: within[mix] for mix in order})


def _grown(
    attempt: Try, many: int, most: int, budget: float, first: int, *, ordered: bool
) -> dict[Mix, Trial]:
    """Grow the best mixes one member at a time; those clearly above the budget are not grown."""
    seen: dict[Mix, Trial] = {}
    front = [Mix(ordered=ordered)]
    for _ in range(most):
        new = sorted({more for mix in front for more in mix.grown(many)} - seen.keys())
        if not new:
            break
        seen |= attempt(new, first)
        front = _promising(seen, new, budget, _GROWN)
    return seen


def _promising(
    seen: Mapping[Mix, Trial], mixes: Iterable[Mix], budget: float, many: int
) -> list[Mix]:
    """Return so many of the best mixes near the budget, and so many of the best within it.

    Those just above the budget must not take the place of all that are within it.
    """
    near = [mix for mix in mixes if _cost(seen[mix]) <= _SLACK * budget]
    ranked = sorted(near, key=lambda mix: (-_effect(seen[mix]), mix))
    surely = [mix for mix in ranked if _cost(seen[mix]) <= budget]
    return list(dict.fromkeys((*ranked[:many], *surely[:many])))


def _effect(one: Trial) -> float:
    return float(one[0].mean())


def _cost(one: Trial) -> float:
    return float(one[1].mean())
