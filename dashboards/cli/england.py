"""`doorways england`: one scenario in every council, with the sum and the regions."""

from dashboards.cli.asked import (
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
from dashboards.cli.clusters import ClusterOption, on
from dashboards.cli.compare_many import Asked, RolloutOption, StepMonths, Waves, compare_many
from dashboards.cli.database import DatabaseOrOut
from dashboards.cli.delivering import JsonFile
from dashboards.cli.folder import Folder
from scenarios import usual
from scenarios.many.design import Design


def england(
    scenario: ScenarioName = usual.SCENARIO,
    baseline: BaselineName = usual.BASELINE,
    years: Years = 5,
    replicates: Replicates = 10,
    seed: Seed = 1,
    rollout: RolloutOption = Design.AT_ONCE,
    waves: Waves = 4,
    step_months: StepMonths = 6,
    out: Folder = None,
    json_file: JsonFile = None,
    db: DatabaseOrOut = None,
    workers: Workers = None,
    cluster: ClusterOption = None,
    step_days: StepDays = 7,
    quiet: Quiet = False,
    calibration: Calibrated = None,
    central: Central = False,
) -> None:
    """Compare in every council that can run: each, the sum, the regions, and who gains.

    The same as compare --authorities all, and the same numbers. Finished runs are stored.
    """
    from dashboards.cli.calibrations import chosen
    from scenarios.many.rollout import Rollout
    from scenarios.many.which import ALL
    from scenarios.request import CompareRequest

    request = CompareRequest(
        baseline=baseline,
        scenario=scenario,
        years=years,
        replicates=replicates,
        seed=seed,
        step_days=step_days,
        central=central,
        calibration=chosen(calibration, db),
    )
    asked = Asked(ALL, Rollout(rollout, waves, step_months, seed), out, json_file, db)
    with on(cluster, workers) as execution:
        compare_many(request, asked, execution, quiet=quiet)
