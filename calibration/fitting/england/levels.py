"""How each level follows what is seen: towards the published number by the ratio to a power."""

from typing import Final

import numpy as np

from agents.codes import Placement, Route
from agents.lengths import TEEN_EDGES
from calibration.beliefs.local import kinds as living
from calibration.fitting.england.counted import FIRST_GROUPS, GROUPS, OUTSIDE_GROUPS
from calibration.fitting.england.starting import lasted_so_far, leaning, starting_ages
from calibration.fitting.england.step import OLDEST, Levels, Step, by_kind, moved
from calibration.fitting.patterns.record import Floats

#: Band of time in a placement that the ratios of the others are against: three to six months.
_REFERENCE: Final = 3
#: Bands of change of the tables that each band of time in a placement lies in, with their parts.
_CHANGE_BANDS: Final = ((0,), (0, 1), (1, 2), (2,), (3,), (4,), (5, 6), (7, 8))
FIRST: Final = 0
#: How far the children who pass through homes differ by chance between two simulated Englands, as a log.
_CHANCE: Final = 0.02
#: Rows of those under 16, and of 16 and over, in the choices of unaccompanied children.
UNDER_SIXTEEN, FROM_SIXTEEN = range(2)
#: Bands of time in a placement within the first year.
_FIRST_YEAR: Final = 5
#: First of the tables' bands of change after two years.
_AFTER_TWO: Final = 5
#: Ratios of time in a placement stay within these: beyond, they would fit chance.
_RATIOS: Final = (0.05, 12.0)
#: Groups large enough to tell how long placements last beyond the first year.
_WHOLE: Final = ("foster", "homes", "parents")
#: Groups whose ends are not ours to move: adoption orders.
_BY_PAPER: Final = ("adoption",)
#: The first month of life weighs no more than this against later ones.
_NEWBORN: Final = (1.0, 400.0)
#: No kind of placement may be all but sure to be chosen: the others would say nothing any more.
_SUREST: Final = 0.98
FOSTER: Final = [Placement.FOSTER_IN_HOUSE, Placement.FOSTER_AGENCY]
#: Bands of time in care that hardly anybody leaves in but at 18.
_LONG: Final = 6
#: The age bands from 10 on, and their middles.
_FROM_TEN, _IN_BANDS = 3, (13.0, 17.0)
#: Middles of the ages at which justice and substances are published.
_PUBLISHED: Final = (11.5, 14.5, 17.0)


def along_age(factors: Floats, ages: tuple[float, ...]) -> Floats:
    """Return factors of years of adolescence, shape (9,), on a line through those of some ages.

    On the line of their logarithms, so that what was smooth stays smooth; beyond the first and the
    last age they stay, and under 10 nothing moves.
    """
    middles = np.array(TEEN_EDGES) + 0.5
    years = np.exp(np.interp(middles, ages, np.log(factors)))
    return np.concatenate([[1.0], years])


def entries(step: Step) -> Levels:
    """Return the levels of coming into care and of being in need."""
    under_1 = moved(step.goal["stock_age"][0], step.seen["stock_age"][0], 2 * step.power)
    ages = step.seen["need_age"] / max(float(step.seen["need_age"].sum()), 1.0)
    need = step.old["synth_arrival_age_share"] * moved(step.goal["need_age"], ages, step.power)
    return {
        "fit_entry": step.old["fit_entry"] * step.ratio("starts"),
        "synth_arrival_age_share": need / need.sum(),
        "entry_newborn_ratio": np.clip(step.old["entry_newborn_ratio"] * under_1, *_NEWBORN),
        "synth_arrival_rate": step.old["synth_arrival_rate"]
        * moved(step.goal["in_need"], step.seen["in_need"], 2 * step.power)[0],
    }


def exits(step: Step) -> Levels:
    """Return the levels of leaving care by route, age and time in care."""
    ratio = step.ratio("exits")
    goal, seen = step.goal["exits"], step.seen["exits"]
    # Whoever leaves at 16 or 17 and did not go home or to kin; transfers are a stream of their own.
    elsewhere = (Route.AGED_OUT, Route.TRANSFERRED)
    published = goal[:, OLDEST].sum() - goal[list(elsewhere), OLDEST].sum()
    named = (Route.HOME, Route.KINSHIP_ORDER)
    rest = max(published - seen[list(named), OLDEST].sum(), 1.0)
    other = ratio[Route.OTHER].copy()
    other[OLDEST] = moved(rest, seen[Route.OTHER, OLDEST], step.power)
    lasted = moved(
        step.goal["periods"] / step.goal["periods"].sum(),
        step.seen["periods"] / step.seen["periods"].sum(),
        step.power,
    )
    lasted[_LONG:] = 1.0
    adopted = moved(goal[Route.ADOPTED].sum(), seen[Route.ADOPTED].sum(), step.power)
    placed = moved(
        step.goal["mix"][Placement.ADOPTION], step.seen["mix"][Placement.ADOPTION], step.power / 2
    )
    return {
        "home_hazard": step.old["home_hazard"] * ratio[Route.HOME],
        "order_hazard": step.old["order_hazard"] * ratio[Route.KINSHIP_ORDER],
        "other_exit_hazard": step.old["other_exit_hazard"] * other,
        "adoption_hazard": step.old["adoption_hazard"] * adopted,
        "adoption_placing_hazard": step.old["adoption_placing_hazard"] * placed,
        "home_parents_ratio": step.old["home_parents_ratio"]
        * last_placement(step)[list(FIRST_GROUPS).index("parents")],
        "home_duration_ratio": anchored(step.old["home_duration_ratio"] * lasted),
        "order_duration_ratio": anchored(step.old["order_duration_ratio"] * lasted),
    }


def anchored(ratios: Floats) -> Floats:
    """Return ratios against the reference band of the last axis."""
    return np.asarray(ratios / ratios[..., _REFERENCE : _REFERENCE + 1])


def placements(step: Step) -> Levels:
    """Return the levels of moves and breakdowns by kind and time in the placement.

    When changes come is published for all kinds together; how long a placement of each kind had
    lasted at its end, children who leave included, shapes the first year kind by kind.
    """
    early = by_kind(by_group(step), GROUPS)
    planned = step.old["move_duration_ratio"] * early * in_bands(when(step, "planned_lasted"))
    broken = step.old["breakdown_duration_ratio"] * early * in_bands(when(step, "requested_lasted"))
    planned, broken = np.clip(planned, *_RATIOS), np.clip(broken, *_RATIOS)
    moves = step.old["move_hazard"] * by_kind(step.ratio("planned"), GROUPS)
    # Of moves by kind fostering is told as one: how long children stay with kin is what their number tells.
    kin = Placement.KINSHIP
    moves[kin] *= moved(step.seen["mix"][kin], step.goal["mix"][kin], step.power)
    breaks = step.old["breakdown_hazard"] * by_kind(step.ratio("requested"), GROUPS)
    # What the reference band gains or loses goes into the level.
    moves, breaks = moves * planned[:, _REFERENCE], breaks * broken[:, _REFERENCE]
    return {
        "move_duration_ratio": as_ordinary(anchored(planned)),
        "breakdown_duration_ratio": as_ordinary(anchored(broken)),
        "move_hazard": as_ordinary(moves),
        "breakdown_hazard": as_ordinary(breaks),
        "breakdown_teen": step.old["breakdown_teen"] + teen_change(step),
        "synth_placement_elapsed_share": lasted_so_far(step),
    }


def as_ordinary(levels: Floats) -> Floats:
    """Return levels of kinds with those of services' own beds and families as of homes and fostering.

    No year of England shows them: nothing is known of them but what they are.
    """
    found = levels.copy()
    found[Placement.SERVICE_BED] = levels[Placement.CHILDRENS_HOME]
    found[Placement.SERVICE_FAMILY] = levels[Placement.FOSTER_IN_HOUSE]
    return found


def by_group(step: Step) -> Floats:
    """Return factors by group and band, shape (groups, bands): for small groups in the first year."""
    wanted, shown = pooled_long(step.goal["ended"]), pooled_long(step.seen["ended"])
    factors = np.ones(wanted.shape)
    for i, group in enumerate(GROUPS):
        if group in _BY_PAPER:
            continue
        part = slice(None) if group in _WHOLE else slice(0, _FIRST_YEAR)
        goal, seen = wanted[i, part], shown[i, part]
        factors[i, part] = moved(goal / goal.sum(), seen / max(seen.sum(), 1.0), step.power)
    return factors


def pooled_long(ended: Floats) -> Floats:
    """Return ends by group and band with the last two bands, in which few end, taken together."""
    pooled = ended.copy()
    pooled[:, -2:] = pooled[:, -2:].sum(axis=1, keepdims=True) / 2.0
    return pooled


def when(step: Step, name: str) -> Floats:
    """Return factors of the tables' bands of change for moves or for breakdowns, shape (9,).

    Few placements change after two years: those bands move together.
    """
    wanted, shown = step.goal[name].copy(), step.seen[name].copy()
    for counts in (wanted, shown):
        counts[_AFTER_TWO:] = counts[_AFTER_TWO:].sum()
    return moved(
        wanted / step.goal[name].sum(), shown / max(step.seen[name].sum(), 1.0), step.power
    )


def in_bands(factors: Floats) -> Floats:
    """Return factors of the tables' bands of change as factors of the model's bands, shape (8,)."""
    return np.array([np.prod(factors[list(b)]) ** (1.0 / len(b)) for b in _CHANGE_BANDS])


def teen_change(step: Step) -> Floats:
    """Return how far the log hazard of breakdown from the age of 10 should move."""

    def odds(ages: Floats) -> float:
        return float(ages[3:].sum() / ages[:3].sum())

    change = np.log(odds(step.goal["requested_age"]) / odds(step.seen["requested_age"]))
    return np.asarray(step.power * change)


def last_placement(step: Step) -> Floats:
    """Return factors of kinds by the last placement of those who leave care, shape (groups,)."""
    goal, seen = step.goal["last"], step.seen["last"]
    return moved(goal / goal.sum(), seen / max(seen.sum(), 1.0), step.power / 2)


def older_in_homes(step: Step) -> float:
    """Return how the odds of being 14 to 17, of those in homes, should move, as a log."""
    share, seen = (float(one["older_in_homes"][0]) for one in (step.goal, step.seen))
    total = max(float(step.seen["older_in_homes"][1]), 1.0)
    ratio = moved(share / (1.0 - share), seen / max(total - seen, 1.0), step.power)
    return float(np.log(ratio))


def asked_of(step: Step, which: int) -> Floats:
    """Return factors of kinds, shape (kinds,): how many more would have to come into each.

    Those who came in the year, less those who were there beyond the published number at its end,
    over those who came. Where places are short this stays near 1, while the ratio of numbers would
    raise a weight for ever without bringing one more child in.
    """
    came, beyond = step.seen["came"][which], step.seen["kinds"][which] - step.goal["kinds"][which]
    return moved(np.maximum(came - beyond, 0.0), came, step.power)


def flows(step: Step) -> Levels:
    """Return England's moves and ends by group and kind, where those go who start or move, and who comes and leaves.

    Exits by age and time in care; brothers and sisters who come along; those who come back.
    """
    seen = step.seen["flows"]
    years = seen[-1]
    known = years > 0
    rates = np.where(known, seen[: living.FIRST] / np.maximum(years, 1.0), 0.0)
    went = seen[living.FIRST : -1]
    shares = went / np.maximum(went.sum(axis=-1, keepdims=True), 1.0)
    now = np.concatenate([rates, shares])
    left, there = step.seen["time"]
    began, alone, back = step.seen["began"]
    shown = {
        "kind_flows": now,
        "care_exits": left / np.maximum(there, 1.0),
        "entry_along": step.seen["along"] / np.maximum(alone, 1.0)[:, None],
        "exit_along": step.seen["left_along"] / np.maximum(step.seen["left"], 1.0)[:, None],
        "entry_back": back / np.maximum(began, 1.0),
    }
    return {
        name: (1 - step.power) * step.old[name] + step.power * value
        for name, value in shown.items()
    }


def choices(step: Step) -> Levels:
    """Return which kinds of placement are chosen, and where they lie."""
    families = asked_of(step, 0)
    # Adopters come by a process of their own. Kin are not there for everybody: where they are short
    # no weight brings more of them, and their first placements tell how readily they are asked.
    families[[Placement.ADOPTION, Placement.KINSHIP]] = 1.0
    # Lodgings are short of places too: as often as supported accommodation, in the same proportion.
    families[Placement.LODGINGS] = families[Placement.SUPPORTED]
    weights = step.old["placement_weight"] * families
    first, first_shown = step.goal["first"], step.seen["first"]
    share = moved(first / first.sum(), first_shown / first_shown.sum(), step.power)
    weights[:, FIRST] *= by_kind(share, FIRST_GROUPS)
    # Nearly half of those who leave turn 18: where they last lived tells where the oldest live.
    oldest = last_placement(step)
    oldest[list(FIRST_GROUPS).index("parents")] = 1.0
    # Who turns 18 in a home is a matter of moving on in time, not of who comes there.
    oldest[list(FIRST_GROUPS).index("homes")] = 1.0
    weights[OLDEST] *= by_kind(oldest, FIRST_GROUPS)
    alone = step.old["uasc_placement_weight"].copy()
    asked = asked_of(step, 1)
    asked[Placement.LODGINGS] = asked[Placement.SUPPORTED]
    alone[FROM_SIXTEEN] *= asked
    # Under 16 they are fostered; how few live in homes is published of all of them together.
    alone[UNDER_SIXTEEN, Placement.CHILDRENS_HOME] *= asked[Placement.CHILDRENS_HOME]
    # Who lives where at the start is what practice leaves after some years.
    placed = step.seen["placed"] * step.old["synth_placement_age_weight"].sum()
    placed = placed / step.seen["placed"].sum()
    starting = (1 - step.power) * step.old["synth_placement_age_weight"] + step.power * placed
    odds = step.goal["outside"] / step.goal["inside"]
    shown = step.seen["outside"] / np.maximum(step.seen["inside"], 1.0)
    outside = step.old["synth_outside_weight"] * by_kind(
        moved(odds, shown, step.power), OUTSIDE_GROUPS
    )
    again = np.log(step.seen["passed_homes"][0] / step.goal["passed_homes"][0])
    # Near to sure, going to a home again answers to nothing: chance alone would raise it for ever.
    again = 0.0 if abs(again) < _CHANCE else again
    return {
        "synth_placement_age_weight": starting,
        # A change of slope shifts the odds of the two ages by about half as much again.
        "placement_home_age": step.old["placement_home_age"] + older_in_homes(step) / 2.0,
        "placement_home_again": step.old["placement_home_again"] + 3.0 * step.power * again,
        "placement_weight": weights / weights.sum(axis=-1, keepdims=True),
        "uasc_placement_weight": alone / alone.sum(axis=-1, keepdims=True),
        "synth_outside_weight": outside,
    }


def missing(step: Step) -> Levels:
    """Return the levels of going missing by age and kind, and how unequal young people are."""
    kinds = step.goal["missing"] * step.seen["missing"].sum() / step.goal["missing"].sum()
    factors = moved(kinds, step.seen["missing"], step.power)
    ratios = step.old["missing_kind_ratio"] * by_kind(factors, GROUPS)
    scale = ratios[Placement.FOSTER_IN_HOUSE]
    goal_each = step.goal["missing_age"].sum() / step.goal["missing_children"][0]
    each = step.seen["missing_age"].sum() / step.seen["missing_children"][0]
    outside, shown = step.goal["missing_outside"], step.seen["missing_outside"]
    odds = moved(outside[1] / outside[0], shown[1] / shown[0], step.power)
    return {
        "missing_outside_ratio": step.old["missing_outside_ratio"] * odds,
        "missing_kind_ratio": as_ordinary(ratios / scale),
        "missing_hazard": step.old["missing_hazard"]
        * along_age(step.ratio("missing_age")[_FROM_TEN:], _IN_BANDS)
        * scale**step.power,
        "synth_roaming_variance": step.old["synth_roaming_variance"]
        * moved(goal_each, each, step.power),
    }


def lives(step: Step) -> Levels:
    """Return the levels of justice, substances, coming back, and carers."""
    left, joined = step.share_ratio("carers_left"), step.share_ratio("carers_joined")
    leaving, joining = (
        step.old["carer_exit_hazard"].copy(),
        step.old["synth_carer_join_rate"].copy(),
    )
    leaving[FOSTER] *= left
    joining[FOSTER] *= joined
    convicted = along_age(step.share_ratio("convicted"), _PUBLISHED)
    substance = along_age(step.share_ratio("substance"), _PUBLISHED)
    back = step.old["re_entry_hazard"].copy()
    early = step.share_ratio("back_3_months")
    later = step.share_ratio("back_1_year")
    back[0] *= early
    # What a year shows beyond three months, and the years after it in proportion.
    back[1:] *= later**2 / early
    return {
        "arrest_hazard": step.old["arrest_hazard"] * convicted,
        "substance_hazard": step.old["substance_hazard"] * substance,
        "re_entry_hazard": back,
        "carer_exit_hazard": leaving,
        "synth_carer_join_rate": joining,
    }


PARTS: Final = (entries, exits, starting_ages, placements, leaning, flows, choices, missing, lives)


def next_levels(step: Step) -> Levels:
    """Return the levels of the next round."""
    return {name: value for part in PARTS for name, value in part(step).items()}


def stuck(levels: Levels) -> list[str]:
    """Return what of a fit cannot be believed, in sentences: levels at their limits, weights run away."""
    limits = {
        "entry_newborn_ratio": _NEWBORN,
    }
    found = [
        f"{name} ended at its limit of {end:g}"
        for name, ends in limits.items()
        for end in ends
        if np.isclose(levels[name], end, rtol=1e-3).any()
    ]
    return found + [
        f"{name} leaves one kind of placement all but sure: {np.max(levels[name]):.3f}"
        for name in ("placement_weight", "uasc_placement_weight")
        if np.max(levels[name]) > _SUREST
    ]
