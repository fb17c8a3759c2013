"""The ways young people are told apart: by age, sex, needs, and where they stood when a run began."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.codes import Status
from agents.lengths import ADULTHOOD, AGE_EDGES
from agents.words import capital
from simulation.bands import SLACK

type Ints = NDArray[np.int64]
type Floats = NDArray[np.float64]

#: Needs a young person may have, by the column that holds them: the source's five.
NEEDS: Final = {
    "emotional": "mental health needs",
    "substance": "a substance problem",
    "offending": "offending",
    "exploitation": "at risk of exploitation",
    "send": "special educational needs",
}
AGES: Final = (
    "aged under 1",
    "aged 1 to 4",
    "aged 5 to 9",
    "aged 10 to 15",
    "aged 16 and 17",
    "aged 18 and over",
)
_EDGES: Final = (*AGE_EDGES, ADULTHOOD)
_STOOD: Final = {
    Status.LOOKED_AFTER: "looked after at the start",
    Status.EDGE_OF_CARE: "on the edge of care at the start",
    Status.IN_NEED: "in need at the start",
}
#: What the rest are called where one group is told apart.
OTHERS: Final = "all others"
_NOT_THERE: Final = "not open at the start"


@dataclass(frozen=True, eq=False)
class Split:
    """Hold one way of telling young people apart.

    Attributes
    ----------
    name, title
        One word for it in files, and what it is called.
    groups
        What each group is called.
    codes
        Group of each young person, shape (young people,); of ages that at the start.
    edges
        Moments at which each moves to the next group, shape (young people, groups - 1); none where
        nobody ever does.
    """

    name: str
    title: str
    groups: tuple[str, ...]
    codes: Ints
    edges: Floats | None = None

    def at(self, persons: Ints, times: Floats) -> Ints:
        """Return the group of some young people at some moments."""
        if self.edges is None:
            return self.codes[persons]
        return np.asarray((times[:, None] > self.edges[persons]).sum(axis=1), np.int64)

    def crossings(self, years: float) -> tuple[Ints, Floats]:
        """Return who moves to the next group and when, within a run of some years."""
        if self.edges is None:
            return np.zeros(0, np.int64), np.zeros(0)
        persons, which = np.nonzero((self.edges > 0.0) & (self.edges < years))
        return persons.astype(np.int64), self.edges[persons, which]


def splits_of(people: Any) -> Sequence[Split]:
    """Return every way of telling young people apart.

    Parameters
    ----------
    people
        Their table as a run begins: needs are those they have then, or come with. So the same young
        people are in the same groups whatever an arm opens; but for age, which is that of the moment.
    """
    # A moment later, so that what happens on a birthday belongs to the age that ends.
    edges = people["born"][:, None] + np.asarray(_EDGES) + SLACK
    return (
        Split("age", "Age", AGES, (edges < 0.0).sum(axis=1), edges),
        Split("sex", "Sex", ("boys", "girls"), people["female"].astype(np.int64)),
        *(_with_or_without(people, column, f"need_{column}", NEEDS[column]) for column in NEEDS),
        _with_or_without(people, "uasc", "unaccompanied", "unaccompanied"),
        _stood(people),
    )


def _with_or_without(people: Any, column: str, name: str, words: str) -> Split:
    """Return those who have something, and the rest."""
    title = capital(words)
    return Split(name, title, (words, OTHERS), (people[column] == 0).astype(np.int64))


def _stood(people: Any) -> Split:
    """Return where each stood at the start."""
    codes = np.full(people.size, len(_STOOD), np.int64)
    for k, status in enumerate(_STOOD):
        codes[people["status"] == status] = k
    groups = (*_STOOD.values(), _NOT_THERE)
    return Split("stood", "Where they stood when the run began", groups, codes)
