"""Fill withheld cells so that rows still add up: plain arithmetic, no files."""

from collections.abc import Mapping, Sequence

from calibration.authorities.sources import SUPPRESSED, Cell

SMALL = (1.0, 5.0)
"""Bounds of a count that the Department for Education withholds for being small."""


def share_out(
    total: float, weights: Sequence[float], low: float = 0.0, high: float = float("inf")
) -> list[float]:
    """Split a total in proportion to weights, each part within bounds where the total allows.

    Parameters
    ----------
    total
        What the parts add up to.
    weights
        Relative sizes, not negative; all zero means equal sizes.
    low, high
        Bounds of one part. They are dropped when the total cannot be split within them.
    """
    size = len(weights)
    if not low * size <= total <= high * size:
        low, high = 0.0, float("inf")
    if sum(weights) <= 0:
        weights = [1.0] * size
    parts: list[float] = [0.0] * size
    free = set(range(size))
    while free:
        rest = total - sum(parts[i] for i in range(size) if i not in free)
        scale = sum(weights[i] for i in free)
        wish = {i: rest * weights[i] / scale if scale else rest / len(free) for i in free}
        # Settle the breach that moves the total furthest first, so that the other stays feasible.
        under = {i: low - wish[i] for i in free if wish[i] < low}
        over = {i: wish[i] - high for i in free if wish[i] > high}
        if not under and not over:
            parts = [wish.get(i, parts[i]) for i in range(size)]
            break
        if sum(under.values()) >= sum(over.values()):
            fixed = dict.fromkeys(under, low)
        else:
            fixed = dict.fromkeys(over, high)
        for i, bound in fixed.items():
            parts[i] = bound
        free -= fixed.keys()
    return parts


def _withheld(total: float, weights: Sequence[float]) -> list[float]:
    """Split what is withheld: small numbers, and one larger cell that was hidden to protect them."""
    low, high = SMALL
    if len(weights) == 1 or total <= high * len(weights):
        return share_out(total, weights, low, high)
    largest = max(range(len(weights)), key=lambda i: weights[i])
    others = [i for i in range(len(weights)) if i != largest]
    scale = sum(weights) or 1.0
    parts = [0.0] * len(weights)
    for i in others:
        parts[i] = min(high, max(low, total * weights[i] / scale))
    parts[largest] = total - sum(parts)
    return parts


def fill_group(
    total: float, cells: Mapping[str, Cell], weights: Mapping[str, float]
) -> dict[str, float]:
    """Complete one row so that its members add up to its total.

    Parameters
    ----------
    total
        Children in the whole row.
    cells
        Members as published, by name.
    weights
        England's figure of each member, which says how a remainder is split.
    """
    known = {name: cell for name, cell in cells.items() if isinstance(cell, float)}
    holes = [name for name in cells if name not in known]
    withheld = all(cells[name] == SUPPRESSED for name in holes)
    # Two releases may disagree so that nothing is left; what was withheld is still not zero.
    least = SMALL[0] * len(holes) if withheld else 0.0
    rest = max(least, total - sum(known.values()))
    if holes:
        names = [weights.get(name, 0.0) for name in holes]
        parts = _withheld(rest, names) if withheld else share_out(rest, names)
        known |= dict(zip(holes, (round(part, 2) for part in parts), strict=True))
    filled = {name: known.get(name, 0.0) for name in cells}
    return exact(total, filled, holes)


def exact(total: float, members: Mapping[str, float], soft: Sequence[str]) -> dict[str, float]:
    """Scale members to a total when releases disagree; rounding goes to the largest soft member."""
    members = dict(members)
    whole = sum(members.values())
    if whole > 0 and abs(whole - total) > 0.5:
        members = {name: round(value * total / whole, 2) for name, value in members.items()}
        soft = tuple(members)
    if soft:
        largest = max(soft, key=lambda name: members[name])
        others = sum(value for name, value in members.items() if name != largest)
        members[largest] = round(total - others, 2)
    return members
