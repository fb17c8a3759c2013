"""What services cost in words: by payer and post, priced by what the scenario believes."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from agents.lengths import MONTHS_PER_YEAR
from scenarios.beliefs import central_values
from scenarios.intervention_schema import kinds
from scenarios.scenario import Scenario
from simulation.numbers import counted, written
from simulation.services.declaration import CostLine, OwnFigure
from simulation.services.file_phrases import plain_word
from simulation.services.opened_sites import BESET, opened_sites


def costs_in_words(scenario: Scenario) -> list[list[str]]:
    """Return, for each thing a scenario opens, its costs in lines: who pays what, for which posts.

    Prices are central values; sites that cost the same are told once.
    """
    central = central_values(scenario)
    return [_of_one(one, central) for one in scenario.interventions]


def _of_one(one: Mapping[str, Any], central: Mapping[str, Any]) -> list[str]:
    kind = kinds()[one["kind"]]
    ranges = {own.name: own for own in kind.own(one)}
    told: list[str] = []
    # What goes wrong for a time is told with its dates, not as what a year costs.
    well = {key: value for key, value in one.items() if key != BESET}
    for costs, sites in groupby(opened_sites(kind, well, central), key=lambda site: site.costs):
        many = len(list(sites))
        each = f" of each of {counted(many, 'site')}" if many > 1 else ""
        told += [f"  Cost{each}{_line(cost, ranges)}" for cost in costs]
        told += [f"  In all{each}: {_sums(costs)}"] if len(costs) > 1 else []
    return told


def _line(cost: CostLine, ranges: Mapping[str, OwnFigure]) -> str:
    """Write what one payer pays, for how many posts at which price, and how that is known."""
    figure = next((own for name, own in ranges.items() if name.endswith(_key(cost))), None)
    spread = ""
    if figure is not None and figure.low is not None and figure.high is not None:
        spread = f" (£{figure.low:,.0f} to £{figure.high:,.0f})"
    posts = "" if cost.posts == 1 else f"{written(cost.posts)} x "
    running = f"{posts}£{cost.running:,.0f}{spread} a year" if cost.running else ""
    if cost.vacant:
        running += f", {written(cost.vacant)} vacant: £{cost.yearly:,.0f} a year"
    if cost.yearly and cost.replaced:
        running += f", {cost.replaced:.0%} of that met by what it replaces,"
    opening = f"£{cost.opening:,.0f} to set up{_before(cost)}" if cost.opening else ""
    said = " and ".join(filter(None, (running, opening))) or "nothing"
    post = f", {cost.post}: " if cost.post else ": "
    lent = f"the register's {figure.figure}" if figure is not None and figure.figure else ""
    source = cost.source or lent
    end = f"; {source}" if source else ""
    return f"{post}{said.rstrip(',')}, paid by {payer_in_words(cost.payer)}{end}"


def _before(cost: CostLine) -> str:
    months = round(cost.prepared * MONTHS_PER_YEAR)
    return f" over the {counted(months, 'month')} before it opens" if months else ""


def _key(cost: CostLine) -> str:
    return f"/cost/{cost.payer}/{cost.post}"


def _sums(costs: Sequence[CostLine]) -> str:
    """Write what each payer pays in all a year, and to set it up."""
    payers = dict.fromkeys(cost.payer for cost in costs)
    parts = []
    for payer in payers:
        own = [cost for cost in costs if cost.payer == payer]
        yearly, opening = sum(one.yearly for one in own), sum(one.opening for one in own)
        once = f" and £{opening:,.0f} to set up" if opening else ""
        parts.append(f"£{yearly:,.0f} a year{once} by {payer_in_words(payer)}")
    return "; ".join(parts)


def payer_in_words(payer: str) -> str:
    """Return a payer with its article."""
    return f"the {plain_word(payer)}"
