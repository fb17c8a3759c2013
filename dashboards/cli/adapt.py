"""`doorways adapt`: which parts of a service are its core, and which can be adapted."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dashboards.cli.console import output
from dashboards.cli.delivering import check_file
from dashboards.cli.running import simulating
from dashboards.cli.simulated import Simulated, simulates
from dashboards.cli.tables import CsvFile, write_rows
from simulation.numbers import lasting

if TYPE_CHECKING:
    from scenarios.adopting.parts import Judged


@simulates(replicates=50)
def adapt(said: Simulated, csv_file: CsvFile = None) -> None:
    """Leave each part of a service out in paired runs, and call it core or adaptable.

    A service says itself what it is made of; a programme's parts are its effects. What goes with each part
    is a judgement, and so is the verdict.
    """
    from dashboards.report.adapt_sheets import rows_of
    from scenarios.adopting.parts import adapt as judged_in
    from scenarios.funnel.study import refuse_without_services

    refuse_without_services(said.request.scenario)
    check_file(csv_file)
    with simulating(said) as (_, told):
        found = judged_in(said.request, execution=told)
    if write_rows(rows_of(found), csv_file) or said.quiet:
        return
    one = said.request
    span = lasting(one.years, "year")
    _show(found, f"{one.scenario} in {one.authority}, {span}, {one.replicates} pairs")


def _show(found: "Sequence[Judged]", about: str) -> None:
    from dashboards.cli.sheet_table import sheet_table
    from dashboards.report import adapt_sheets

    console = output()
    console.print(sheet_table(adapt_sheets.parts(found), about))
    if all(one.share is None for one in found):
        console.print(adapt_sheets.NOTHING)
    for said in adapt_sheets.judgements(found):
        console.print(said, markup=False)
    console.print(adapt_sheets.READING)
