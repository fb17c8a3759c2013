"""Fill withheld cells so that rows still add up: plain arithmetic, no files."""

from collections.abc import Mapping, Sequence

from calibration.beliefs.authorities.spelling import Cell

SMALL = (1.0, 5.0)
"""Bounds of a count that the Department for Education withholds for being small."""

LEAST = 0.5
"""A column that withholds anything withholds at least this: England itself is rounded to tens."""


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


def rake(
    rests: Mapping[str, float],
    holes: Mapping[str, Sequence[str]],
    margins: Mapping[str, float],
    rounds: int = 40,
) -> dict[str, dict[str, float]]:
    """Split what each row withholds so that columns come to England's remainder too.

    A withheld cell is small, or is a zero or a larger number hidden to protect a small one. So
    every row keeps at least one small cell and its exact rest; columns are met as nearly as that
    allows (iterative proportional fitting).

    Parameters
    ----------
    rests
        What each row's withheld cells add up to, by place.
    holes
        Names of each row's withheld cells, by place.
    margins
        What each column's withheld cells add up to, by name.
    """
    spread = {name: sum(name in row for row in holes.values()) or 1 for name in margins}
    cells = {
        place: {name: max(margins[name], LEAST) / spread[name] for name in row}
        for place, row in holes.items()
    }
    for _ in range(rounds):
        for name, margin in margins.items():
            column = sum(row.get(name, 0.0) for row in cells.values())
            factor = max(margin, LEAST) / column if column else 1.0
            for row in cells.values():
                if name in row:
                    row[name] *= factor
        cells = {place: _row(rests[place], row) for place, row in cells.items()}
    return cells


def fit_margins(
    rows: Mapping[str, Mapping[str, float]], margins: Mapping[str, float], rounds: int = 40
) -> dict[str, dict[str, float]]:
    """Move whole rows towards column sums, each row keeping its own (iterative proportional fitting).

    Parameters
    ----------
    rows
        Every row's cells by place and name, none withheld.
    margins
        What each column adds up to; less than a small number counts as one.
    """
    cells = {place: dict(row) for place, row in rows.items()}
    for _ in range(rounds):
        for name, margin in margins.items():
            column = sum(row[name] for row in cells.values())
            factor = max(margin, LEAST) / column if column else 1.0
            for row in cells.values():
                row[name] *= factor
        cells = {
            place: dict(
                zip(row, share_out(sum(rows[place].values()), list(row.values())), strict=True)
            )
            for place, row in cells.items()
        }
    return cells


def _row(rest: float, cells: Mapping[str, float]) -> dict[str, float]:
    """Scale a row to its rest; of several withheld cells the least likely stays a small number."""
    names = list(cells)
    parts = share_out(rest, [cells[name] for name in names])
    row = dict(zip(names, parts, strict=True))
    if len(names) > 1:
        least = min(names, key=lambda name: row[name])
        if row[least] > SMALL[1]:
            others = [name for name in names if name != least]
            parts = share_out(rest - SMALL[1], [row[name] for name in others])
            row = {least: SMALL[1]} | dict(zip(others, parts, strict=True))
    return row


def complete(
    total: float, cells: Mapping[str, Cell], holes: Mapping[str, float]
) -> dict[str, float]:
    """Put the filled cells of a row beside the published ones so that they add up to the total."""
    members = {
        name: cell if isinstance(cell, float) else round(holes[name], 2)
        for name, cell in cells.items()
    }
    return exact(total, members, tuple(holes))


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
