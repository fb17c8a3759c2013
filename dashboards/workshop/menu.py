"""What teams put together under one budget: the library's services with what each costs, and what a mix does."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any, Final

from dashboards.pages.running import workers
from dashboards.warming import warming
from dashboards.workshop.room import RefusedError
from dashboards.workshop.tale import Choice, Tale
from dashboards.workshop.works import Progress
from scenarios import words
from scenarios.workshop import teams
from scenarios.workshop.teams import OUTCOMES
from simulation.runner.execution import Execution

MILLION: Final = 1_000_000


def priced(tale: Tale, _: Choice) -> Mapping[str, Any]:
    """Return every service that costs something here, with its price, and a budget that leaves a choice."""
    offers = teams.menu(tale.story.request())
    # Enough for any one but the dearest, so that one dear thing or several others can be had.
    usual = max(1, ceil(offers[-2:][0].price / MILLION))
    told = [
        {
            "name": one.scenario.name,
            "title": one.scenario.title,
            "price": one.price,
            "says": millions(one.price),
        }
        for one in offers
    ]
    return {"offers": told, "budget": usual}


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


def tried(tale: Tale, services: Sequence[str], team: str, progress: Progress) -> dict[str, Any]:
    """Return what a team's mix does, with the choices it was run with."""
    warming().wait(lambda: False)
    scenario = teams.mixed(services, f"team-{team}", f"Team {team}")
    execution = Execution(workers(), progress=progress)
    found = teams.tried(tale.story.request(), scenario, execution=execution)
    return {
        "services": list(services),
        "says": scenario.description or "Nothing is opened.",
        "toml": scenario.to_toml(),
        "council": tale.council.name,
        "years": tale.story.years,
        "futures": tale.story.futures,
        "seed": tale.story.seed,
        "price": millions(found["price"]),
        "outcomes": [_in_words(one) for one in found["outcomes"]],
    }


def _in_words(one: Mapping[str, Any]) -> dict[str, Any]:
    """Return one outcome with its difference in words: the mean of all futures and where one lies 9 times in 10."""
    said = words.signed(one["mean"], one["kind"])
    return {**one, "said": said, "range": words.signed_range(one["low"], one["high"], one["kind"])}


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
