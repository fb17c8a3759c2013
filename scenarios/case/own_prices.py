"""Prices of a council's own, read from the table that a case writes, put in place of the delivered ones."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from scenarios.case.lines import PricedLine
from simulation.costs.bill import OF_SERVICES
from simulation.errors import DoorwaysError
from simulation.files.csv_text import read_csv
from simulation.names import hint

#: What the table is called among the files of a case or a forecast.
PRICES_FILE: Final = "unit_costs.csv"
NAME, PRICE = "name", "price"
#: Columns of the table, in the order it is written.
COLUMNS: Final = (NAME, "label", "payer", "unit", PRICE, "delivered", "source")
_PENNIES: Final = 2
_STEP: Final = f"Take {PRICES_FILE} of a case, change its prices, and hand that in."


def table_of(lines: Sequence[PricedLine]) -> list[dict[str, object]]:
    """Return the rows of the table."""
    return [
        {
            NAME: one.name,
            "label": one.label,
            "payer": one.line.payer,
            "unit": one.unit,
            PRICE: round(one.price, _PENNIES),
            "delivered": round(one.delivered, _PENNIES),
            "source": one.source,
        }
        for one in lines
    ]


def read_prices(path: Path) -> dict[str, float]:
    """Return the prices of a table by the name of their line, its empty ones left out.

    Raises
    ------
    DoorwaysError
        When the file cannot be read, lacks a column, names a line twice, or a price is none.
    """
    rows = read_csv(path, "unit costs")
    lacking = [one for one in (NAME, PRICE) if not rows or one not in rows[0]]
    if lacking:
        rule = f"It has no column {' and no column '.join(lacking)}, or no row."
        raise DoorwaysError("unit costs", str(path), rule, _STEP)
    found: dict[str, float] = {}
    for number, row in enumerate(rows, start=2):
        name, said = (row[NAME] or "").strip(), (row[PRICE] or "").strip()
        if not name and not said:
            continue
        if name in found:
            raise DoorwaysError(f"unit costs, line {number}", name, "It stands there twice.", _STEP)
        if said:
            found[name] = _pounds(said, f"unit costs, line {number}, {name}")
    return found


def of_care(own: Mapping[str, float]) -> dict[str, float]:
    """Return those of a table's prices that are not of what services cost."""
    return {name: price for name, price in own.items() if name.split(":")[0] not in OF_SERVICES}


def _pounds(said: str, where: str) -> float:
    try:
        value = float(said.removeprefix("£").replace(",", ""))
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and value >= 0.0):
        rule = "A price is a number of pounds, 0 or more."
        raise DoorwaysError(where, said, rule, "Write for example 7385.50.")
    return value


def with_prices(lines: Sequence[PricedLine], own: Mapping[str, float]) -> tuple[PricedLine, ...]:
    """Return lines at prices of one's own where there are any.

    Raises
    ------
    DoorwaysError
        When a price is of a line that the case has not.
    """
    known = {one.name for one in lines}
    for name in own:
        if name not in known:
            rule = "The case has no such line."
            raise DoorwaysError("unit costs", name, rule, hint(name, known))
    return tuple(
        one if own.get(one.name, one.price) == round(one.price, _PENNIES) else one.at(price)
        for one in lines
        for price in (own.get(one.name, one.price),)
    )
