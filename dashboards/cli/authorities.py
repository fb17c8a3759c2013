"""`doorways authorities`: every upper-tier council of England."""

import math
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer
from rich.table import Table

from dashboards.cli.console import output, write_out
from simulation.errors import DoorwaysError
from simulation.files.csv_text import csv_text

#: Column, heading on screen and whether it is a number.
_COLUMNS = (
    ("code", "Code", False),
    ("name", "Council", False),
    ("region", "Region", False),
    ("children_0_17", "Children 0-17", True),
    ("looked_after", "Looked after", True),
    ("rate_per_10000", "Per 10,000", True),
)


def authorities(
    region: Annotated[
        str | None, typer.Option(help="Only councils of this region, such as 'South West'.")
    ] = None,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Write comma-separated values to stdout.")
    ] = False,
) -> None:
    """List the councils with their children aged 0-17 and children looked after on 31 March."""
    from calibration.beliefs.authorities.load import listing

    rows = _of_region([_row(record) for record in listing().to_dict("records")], region)
    if as_csv:
        write_out(csv_text(rows))
    else:
        _show(rows)


def _row(record: Mapping[Any, Any]) -> dict[str, Any]:
    """Keep what is listed, and add the rate and what runs there; None where nothing is published."""
    from scenarios.already_run import running_in

    children, looked_after = (_known(record[name]) for name in ("children_0_17", "cla"))
    return {
        "code": record["code"],
        "name": record["name"],
        "region": record["region"],
        "children_0_17": children,
        "looked_after": looked_after,
        "rate_per_10000": round(looked_after / children * 10_000)
        if looked_after and children
        else None,
        "cannot_run": record["cannot_run"],
        "already_runs": running_in(record["code"]),
    }


def _known(value: float) -> int | None:
    return None if math.isnan(value) else round(value)


def _of_region(rows: list[dict[str, Any]], region: str | None) -> list[dict[str, Any]]:
    if region is None:
        return rows
    wanted = region.strip().casefold()
    regions = sorted({row["region"] for row in rows})
    # "London" stands for its inner and outer half, as people say it.
    meant = {r for r in regions if r.casefold() == wanted or r.casefold().endswith(f" {wanted}")}
    if not meant:
        raise DoorwaysError(
            "region", region, "There is no such region.", f"Use one of: {', '.join(regions)}."
        )
    return [row for row in rows if row["region"] in meant]


def _show(rows: Sequence[Mapping[str, Any]]) -> None:
    from calibration.beliefs.own.kept import names

    table = Table(expand=True)
    for key, heading, is_number in _COLUMNS:
        table.add_column(heading, justify="right" if is_number else "left", no_wrap=key == "code")
    for row in rows:
        table.add_row(*(_cell(row[key]) for key, _, _ in _COLUMNS))
    console = output()
    console.print(table)
    cannot = [row for row in rows if row["cannot_run"]]
    for row in cannot:
        console.print(f"{row['name']} cannot run: {row['cannot_run']}", markup=False)
    for row in rows:
        if row["already_runs"]:
            console.print(row["already_runs"], markup=False)
    console.print(f"{len(rows)} councils, {len(rows) - len(cannot)} of which can run.")
    if own := names():
        console.print(f"Private profiles kept here: {', '.join(own)}.", markup=False)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else str(value)
