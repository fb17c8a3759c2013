"""What would have to be otherwise: break-even, the price at which each line tips it, and steps of doubt."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.lengths import WEEKS_PER_YEAR
from scenarios.case.appraise import Books, Corrections, View
from scenarios.statistics import probability, told
from simulation.costs.bill import Group

type Floats = NDArray[np.float64]
type Groups = NDArray[np.intp]

#: Whose empty places would pay for it.
_HOME: Final = "childrens_home"


def break_even(books: Books, view: View, groups: Groups) -> dict[str, Any]:
    """Return what would make costs and savings equal, one thing at a time, as means of all futures.

    Returns
    -------
    dict
        `benefits`: the share of the simulated savings that would have to come true; `costs`: how many
        times as much the services could cost; both None where nothing is saved. `places`: children's
        home places empty all the time that would pay for it, None where such a place saves nothing.
        All three None where services cost no more than the baseline's. `places_simulated`: how many are.
    """
    spent, saved = float(books.spent(view).mean()), float(books.saved(view).mean())
    home = next(one for one in books.lines if one.line.what == _HOME)
    years = books.factors.size
    week = home.price * float(books.factors.sum()) / years
    share = home.external * books.cashable if view is View.CASHABLE else 1.0
    place = week * WEEKS_PER_YEAR * years * share * books.kept(view)
    weeks = -books.apart[:, books.lines.index(home)].sum(axis=1) / home.delivered
    meet = saved > 0.0 and spent > 0.0
    return {
        "benefits": spent / saved if meet else None,
        "costs": saved / spent if meet else None,
        "places": spent / place if place > 0.0 and spent > 0.0 else None,
        "places_simulated": told(weeks / WEEKS_PER_YEAR / years, groups),
    }


def switching(books: Books, view: View, groups: Groups) -> list[dict[str, Any]]:
    """Return for each line the price at which the mean net present value is 0, nearest first.

    A line whose price alone cannot bring it there is left out. The interval is that of the mean net
    present value, carried over.
    """
    net = told(books.net(view), groups)
    found = []
    for k, one in enumerate(books.lines):
        weight = weight_of(books, view, k)
        if not weight:
            continue
        ratios = [
            None if net[end] is None else 1.0 - net[end] / weight
            for end in ("mean", "mean_low", "mean_high")
        ]
        if ratios[0] is None or ratios[0] <= 0.0:
            continue
        ends = sorted(max(r, 0.0) for r in ratios[1:] if r is not None)
        found.append(
            {
                "name": one.name,
                "label": one.label,
                "unit": one.unit,
                "price": one.price,
                "switches_at": one.price * ratios[0],
                "times": ratios[0],
                "low": one.price * ends[0] if ends else None,
                "high": one.price * ends[1] if ends else None,
            }
        )
    return sorted(found, key=lambda row: abs(np.log(row["times"])))


def weight_of(books: Books, view: View, k: int) -> float:
    """Return what a line adds to the mean net present value, at its price in use."""
    pounds = float(books.now[:, k].mean())
    one = books.lines[k]
    if one.is_cost:
        how = books.corrections
        more = how.set_up if one.line.group is Group.SET_UP else how.running
        return -pounds * float(books.mask(view, one.line.group)[k]) * (1.0 + more)
    return -pounds * float(books.mask(view, None)[k]) * books.kept(view)


def steps(
    books: Books,
    face: Books | None,
    set_up: float,
    benefits: Sequence[float],
    groups: Groups,
) -> list[dict[str, Any]]:
    """Return the net present value under one more doubt after the other, each view of each.

    Parameters
    ----------
    face
        The same futures with every study's finding at face value; None where no study is told of.
    set_up
        What setting up costs more, a share.
    benefits
        What is taken off savings, shares, one step each.
    """
    plain = replace(books, corrections=Corrections())
    rows = []
    if face is not None:
        at_face = replace(face, corrections=Corrections())
        rows.append(("face_value", "Every study taken at face value", at_face, Corrections()))
    weighed = "as simulated: studies weighed by how they were done and where"
    rows.append(("simulated", weighed.capitalize(), plain, Corrections()))
    dearer = Corrections(set_up=set_up)
    rows.append(("set_up", f"and setting up costs {set_up:.0%} more", plain, dearer))
    rows += [
        (
            f"benefits_{one:.0%}".rstrip("%"),
            f"and {one:.0%} of what is saved is taken off",
            plain,
            replace(dearer, benefits=one),
        )
        for one in benefits
    ]
    return [
        {
            "name": name,
            "says": says,
            "set_up": how.set_up,
            "benefits": how.benefits,
            "views": {view.value: _step(on, view, how, groups) for view in View},
        }
        for name, says, on, how in rows
    ]


def _step(books: Books, view: View, how: Corrections, groups: Groups) -> dict[str, Any]:
    net = books.net(view, how)
    return {"net": told(net, groups), "saves": probability(net > 0.0, groups)}
