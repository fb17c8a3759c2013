"""What can be made to go wrong with a service: its fields, and what a scenario says of what is ticked."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from dashboards.pages.composing.asked import APART
from dashboards.pages.composing.composable import Composable
from dashboards.pages.composing.making import NO, YES
from dashboards.pages.fields import Field, Number, Option, Pick, Several
from scenarios.intervention_schema import kinds
from simulation.services.barriers.kinds import KINDS
from simulation.services.opened_sites import BESET
from simulation.services.wording import HORIZON_MONTHS

_DATE, _MITIGATED = "barrier_month", "barrier_mitigated"
#: The month from which something goes wrong unless another is typed.
_USUAL_MONTH: Final = 12


def barriers(one: Composable) -> Iterator[Field]:
    """Yield the fields of what can be made to go wrong with a service, from when, and whether it is lessened."""
    asked: dict[str, Any] = {"part": one.name, "more": True}
    options = tuple(Option(each.name, each.says) for each in KINDS.values())
    yield Several(
        name=f"{one.name}{APART}{BESET}",
        label="What goes wrong",
        offered=lambda: options,
        usual=(),
        least=0,
        most=len(options),
        silent=True,
        **asked,
    )
    yield Number(
        name=f"{one.name}{APART}{_DATE}",
        label="From month",
        bounds=(0, HORIZON_MONTHS),
        usual=_USUAL_MONTH,
        hint="where it does not begin with the service",
        **asked,
    )
    yield Pick(
        name=f"{one.name}{APART}{_MITIGATED}",
        label="What lessens it",
        offered=lambda: (Option(NO, "is not done"), Option(YES, "is done")),
        usual=NO,
        **asked,
    )


def beset(one: Composable, said: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a scenario says of a thing, with what is ticked to go wrong with it."""
    chosen = values.get(f"{one.name}{APART}{BESET}", ())
    return {
        **said,
        **({BESET: [_barrier(one, said, kind, values) for kind in chosen]} if chosen else {}),
    }


def _barrier(
    one: Composable, said: Mapping[str, Any], kind: str, values: Mapping[str, Any]
) -> dict[str, Any]:
    found: dict[str, Any] = {"barrier": kind}
    if values.get(f"{one.name}{APART}{_MITIGATED}") == YES:
        found["mitigated"] = True
    if KINDS[kind].dated:
        found["month"] = float(values.get(f"{one.name}{APART}{_DATE}", _USUAL_MONTH))
    return found | _post(said, kind)


def _post(said: Mapping[str, Any], kind: str) -> dict[str, str]:
    """Return the post that a partner withdraws: the first that another than the council pays, else the first."""
    from scenarios.beliefs import central_values
    from scenarios.scenario import Scenario
    from simulation.services.barriers.kinds import PARTNER
    from simulation.services.declaration import POST

    if kind != PARTNER:
        return {}
    central = central_values(Scenario("composed", "Composed", interventions=(said,)))
    lines = [
        line
        for site in kinds()[said["kind"]].sites(said, central)
        for line in site.costs
        if line.of == POST and line.posts > 0
    ]
    lines.sort(key=lambda line: line.payer == "council")
    return {"post": lines[0].post} if lines else {}
