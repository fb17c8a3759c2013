"""The options of every command that simulates: declared once, and made into one request."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Any, Concatenate

from dashboards.cli.asked import (
    Authority,
    BaselineName,
    Calibrated,
    Central,
    Quiet,
    Replicates,
    ScenarioName,
    Seed,
    Set,
    StepDays,
    Years,
)
from dashboards.cli.clusters import anywhere
from dashboards.cli.database import Database
from scenarios import usual
from simulation.runner.execution import USUAL, Execution

if TYPE_CHECKING:
    from scenarios.request import CompareRequest


@dataclass(frozen=True)
class Simulated:
    """Say what a command simulates, how it runs, where that is kept, and whether anything is said meanwhile."""

    request: "CompareRequest"
    execution: Execution
    db: str | None
    quiet: bool


def _first(
    authority: Authority = usual.AUTHORITY,
    scenario: ScenarioName = usual.SCENARIO,
    baseline: BaselineName = usual.BASELINE,
) -> None:
    """Declare the options that stand before a command's own."""


def _last(
    years: Years = 5,
    replicates: Replicates = 100,
    seed: Seed = 1,
    db: Database = None,
    execution: Execution = USUAL,
    step_days: StepDays = 7,
    quiet: Quiet = False,
    calibration: Calibrated = None,
    central: Central = False,
    sets: Set = None,
) -> None:
    """Declare the options that stand after a command's own."""


#: Options that are the request's own, under the same name.
_REQUESTED = (
    "authority",
    "scenario",
    "baseline",
    "years",
    "replicates",
    "seed",
    "step_days",
    "central",
)


def simulates[**P](
    *, leaving_out: Collection[str] = (), **usually: object
) -> Callable[[Callable[Concatenate[Simulated, P], None]], Callable[..., None]]:
    """Give a command the options of everything that simulates; it is handed what they come to.

    An option that the command declares itself takes the place of the one here, and is handed to it too.

    Parameters
    ----------
    leaving_out
        Options it cannot have.
    usually
        By option: what it is where nobody says, when that is not the usual.
    """

    def made(command: Callable[Concatenate[Simulated, P], None]) -> Callable[..., None]:
        _, *own = signature(command).parameters.values()
        names = [one.name for one in own]
        # Without a scenario there is nothing to turn.
        left = (*leaving_out, *(("sets",) if "scenario" in leaving_out else ()))

        def shared(declared: Callable[..., None]) -> list[Parameter]:
            return [
                one.replace(default=usually.get(name, one.default))
                for name, one in signature(declared).parameters.items()
                if name not in names and name not in left
            ]

        def run(**said: Any) -> None:
            own_said: Callable[..., None] = partial(command, _simulated(said))
            own_said(**{name: said[name] for name in names})

        every = [*shared(_first), *own, *shared(_last)]
        # The command line reads what a command takes from these.
        run.__name__, run.__doc__ = command.__name__, command.__doc__
        run.__annotations__ = {one.name: one.annotation for one in every}
        by_name = [one.replace(kind=Parameter.KEYWORD_ONLY) for one in every]
        run.__signature__ = Signature(by_name)  # type: ignore[attr-defined]
        return anywhere(run)

    return made


def _simulated(said: Mapping[str, Any]) -> Simulated:
    from dashboards.cli.calibrations import chosen
    from scenarios.request import CompareRequest

    asked = {name: said[name] for name in _REQUESTED if name in said}
    if said.get("sets"):
        from scenarios.settings.said import scenario_set

        where = asked.get("authority", usual.AUTHORITY)
        asked["scenario"] = scenario_set(asked["scenario"], said["sets"], where)
    request = CompareRequest(**asked, calibration=chosen(said["calibration"], said["db"]))
    return Simulated(request, said["execution"], said["db"], said["quiet"])
