"""What teams put together under one budget: the library's services with what each costs, and what a mix does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any, Final

from dashboards.pages.running import workers
from dashboards.warming import warming
from dashboards.workshop.hosting import Progress
from dashboards.workshop.room import RefusedError
from dashboards.workshop.tale import Choice, Tale
from scenarios import words
from scenarios.compare import compare
from scenarios.comparison import TOTAL, Comparison
from scenarios.intervention_schema import kinds
from scenarios.scenario import Scenario, list_scenarios
from simulation.runner.execution import Execution

#: Futures a price is averaged over, and the money that is called a service's price.
PRICED: Final = 4
PRICE: Final = "cost_services_gross"
#: What a board shows of every team: four outcomes and what the council spends, none above the others.
OUTCOMES: Final = (
    "children_looked_after",
    "placement_moves",
    "missing_episodes",
    "in_families",
    "cost_council",
)
MILLION: Final = 1_000_000


@dataclass(frozen=True)
class Offer:
    """Offer one service: its scenario, and what it costs over the whole of the story, pounds."""

    scenario: Scenario
    price: float

    def plain(self) -> dict[str, Any]:
        """Return what screens show of it."""
        return {
            "name": self.scenario.name,
            "title": self.scenario.title,
            "price": self.price,
            "says": millions(self.price),
        }


def offered() -> list[Scenario]:
    """Return the scenarios that can be mixed: each opens what no other before it does, and believes nothing of its own."""
    taken: set[str] = set()
    found = []
    for one in list_scenarios():
        opens = {kinds()[spec["kind"]].called(spec) for spec in one.interventions}
        if opens and not one.twin_of and not one.parameters and not opens & taken:
            taken |= opens
            found.append(one)
    return found


def priced(tale: Tale, _: Choice) -> Mapping[str, Any]:
    """Return every service that costs something here, with its price, and a budget that leaves a choice."""
    warming().wait(lambda: False)
    offers = []
    for scenario in offered():
        price = _money(_compared(tale, scenario, PRICED, lambda done, total: None))
        if price > 0:
            offers.append(Offer(scenario, price))
    offers.sort(key=lambda one: one.price)
    # Enough for all but the dearest, so that one dear thing or several others can be had.
    usual = max(1, ceil(sorted(one.price for one in offers)[-2:][0] / MILLION))
    return {"offers": [one.plain() for one in offers], "budget": usual}


def check_mix(menu: Mapping[str, Any], services: Sequence[str], budget: int) -> None:
    """Check that a mix is made of what is offered and within the budget, in millions of pounds.

    Raises
    ------
    RefusedError
        When it is not.
    """
    prices = {one["name"]: one["price"] for one in menu["offers"]}
    for name in services:
        if name not in prices:
            raise RefusedError(name, "It is not on the list.", "Choose from the list.")
    cost = sum(prices[name] for name in services)
    if cost > budget * MILLION:
        rule = f"It costs {millions(cost)}, and the budget is £{budget}m."
        raise RefusedError("mix", rule, "Leave something out.")


def mixed(tale: Tale, services: Sequence[str], team: str) -> Scenario:
    """Return a team's services as one scenario."""
    by_name = {one.name: one for one in offered()}
    chosen = [by_name[name] for name in services if name in by_name]
    return Scenario(
        f"team-{team}",
        f"Team {team}",
        " and ".join(one.title for one in chosen),
        tuple(spec for one in chosen for spec in one.interventions),
    )


def tried(tale: Tale, services: Sequence[str], team: str, progress: Progress) -> dict[str, Any]:
    """Return what a team's mix does, with the choices it was run with."""
    warming().wait(lambda: False)
    scenario = mixed(tale, services, team)
    found = _compared(tale, scenario, tale.story.futures, progress)
    return {
        "services": list(services),
        "says": scenario.description or "Nothing is opened.",
        "toml": scenario.to_toml(),
        "council": tale.council.name,
        "years": tale.story.years,
        "futures": tale.story.futures,
        "seed": tale.story.seed,
        "price": millions(_money(found)),
        "outcomes": [_outcome(found, name) for name in OUTCOMES],
    }


def _compared(tale: Tale, scenario: Scenario, futures: int, progress: Progress) -> Comparison:
    asked = replace(tale.story.request(), scenario=scenario, replicates=futures)
    return compare(asked, execution=Execution(workers(), progress=progress))


def _money(found: Comparison) -> float:
    return float(found.row(PRICE)["scenario"]["mean"]) - float(found.row(PRICE)["baseline"]["mean"])


def _outcome(found: Comparison, name: str) -> dict[str, Any]:
    """Return one outcome's difference: the mean of all futures and where one lies 9 times in 10."""
    row = found.row(name, TOTAL)
    gap, kind = row["difference"], row["kind"]
    return {
        "name": name,
        "label": row["label"],
        "verdict": row["verdict"],
        "mean": gap["mean"],
        "low": gap["low"],
        "high": gap["high"],
        "said": words.signed(gap["mean"], kind),
        "range": f"{words.signed(gap['low'], kind)} to {words.signed(gap['high'], kind)}",
    }


def millions(pounds: float) -> str:
    """Write pounds in millions."""
    return f"£{pounds / MILLION:,.1f}m"


def board(results: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return one small picture for each outcome: every team's range on one scale, zero in it."""
    found = []
    for k, name in enumerate(OUTCOMES):
        rows = {team: one["outcomes"][k] for team, one in results.items()}
        ends = [
            0.0,
            *(row["low"] for row in rows.values()),
            *(row["high"] for row in rows.values()),
        ]
        least, most = min(ends), max(ends)
        wide = (most - least) or 1.0

        def across(amount: float, least: float = least, wide: float = wide) -> float:
            return round(LEFT + (RIGHT - LEFT) * (amount - least) / wide, 1)

        teams = [
            {
                "team": team,
                **row,
                "x": across(row["low"]),
                "width": max(2.0, across(row["high"]) - across(row["low"])),
                "at": across(row["mean"]),
                "y": ROW * place + ROW,
            }
            for place, (team, row) in enumerate(rows.items())
        ]
        label = next(iter(rows.values()))["label"]
        height = ROW * (len(teams) + 1)
        found.append(
            {"name": name, "label": label, "teams": teams, "zero": across(0.0), "height": height}
        )
    return found


LEFT: Final = 20
RIGHT: Final = 300
ROW: Final = 26
