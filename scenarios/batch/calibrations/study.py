"""Make what is missing of a plan's calibrations: simulations first, then each posterior with its checks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain

from agents.synthesis.authority import AuthorityProfile
from calibration.joint.calibrate import Fitted, calibrate, infer
from calibration.joint.council import calibrate_council
from calibration.joint.england import BankStore
from calibration.joint.result import Calibration
from calibration.joint.runs import JobRunner, bank_of, difference
from scenarios.batch.aside import Aside, tried
from scenarios.batch.calibrations.asked import Asked, Way
from scenarios.batch.calibrations.kept import found, keep, keep_aside
from scenarios.batch.calibrations.simulations import Simulated, simulate
from simulation.runner.execution import USUAL, Execution

type Say = Callable[[str], None]


def _nobody(sentence: str) -> None:
    """Tell nobody."""


@dataclass
class Made:
    """Hold what a call did.

    Attributes
    ----------
    calibrations, ran, stored
        How many there are, made now, and made before.
    aside
        Those that could not be made; of a part, simulations that failed.
    part
        Whether simulations of a part are all that was run.
    simulated
        How far their simulations are: nothing where all calibrations were there.
    """

    calibrations: int
    ran: int = 0
    stored: int = 0
    aside: list[Aside] = field(default_factory=list)
    part: bool = False
    simulated: Simulated = field(default_factory=Simulated)


def run_calibrations(
    asked: Sequence[Asked],
    store: BankStore,
    *,
    part: tuple[int, int] | None = None,
    execution: Execution = USUAL,
    say: Say = _nobody,
) -> Made:
    """Make what is missing of some calibrations, and store each as it comes.

    Parameters
    ----------
    asked
        Which.
    store
        Where simulations and calibrations are kept; what it holds is not made again.
    part
        Run these simulations alone and infer nothing: that needs all of them.
    execution
        How simulations run, who is told how many are there, and who may stop it.
    say
        Told what is being done.

    Raises
    ------
    StoppedError
        When it was stopped before its end; what was finished is stored.
    """
    from simulation.simulate import warm_up

    there = found(asked, store)
    left = [
        one for one, made in zip(asked, there, strict=True) if not isinstance(made, Calibration)
    ]
    done = Made(len(asked), stored=len(asked) - len(left))
    if not left:
        return done
    warm_up()
    say("Simulating for calibrations")
    done.simulated = simulate(left, store, part=part, execution=execution)
    if part is not None:
        done.part, done.aside = True, list(chain(*done.simulated.aside.values()))
        return done
    runner = JobRunner(store, execution, done.simulated.notes.append)
    for way in {id(one.way): one.way for one in left}.values():
        _way([one for one in left if one.way is way], runner, store, done, say)
    return done


def _way(asked: Sequence[Asked], runner: JobRunner, store: BankStore, done: Made, say: Say) -> None:
    """Make the calibrations of one way: England's, and from that each council's."""
    way = asked[0].way
    whole = done.simulated.failed(way.spec) or _england(way, runner, store, say)
    if isinstance(whole, Aside):
        for one in asked:
            own = whole.task == str(one)
            _aside(one, whole.why if own else f"{whole.task}: {whole.why}", store, done)
        return
    fitted: Fitted | None = None
    for one in asked:
        if one.council is not None:
            fitted = fitted or _fitted(way, runner)
            made = tried(str(one), partial(_council, one, one.council, fitted, whole, store))
            if isinstance(made, Aside):
                _aside(one, made.why, store, done)
                continue
        done.ran += 1


def _aside(one: Asked, why: str, store: BankStore, done: Made) -> None:
    done.aside.append(keep_aside(one, why, store))


def _england(way: Way, runner: JobRunner, store: BankStore, say: Say) -> Calibration | Aside:
    """Return England's calibration of a way, made if it is not there."""
    one = Asked(way)
    (there,) = found([one], store)
    if isinstance(there, Calibration):
        return there

    def make() -> Calibration:
        status, result = calibrate(way.spec, runner, lambda what: say(f"{one}: {what.lower()}"))
        return keep(one, status, result, store)

    return tried(str(one), make)


def _fitted(way: Way, runner: JobRunner) -> Fitted:
    return infer(way.spec, bank_of(way.spec, runner), difference(way.spec, runner))


def _council(
    one: Asked, council: AuthorityProfile, fitted: Fitted, whole: Calibration, store: BankStore
) -> Calibration:
    status, result = calibrate_council(council, one.way.spec, fitted, whole, one.later)
    return keep(one, status, result, store)
