"""What knowing figures, topics of the register, or everything would be worth: parts within wholes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scenarios.sensitivity.inputs import Input
from scenarios.sensitivity.voi import Worth, best_of, within, worth

type Floats = NDArray[np.float64]

EVERYTHING: Final = "everything"


@dataclass(frozen=True)
class Known:
    """Hold what knowing one figure, a topic's figures or everything is worth.

    Attributes
    ----------
    name, says
        A figure's id and sentence; a topic of the register; or "everything".
    figures
        How many figures it covers.
    worth
        At each threshold of `Decision.thresholds`.
    """

    name: str
    says: str
    figures: int
    worth: tuple[Worth, ...]

    @property
    def ever_clear(self) -> bool:
        """Tell whether it is worth more than chance at any threshold."""
        return any(one.clear for one in self.worth)


def all_known(
    inputs: Sequence[Input], u: Floats, benefits: Floats, seed: int
) -> tuple[tuple[Known, ...], tuple[Known, ...]]:
    """Return figures, best first, and topics with everything last.

    A figure is never worth more than its topic, nor a topic than everything.

    Parameters
    ----------
    inputs
        All uncertain figures.
    u
        Where each draw has them in their ranges, shape (draws, inputs).
    benefits
        Net benefit of acting against not acting, shape (draws, thresholds).
    seed
        Seed of shuffles and resamples.
    """
    alone = {
        one.name: Known(one.name, one.says, 1, worth(u[:, [i]], benefits, seed))
        for i, one in enumerate(inputs)
    }
    members = {
        topic: [i for i, one in enumerate(inputs) if one.topic == topic]
        for topic in sorted({one.topic for one in inputs})
    }
    topics = [
        _group(
            Known(topic, "", len(places), worth(u[:, places], benefits, seed)),
            [alone[inputs[i].name] for i in places],
        )
        for topic, places in members.items()
    ]
    everything = _group(Known(EVERYTHING, "", len(inputs), worth(u, benefits, seed)), topics)
    topics = [_inside(one, everything) for one in topics]
    figures = [
        _inside(alone[inputs[i].name], topic) for topic in topics for i in members[topic.name]
    ]
    return tuple(sorted(figures, key=_rank)), (*sorted(topics, key=_rank), everything)


def _group(whole: Known, parts: Sequence[Known]) -> Known:
    """Return a group, worth at each threshold at least as much as its best part."""
    found = zip(whole.worth, *(part.worth for part in parts), strict=True)
    return replace(whole, worth=tuple(best_of(own, others) for own, *others in found))


def _inside(part: Known, whole: Known) -> Known:
    """Return a part, worth at each threshold at most as much as its whole."""
    return replace(part, worth=tuple(map(within, part.worth, whole.worth)))


def _rank(one: Known) -> tuple[float | str, ...]:
    """Sort by what it is worth at the asked threshold, then at the next; chance counts nothing."""
    return *(-found.value if found.clear else 0.0 for found in one.worth), one.name
