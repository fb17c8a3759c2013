"""`doorways england`: one scenario in every council, with the sum and the regions."""

from dashboards.cli.compare_many import Asked, RolloutOption, StepMonths, Waves, compare_many
from dashboards.cli.database import DatabaseOrOut
from dashboards.cli.delivering import JsonFile
from dashboards.cli.folder import Folder
from dashboards.cli.simulated import Simulated, simulates
from scenarios.many.design import Design


@simulates(leaving_out=("authority",), replicates=10)
def england(
    said: Simulated,
    rollout: RolloutOption = Design.AT_ONCE,
    waves: Waves = 4,
    step_months: StepMonths = 6,
    out: Folder = None,
    json_file: JsonFile = None,
    db: DatabaseOrOut = None,
) -> None:
    """Compare in every council that can run: each, the sum, the regions, and who gains.

    The same as compare --authorities all, and the same numbers. Finished runs are stored.
    """
    from scenarios.many.rollout import Rollout
    from scenarios.many.which import ALL

    asked = Asked(ALL, Rollout(rollout, waves, step_months, said.request.seed), out, json_file, db)
    compare_many(said.request, asked, said.execution, quiet=said.quiet)
