"""The size that matters rests on what councils publish, and every measure has one with a reason."""

import re

import numpy as np
import pytest

from calibration.beliefs.authorities.load import all_profiles, years
from simulation.outcomes import sizes
from simulation.outcomes.measure import Measure
from simulation.outcomes.measures import MEASURES
from simulation.outcomes.sizes import Size

#: A profile's number whose yearly changes each size was read from.
READ_FROM = {
    "cla": (sizes.IN_CARE, sizes.WEEKS),
    "starts": (sizes.ENTRIES,),
    "ceases": (sizes.EXITS,),
    "ceases_18_plus": (sizes.ADULTS,),
    "ceases_adopted": (sizes.ROUTES,),
    "ceases_sgo": (sizes.ROUTES,),
    "ceases_home_planned": (sizes.ROUTES,),
    "changes_total": (sizes.MOVES,),
    "new_placements": (sizes.STARTED,),
    "changes_carer_behaviour": (sizes.BREAKDOWNS,),
    "cla_three_plus": (sizes.UNSETTLED, sizes.UNSETTLED_SHARE),
    "cla_outside": (sizes.OUTSIDE,),
    "cla_far": (sizes.FAR,),
    "cla_foster": (sizes.FOSTERED,),
    "cla_homes": (sizes.IN_HOMES,),
    "cla_supported": (sizes.SUPPORTED,),
    "cla_parents": (sizes.WITH_PARENTS,),
    "missing_incidents": (sizes.EPISODES,),
    "children_missing": (sizes.MISSING,),
    "convicted": (sizes.JUSTICE,),
    "substance_identified": (sizes.SUBSTANCE,),
    "leavers_19_21_neet": (sizes.IDLE,),
    "cin": (sizes.NEED,),
    "cpp": (sizes.EDGE,),
    "homes_count": (sizes.CARERS,),
    "foster_places_approved": (sizes.VACANT,),
}
KENT = "E10000016"
READ = [(column, size) for column, found in READ_FROM.items() for size in found]


def spread_of_changes(column: str) -> float:
    """Standard deviation of councils' yearly log changes, less that of all of them together."""
    changes = []
    for year in years()[:-1]:
        before, after = (
            {
                one.code: one.counts[column]
                for one in all_profiles(when)
                if one.counts.get(column, 0) > 0 and column not in one.imputed and one.code != KENT
            }
            for when in (year, year + 1)
        )
        both = sorted(before.keys() & after.keys())
        if both:
            first, last = (np.array([counts[code] for code in both]) for counts in (before, after))
            changes += list(np.log(last / first) - np.log(last.sum() / first.sum()))
    return float(np.std(changes))


@pytest.mark.parametrize(("column", "size"), READ, ids=[column for column, _ in READ])
def test_sizes_are_a_fifth_of_the_published_spread(column: str, size: Size) -> None:
    """The spread in each reason is that of the shipped tables, and the share a fifth of it."""
    spread = spread_of_changes(column)
    said = float(re.findall(r"([\d.]+)%", size.why)[0]) / 100
    assert said == pytest.approx(spread, rel=0.04)
    assert size.share == pytest.approx(0.2 * said, abs=0.0026)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda one: one.name)
def test_every_measure_has_a_size_and_a_reason(measure: Measure) -> None:
    """A size is above nothing, grows with the baseline, and says why in a sentence."""
    size = measure.size
    assert 0 < size.share < 0.2
    assert size.of(0.0) == size.floor > 0
    assert size.of(1e12) == size.of(-1e12) == size.share * 1e12
    assert len(size.why) > 40
    assert size.why.endswith(".")


def test_the_floor_is_one_of_what_is_counted() -> None:
    """A single child, or what one child does in a year, is never a difference that matters."""
    by_name = {one.name: one.size for one in MEASURES}
    assert by_name["children_looked_after"].of(27.0) == 1
    assert by_name["weeks_in_care"].of(52 * 27.0) == 52
    assert by_name["children_looked_after"].of(700.0) == 10.5
