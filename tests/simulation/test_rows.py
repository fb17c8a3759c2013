"""What editors are told of rows is what the tables hold, and every rule says which kind it is for."""

import inspect
from typing import Any

import numpy as np
import pytest

from agents import rows, schema
from simulation.discover import model_rules
from simulation.kinds import TABLES, Kind
from simulation.process import Process
from simulation.services.table import enrolment_dtype, service_dtype
from simulation.tables import SHARED, SharedRow, World

ROWS = {
    Kind.YOUNG_PERSON: rows.YoungPersonRow,
    Kind.FAMILY: rows.FamilyRow,
    Kind.CARER: rows.CarerRow,
    Kind.SERVICE: rows.SiteRow,
    Kind.MARKET: rows.MarketRow,
    Kind.ENROLMENT: rows.EnrolmentRow,
}
RULES = ("hazard", "due", "next_change", "happen")


def site_columns() -> np.dtype[np.void]:
    """Columns of a site that belong to no service alone."""
    rules = model_rules()
    made = service_dtype(rules)
    own = {name for service in rules.services for name, _ in service.columns}
    return np.dtype([(name, made[name]) for name in made.names or () if name not in own])


def told(column: np.dtype[Any]) -> Any:
    """What an attribute of this column is to a reader."""
    if column.subdtype is not None:
        return {"i": rows.Ints, "f": rows.Floats}[column.base.kind]
    return {"i": int, "f": float}[column.kind]


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        (rows.YoungPersonRow, schema.YOUNG_PERSON),
        (rows.FamilyRow, schema.FAMILY),
        (rows.CarerRow, schema.CARER),
        (rows.MarketRow, schema.MARKET),
        (rows.SiteRow, site_columns()),
        (rows.EnrolmentRow, enrolment_dtype()),
        (SharedRow, SHARED),
    ],
)
def test_a_row_has_the_columns_of_its_table(row: type, columns: np.dtype[np.void]) -> None:
    """Each column is an attribute of its type, in the order of the table, and there are no others."""
    held = [(name, told(columns[name])) for name in columns.names or ()]
    assert list(inspect.get_annotations(row).items()) == held


def test_the_world_holds_a_table_of_each_kind() -> None:
    """The first tables of the world are those of the kinds, in their order, each of its own rows."""
    typed = list(inspect.get_annotations(World).items())[: len(Kind)]
    assert typed == [(TABLES[kind], rows.Rows[ROWS[kind]]) for kind in Kind]


@pytest.mark.parametrize("process", model_rules().every, ids=lambda process: process.name)
def test_a_rule_says_which_kind_of_row_it_is_for(process: type[Process]) -> None:
    """The row of every rule of a process is annotated as one of the kind the process acts on."""
    said = {
        inspect.signature(rule).parameters["row"].annotation
        for name in RULES
        if (rule := getattr(process, name)) is not None
    }
    assert said == {ROWS[process.kind]}
