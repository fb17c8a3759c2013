"""The bill line by line: it adds up to what the run cost, and names nothing twice."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from calibration.beliefs.evidence.load import figures
from simulation.costs import (
    CELLS,
    EVENTS,
    PARAMETERS,
    PAYERS,
    UnitCosts,
    price_run,
    service_money,
)
from simulation.costs.bill import (
    OF_SERVICES,
    Group,
    care_lines,
    external_shares,
    service_lines,
    unit_prices,
)
from simulation.services.declaration import CostLine

YEARS = 3
UNIT = UnitCosts.from_parameters({one.name: figures()[one.name].value for one in PARAMETERS})
WEEKS = arrays(float, (YEARS, len(CELLS)), elements=st.floats(0, 1e5))
COUNTS = arrays(float, (len(EVENTS), YEARS), elements=st.floats(0, 1e4))
PRICES = arrays(float, (YEARS, len(CELLS)), elements=st.floats(0.5, 2.0))
SITES = np.array(
    [(0.5, 0.5, np.inf), (1.0, 1.25, 2.5)], [(n, float) for n in ("opens", "opened", "closed")]
)
COSTS = (
    (CostLine("council", 60_000.0, 10_000.0, 0.5, "manager", 2.0, 0.5, prepared=0.5), CostLine("police", 40_000.0, post="officer")),
    (CostLine("council", 55_000.0, post="manager"), CostLine("council", 0.0, opening=9_000.0)),
)  # fmt: skip


@given(exposure=WEEKS, counts=COUNTS, prices=PRICES)
def test_lines_add_up_to_what_each_payer_pays(
    exposure: np.ndarray, counts: np.ndarray, prices: np.ndarray
) -> None:
    """Whatever is used and happens: by payer, and the placements among them, to the rounding of a sum."""
    events = dict(zip(EVENTS, counts, strict=True))
    money = service_money(SITES, COSTS, YEARS)
    whole = price_run(UNIT, exposure, events, money, prices)
    lines = care_lines(UNIT, exposure, events, prices) | service_lines(SITES, COSTS, YEARS)
    for payer in PAYERS:
        own = sum(x for one, x in lines.items() if one.payer == payer)
        np.testing.assert_allclose(own, getattr(whole, payer), rtol=1e-12, atol=1e-6)
    placed = sum(x for one, x in lines.items() if one.group is Group.PLACEMENT)
    np.testing.assert_allclose(placed, whole.placement, rtol=1e-12, atol=1e-6)
    services = sum(x for one, x in lines.items() if one.group in OF_SERVICES)
    np.testing.assert_allclose(services, whole.services_gross, rtol=1e-12, atol=1e-6)


@given(exposure=WEEKS, prices=PRICES)
def test_shares_bought_outside_give_the_external_spending(
    exposure: np.ndarray, prices: np.ndarray
) -> None:
    """Each placement line times its share is what the run bought from others."""
    nothing = {name: np.zeros(YEARS) for name in EVENTS}
    whole = price_run(UNIT, exposure, nothing, None, prices)
    lines = care_lines(UNIT, exposure, nothing, prices)
    outside = sum(lines[one] * share for one, share in external_shares(UNIT).items())
    np.testing.assert_allclose(outside, whole.external, rtol=1e-12, atol=1e-6)


def test_a_line_is_its_price_times_what_is_used() -> None:
    """One week of one placement costs its unit price, and a line without a price is none."""
    for cell in CELLS:
        exposure = np.zeros((1, len(CELLS)))
        exposure[0, CELLS.index(cell)] = 1.0
        lines = care_lines(UNIT, exposure, {name: np.zeros(1) for name in EVENTS})
        for line, price in unit_prices(UNIT).items():
            if line.group is Group.PLACEMENT:
                assert lines[line][0] == (price if line.what == cell else 0.0)
    assert all(unit_prices(UNIT).values())


def test_posts_of_one_name_and_payer_share_a_line() -> None:
    """Two sites' managers are one line, worked out by hand: 1.5 posts for 2.5 years, one for 1.25."""
    lines = service_lines(SITES, COSTS, YEARS)
    managers = next(
        x for one, x in lines.items() if (one.group, one.what) == (Group.RUNNING, "manager")
    )
    assert managers.sum() == 1.5 * 60_000.0 * 2.5 + 55_000.0 * 1.25
    assert {one.payer for one in lines} == {"council", "police"}
