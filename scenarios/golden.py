"""The golden run: what two arms of two councils give, kept to the digit in one text file.

Run as ``python -m scenarios.golden``. A test compares the file with what this would write, so no
change can alter results unseen. The file belongs to one results version: it is written anew only
when that was raised, and the changelog then says so.
"""

import hashlib
import json
import math
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any, Final

from agents.synthesis.years import STILL
from scenarios.compare import plan
from scenarios.golden_news import announced, counted
from scenarios.request import CompareRequest
from scenarios.statistics import windowed
from simulation.discover import model_rules
from simulation.errors import DoorwaysError
from simulation.files.writing import write_text
from simulation.outcomes.measures import MEASURES, WEEKLY
from simulation.runner.spec import ArmSpec, ReplicateTask
from simulation.runner.worker import population_of, started
from simulation.simulate import run_years
from simulation.testing import log_of
from simulation.version import BASELINE_VERSION, RESULTS_VERSION

ROOT: Final = Path(__file__).parents[1]
FILE: Final = ROOT / "tests" / "golden" / "runs.toml"
CHANGELOG: Final = ROOT / "CHANGELOG.md"
#: The arm that opens nothing.
BASELINE: Final = "baseline"
COUNCILS: Final = ("Kingston upon Thames", "North Yorkshire")
#: Central values, the first draw from what is not known, and central values with the years held still, as
#: calibrations are made.
DRAWN: Final = "drawn"
HELD_STILL: Final = "still"
WAYS: Final = ("central", DRAWN, HELD_STILL)
YEARS: Final = 2
ROOM: Final = 1 << 15
#: Digits kept: other processors and mathematical libraries agree to about fifteen.
DIGITS: Final = 9
CLOSE: Final = 1e-8
HEAD: Final = """\
# What two arms of two councils give over {years} years, seed 1, replicate 0, with central values, with drawn
# ones, and with the years held still. Written by `python -m scenarios.golden`: do not edit. CONTRIBUTING.md says when.

results_version = {version}
"""

type Golden = Mapping[str, Any]


def golden() -> dict[str, Any]:
    """Return what the golden run gives now.

    Returns
    -------
    dict
        `results_version`; `runs`, by name, each with its number of `events`, digests of their
        `order` (who and what, first to last), and the sum of the events' `times` in years;
        `measures`, each with its value over the whole horizon for every run; `weeks`, each weekly
        column with a digest of its counts for every run.
    """
    runs: dict[str, dict[str, Any]] = {}
    measures: dict[str, list[float]] = {measure.name: [] for measure in MEASURES}
    weeks: dict[str, list[str]] = {name: [] for name in WEEKLY}
    for council, way in product(COUNCILS, WAYS):
        request = CompareRequest(council, years=YEARS, replicates=2, central=way != DRAWN)
        task = plan(request)[0]
        if way == HELD_STILL:
            task = replace(task, parameters={**task.parameters, **STILL})
        for arm, seen, values, weekly in _arms(task):
            runs[f"{council}, {arm.name}, {way}"] = seen
            for measure, by_year in zip(MEASURES, values, strict=True):
                total = windowed(by_year[None, :], measure.kind)[0, -1]
                measures[measure.name].append(rounded(total))
            for name, column in zip(WEEKLY, weekly.T, strict=True):
                weeks[name].append(_digest(column.astype("<i8").tobytes()))
    numbers = {"measures": measures, "weeks": weeks}
    return {"results_version": RESULTS_VERSION, "runs": runs, **numbers}


def _arms(task: ReplicateTask) -> Iterator[tuple[ArmSpec, dict[str, Any], Any, Any]]:
    """Run each arm of a task with a log and say what happened: in short, in measures and weeks."""
    population = population_of(task)
    for arm in task.arms:
        run = started(task, arm, population, ROOM)
        values, weekly = run_years(run, task.years, task.step_days)
        log = log_of(model_rules(), run.population, run.state)
        order = "\n".join(f"{uid} {name}" for uid, name in zip(log.uids, log.names, strict=True))
        yield (
            arm,
            {
                "events": log.times.size,
                "times": rounded(math.fsum(log.times)),
                "order": _digest(order.encode()),
            },
            values,
            weekly,
        )


def _digest(what: bytes) -> str:
    return hashlib.sha256(what).hexdigest()[:16]


def rounded(value: float) -> float:
    """Return a number with as many digits as the file keeps."""
    return float(f"{value:.{DIGITS}g}")


def text_of(made: Golden) -> str:
    """Return the file: a table a run, and a line a measure with a number for each run."""
    parts = [HEAD.format(version=made["results_version"], years=YEARS)]
    for name, seen in made["runs"].items():
        parts += [f'[runs."{name}"]']
        parts += [f"{key} = {_written(value)}" for key, value in seen.items()]
        parts += [""]
    parts += ["# The whole horizon, a number for each run above, in their order.", "[measures]"]
    parts += [f"{name} = {list(values)}" for name, values in made["measures"].items()]
    parts += ["", "# The counts of every week, a digest for each run above.", "[weeks]"]
    parts += [f"{name} = {json.dumps(list(each))}" for name, each in made["weeks"].items()]
    return "\n".join(parts) + "\n"


def _written(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)


def kept(path: Path = FILE) -> Golden | None:
    """Return what the file holds; None where there is none yet.

    Raises
    ------
    DoorwaysError
        When the folder it belongs into does not exist.
    """
    if not path.parent.is_dir():
        raise DoorwaysError(
            "golden run",
            path,
            "It is kept among the tests of a source checkout.",
            "Run it from a checkout.",
        )
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def differences(old: Golden, new: Golden) -> list[str]:
    """Return, in words, every number that both hold and that is not the same, measures first.

    What only one of them holds, such as a new measure, is no change of results.
    """
    found = []
    for measure, run, was, now in _pairs("measures", old, new):
        if not math.isclose(was, now, rel_tol=CLOSE):
            found.append(f"{measure} is {now:g} (was {was:g}) in {run}")
    for column, run, was, now in _pairs("weeks", old, new):
        if was != now:
            found.append(f"the weeks of {column} in {run}")
    for name in _both(old["runs"], new["runs"]):
        was, now = old["runs"][name], new["runs"][name]
        parted = [key for key in now if key in was and not _same(was[key], now[key])]
        if parted:
            found.append(f"the {' and '.join(parted)} of the log of {name}")
    return found


def _both(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    return [name for name in new if name in old]


def _pairs(table: str, old: Golden, new: Golden) -> Iterator[tuple[str, str, Any, Any]]:
    """Return name, run and both values of each line and run that both hold."""
    before, after = list(old["runs"]), list(new["runs"])
    for name in _both(old[table], new[table]):
        for run in _both(old["runs"], new["runs"]):
            was, now = old[table][name][before.index(run)], new[table][name][after.index(run)]
            yield name, run, was, now


def _same(was: Any, now: Any) -> bool:
    return math.isclose(was, now, rel_tol=CLOSE) if isinstance(now, float) else was == now


def refresh(path: Path = FILE, changelog: Path = CHANGELOG) -> str:
    """Write the file, and under **Results** of the changelog a new version; say what was done.

    Raises
    ------
    DoorwaysError
        When numbers changed and the results version was not raised.
    """
    old, new = kept(path), golden()
    changed = differences(old, new) if old else []
    version = old["results_version"] if old else RESULTS_VERSION
    if changed and version >= RESULTS_VERSION:
        raise DoorwaysError(
            "golden run",
            f"results version {RESULTS_VERSION}",
            f"Not of this version: {counted(changed)}; the first: {changed[0]}.",
            "If that is meant, raise RESULTS_VERSION in simulation/version.py and run this again.",
        )
    _check_baseline(changed)
    write_text(path, text_of(new))
    if version == RESULTS_VERSION:
        return f"Wrote {path.name}: no number changed.\n"
    said = announced(changelog.read_text(encoding="utf-8"), RESULTS_VERSION, changed)
    write_text(changelog, said)
    return (
        f"Wrote {path.name}: {counted(changed)} changed. {changelog.name} names results "
        f"version {RESULTS_VERSION}: say there, in words a council reader understands, what changed.\n"
    )


def _check_baseline(changed: Sequence[str]) -> None:
    """Check that runs that open nothing, the years held still, have not changed since the version that is said.

    Raises
    ------
    DoorwaysError
        When one has, and the baseline's version is not this one.
    """
    of_baseline = [one for one in changed if f", {BASELINE}, {HELD_STILL}" in one]
    if of_baseline and BASELINE_VERSION != RESULTS_VERSION:
        raise DoorwaysError(
            "golden run",
            f"baseline version {BASELINE_VERSION}",
            f"Runs that open nothing, the years held still, changed: {counted(of_baseline)}; the first: "
            f"{of_baseline[0]}.",
            "If that is meant, raise BASELINE_VERSION too, and calibrate England again.",
        )


def main() -> None:
    """Write the file and say what was done; leave with code 1 where it may not be written."""
    try:
        sys.stdout.write(refresh())
    except DoorwaysError as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
