"""A mix: which members open, in which order; and every mix there could be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from math import comb, perm


@dataclass(frozen=True, order=True)
class Mix:
    """Hold which members open, the first first.

    Attributes
    ----------
    members
        Numbers of members; in their own order where all open when their files say.
    ordered
        Whether each opens a step later than the one before.
    """

    members: tuple[int, ...] = ()
    ordered: bool = False

    def slots(self) -> tuple[tuple[int, int], ...]:
        """Return each member with how many steps later than its file says it opens."""
        return tuple((one, k if self.ordered else 0) for k, one in enumerate(self.members))

    def alone(self) -> tuple["Placed", ...]:
        """Return each member by itself, opening when it does here."""
        return tuple(Placed(*slot) for slot in self.slots())

    def grown(self, many: int) -> Iterator["Mix"]:
        """Yield the mixes with one member more, of so many that there are."""
        for one in range(many):
            if one not in self.members:
                longer = (*self.members, one)
                yield Mix(longer if self.ordered else tuple(sorted(longer)), self.ordered)


@dataclass(frozen=True, order=True)
class Placed:
    """Name one member by itself and how many steps later than its file says it opens."""

    member: int
    steps: int


def all_mixes(many: int, most: int, *, ordered: bool) -> Iterator[Mix]:
    """Yield every mix of 1 to `most` of so many members."""
    each = permutations if ordered else combinations
    for size in range(1, most + 1):
        yield from (Mix(one, ordered) for one in each(range(many), size))


def count(many: int, most: int, *, ordered: bool) -> int:
    """Return how many mixes there are."""
    each = perm if ordered else comb
    return sum(each(many, size) for size in range(1, most + 1))


def in_words(mix: Mix, titles: Sequence[str]) -> str:
    """Return what a mix opens, in its order."""
    if not mix.members:
        return "nothing"
    return (", then " if mix.ordered else " and ").join(titles[one] for one in mix.members)
