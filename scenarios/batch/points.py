"""The points of a design: what each figure is set to, in the order they are numbered."""

import math
from collections.abc import Iterable, Mapping
from itertools import product
from pathlib import Path
from typing import Final

import numpy as np

from calibration.joint.result import Calibration
from scenarios.batch.plan import MOST_POINTS, BatchPlan, Design, Interval
from scenarios.override import Override, checked_override
from simulation.errors import DoorwaysError
from simulation.files.csv_text import read_csv

type Point = Mapping[str, float]

_WHERE: Final = "batch plan, design, figures"


def points_of(plan: BatchPlan, calibration: Calibration | None = None) -> tuple[Point, ...]:
    """Return the points; one that sets nothing where there is no design.

    Parameters
    ----------
    calibration
        The one the plan draws from, for points that are its draws.

    Raises
    ------
    DoorwaysError
        When a figure is unknown, a value is out of its range, or a design lacks what its kind needs.
    """
    design = plan.said.design
    if design is None:
        return ({},)
    if design.kind == "table":
        found = tuple(_table(plan.folder / design.file))
    elif design.kind == "posterior":
        found = tuple(_draws(design, calibration))
    else:
        found = tuple(_spread(design))
    for point in found:
        overrides(point)
    return found


def overrides(point: Point) -> dict[str, Override]:
    """Return a point as what a scenario sets.

    Raises
    ------
    DoorwaysError
        When a figure is unknown or a value is out of its range.
    """
    return {name: checked_override(name, value, _WHERE) for name, value in point.items()}


def _spread(design: Design) -> Iterable[Point]:
    if not design.figures:
        rule = "A design sets at least one figure."
        raise DoorwaysError(_WHERE, design.kind, rule, "Name one, as 'doorways cite' lists them.")
    if design.kind == "grid":
        return _grid(design)
    return _sampled(design)


def _draws(design: Design, calibration: Calibration | None) -> list[Point]:
    """Return the first draws of a calibration: each sets all that it calibrates."""
    if calibration is None:
        rule = "It is made of a calibration's draws, and the plan draws from none."
        step = "Take out calibration = 'none', or name one."
        raise DoorwaysError("batch plan, design, kind", design.kind, rule, step)
    if design.figures:
        rule = "A posterior sets what was calibrated, and nothing else."
        raise DoorwaysError(_WHERE, ", ".join(design.figures), rule, "Take the figures out.")
    many = len(calibration.result["draws"])
    if design.size > many:
        rule = f"The calibration {calibration.short} of {calibration.place} has {many} draws."
        raise DoorwaysError("batch plan, design, size", design.size, rule, "Take fewer.")
    return [calibration.values(draw) for draw in range(design.size)]


def _grid(design: Design) -> list[Point]:
    """Return every combination of the values of a grid, the last figure's changing fastest."""
    values: list[list[float]] = []
    for name, one in design.figures.items():
        if isinstance(one, Interval) or not one:
            rule = "A grid needs a list of values for each figure."
            raise DoorwaysError(
                f"{_WHERE}, {name}", str(one), rule, "Write for example [0.8, 1.0]."
            )
        values.append(one)
    many = math.prod(map(len, values))
    if many > MOST_POINTS:
        rule = f"A grid has at most {MOST_POINTS:,} points."
        raise DoorwaysError(_WHERE, f"{many:,} points", rule, "Take fewer values.")
    return [dict(zip(design.figures, row, strict=True)) for row in product(*values)]


def _sampled(design: Design) -> list[Point]:
    """Return points between low and high: a Latin hypercube, or a scrambled Sobol sequence."""
    from scipy.stats import qmc

    ends: list[tuple[float, float]] = []
    for name, one in design.figures.items():
        if not isinstance(one, Interval) or not one.low < one.high:
            rule = "It needs low and high for each figure, low below high."
            step = "Write for example { low = 0.8, high = 1.2 }."
            raise DoorwaysError(f"{_WHERE}, {name}", str(one), rule, step)
        ends.append((one.low, one.high))
    sampler = qmc.Sobol if design.kind == "sobol" else qmc.LatinHypercube
    unit = _drawn(sampler(len(ends), rng=np.random.default_rng(design.seed)), design.size)
    low, high = np.array(ends).T
    return [
        dict(zip(design.figures, map(float, row), strict=True)) for row in low + unit * (high - low)
    ]


def _drawn(sampler: object, size: int) -> np.ndarray:
    """Return points of the unit cube; of a Sobol sequence the first of the next power of two."""
    whole = 1 << (size - 1).bit_length()
    many = whole if type(sampler).__name__ == "Sobol" else size
    return np.asarray(sampler.random(many)[:size])  # type: ignore[attr-defined]


def _table(path: Path) -> list[Point]:
    """Return the rows of a table of one's own."""
    rows = read_csv(path, "design of a batch")
    if not rows:
        raise DoorwaysError("design of a batch", str(path), "It has no row.", "Add one a point.")
    return [_row(row, number, path) for number, row in enumerate(rows, start=2)]


def _row(row: Mapping[str, str], number: int, path: Path) -> Point:
    found: dict[str, float] = {}
    for name, text in row.items():
        try:
            found[name.strip()] = float(text)
        except (TypeError, ValueError, AttributeError):
            where = f"design of a batch, {path}, line {number}, {name}"
            raise DoorwaysError(where, text, "It is no number.", "Write a number there.") from None
    return found


def in_words(point: Point) -> str:
    """Return a point in a few words."""
    return ", ".join(f"{name} = {value:g}" for name, value in point.items()) or "as believed"
