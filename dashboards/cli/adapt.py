"""`doorways adapt`: which parts of a service are its core, and which can be adapted."""

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

from dashboards.cli.asked import (
    Authority,
    BaselineName,
    Calibrated,
    Central,
    Quiet,
    Replicates,
    ScenarioName,
    Seed,
    StepDays,
    Workers,
    Years,
)
from dashboards.cli.console import output
from dashboards.cli.database import Database
from dashboards.cli.delivering import check_file
from dashboards.cli.running import SIMULATING, behind_a_bar
from dashboards.cli.tables import CsvFile, table_of, write_rows
from scenarios import usual
from simulation.numbers import lasting
from simulation.runner.execution import Execution

if TYPE_CHECKING:
    from scenarios.adopting.parts import Judged


def adapt(
    authority: Authority = usual.AUTHORITY,
    scenario: ScenarioName = usual.SCENARIO,
    baseline: BaselineName = usual.BASELINE,
    years: Years = 5,
    replicates: Replicates = 50,
    seed: Seed = 1,
    csv_file: CsvFile = None,
    db: Database = None,
    workers: Workers = None,
    step_days: StepDays = 7,
    quiet: Quiet = False,
    calibration: Calibrated = None,
    central: Central = False,
) -> None:
    """Leave each part of a service out in paired runs, and call it core or adaptable.

    A service says itself what it is made of; a programme's parts are its effects. What goes with each part
    is a judgement, and so is the verdict.
    """
    from dashboards.cli.calibrations import chosen
    from scenarios.adopting.parts import adapt as judged_in
    from scenarios.funnel.study import refuse_without_services
    from scenarios.request import CompareRequest

    refuse_without_services(scenario)
    check_file(csv_file)
    request = CompareRequest(
        authority=authority,
        baseline=baseline,
        scenario=scenario,
        years=years,
        replicates=replicates,
        seed=seed,
        step_days=step_days,
        central=central,
        calibration=chosen(calibration, db),
    )
    with behind_a_bar(SIMULATING, Execution(workers), quiet=quiet) as told:
        found = judged_in(request, execution=told)
    if write_rows(_rows(found), csv_file) or quiet:
        return
    _show(found, f"{scenario} in {authority}, {lasting(years, 'year')}, {replicates} pairs")


def _show(found: "Sequence[Judged]", about: str) -> None:
    from scenarios import words

    rows = []
    for one in found:
        most = one.most
        share = most_of = "no effect that matters"
        if one.share is not None and most is not None:
            share = f"{one.share.mean:.0%} ({one.share.low:.0%} to {one.share.high:.0%})"
            most_of = f"{most.share:.0%} of {most.label.lower()}"
        verdict = one.verdict
        if one.share is not None and not one.sure:
            verdict += ", not surely"
        money = words.signed(one.money.mean, "money")
        ends = words.signed_range(one.money.low, one.money.high, "money")
        rows.append((one.part.says, verdict, share, most_of, f"{money} ({ends})"))
    columns = {"Without": False, "Judged": False, "Lost": True, "Most": False}
    console = output()
    console.print(table_of(columns | {"Council's cost": True}, rows, about))
    if all(one.share is None for one in found):
        console.print(
            "Nothing is counted: on no measure is the whole seen to do good by more than the size that matters, "
            "so what is core cannot be told."
        )
    for said in dict.fromkeys(one.part.judgement for one in found):
        console.print(f"Judgement: {said.rstrip('.')}.", markup=False)
    console.print(
        "Lost: of what the whole does, on average over the measures on which it is seen to do good, by more than "
        "the size that matters (doorways measures). Core: a tenth or more (adapt_core_share). Not surely: the interval "
        "reaches over that line, and more pairs may tell. In brackets: 95% intervals of the mean."
    )


def _rows(found: "Sequence[Judged]") -> list[dict[str, Any]]:
    """Return a row for each part and measure."""
    return [
        {
            "service": one.service,
            "part": one.part.name,
            "says": one.part.says,
            "judged": one.verdict,
            "sure": one.sure,
            "measure": lost.measure,
            "effect": lost.effect.mean,
            "effect_low": _known(lost.effect.low),
            "effect_high": _known(lost.effect.high),
            "change": lost.change.mean,
            "change_low": _known(lost.change.low),
            "change_high": _known(lost.change.high),
            "share_lost": lost.share,
            "all_lost": one.share.mean if one.share else None,
            "all_lost_low": _known(one.share.low) if one.share else None,
            "all_lost_high": _known(one.share.high) if one.share else None,
            "cost_change": one.money.mean,
            "cost_low": _known(one.money.low),
            "cost_high": _known(one.money.high),
            "judgement": one.part.judgement,
        }
        for one in found
        for lost in one.lost
    ]


def _known(end: float) -> float | None:
    """Return an end of an interval; None where one draw gives none."""
    return end if isfinite(end) else None
