"""The form of a thing that can be opened, made from what its kind declares that a scenario may say of it."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from dashboards.pages.composing.asked import Asked, Form
from dashboards.pages.composing.composable import Composable, composables
from dashboards.pages.composing.refused import worth_asking
from dashboards.pages.composing.saying import said_with
from dashboards.pages.composing.schema import Schema
from dashboards.pages.composing.wrong import barriers, beset
from dashboards.pages.fields import Field
from scenarios.intervention_schema import kinds
from simulation.services.opened_sites import BESET


@cache
def fields_of(name: str) -> tuple[Field, ...]:
    """Return the fields of a thing."""
    one = composables()[name]
    spec = kinds()[one.kind].spec
    besets = barriers(one) if BESET in spec.model_fields else ()
    return (*(each.field for each in asked_of(name).values()), *besets)


@cache
def asked_of(name: str) -> Mapping[str, Asked]:
    """Return by their names the fields of a thing that stand in its declaration."""
    one = composables()[name]
    spec = kinds()[one.kind].spec
    tables = _tables(name)
    every = Form(one, _schema(one.kind), tables).every()
    said = (each for each in every if each.path[0] not in spec.refused)
    return MappingProxyType({each.field.name: each for each in worth_asking(one, tables, said)})


@cache
def _schema(kind: str) -> Schema:
    """Return what a scenario may say of a kind."""
    return kinds()[kind].spec.model_json_schema()


def opened(one: Composable, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a scenario says of a thing, with what the form says otherwise."""
    every = asked_of(one.name).items()
    typed = [(each, values[name]) for name, each in every if name in values]
    return beset(one, said_with(one, _tables(one.name), typed), values)


@cache
def _tables(name: str) -> Mapping[str, Any]:
    """Return what a scenario says of a thing, with the tables that it leaves out as they are then."""
    from scenarios.beliefs import central_values
    from scenarios.scenario import Scenario

    one = composables()[name]
    kind = kinds()[one.kind]
    figures = central_values(Scenario("composed", "Composed", interventions=(one.said,)))
    return kind.with_tables(one.said, figures)
