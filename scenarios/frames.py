"""A comparison as pandas frames: measures, runs, weeks, what was drawn, and every event of a run."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from agents.synthesis.authority import AuthorityProfile
from scenarios.cite import as_bibtex, as_text, cite
from scenarios.compare import Plan, RunStore, compare, make_plan
from scenarios.comparison import Comparison
from scenarios.request import CompareRequest
from simulation.errors import DoorwaysError
from simulation.names import check_name
from simulation.outcomes.measures import MEASURES, WEEKLY
from simulation.runner.execution import USUAL, Execution
from simulation.runner.spec import ArmResult, run_keys
from simulation.store.opened import opened

if TYPE_CHECKING:
    from pandas import DataFrame

#: The two arms of a comparison, as columns name them.
ARMS = ("baseline", "scenario")


@dataclass(frozen=True, eq=False)
class Frames:
    """Hold a finished comparison with all its runs.

    Attributes
    ----------
    comparison
        What `scenarios.compare.compare` gave.
    plan
        The futures it is made of.
    results
        By future, then by arm: what each run reported.
    """

    comparison: Comparison
    plan: Plan
    results: tuple[tuple[ArmResult, ...], ...]

    def measures(self) -> "DataFrame":
        """Return one row a measure and window: both averages, the difference, ranges, verdict."""
        from pandas import json_normalize

        return json_normalize([dict(row) for row in self.comparison.measures], sep="_")

    def runs(self) -> "DataFrame":
        """Return one row a run, year and measure; `value` in the measure's unit, over that year or at its end."""
        rows = [
            (replicate, arm, key, one.name, one.unit, year, value)
            for replicate, arm, key, result in self._each()
            for one, values in zip(MEASURES, result.values, strict=True)
            for year, value in enumerate(values.tolist(), start=1)
        ]
        return _frame(rows, "replicate", "arm", "run_key", "measure", "unit", "year", "value")

    def weeks(self) -> "DataFrame":
        """Return one row a run and week, a column for each weekly measure; week 1 ends a week after the start."""
        rows = [
            (replicate, arm, week, *values)
            for replicate, arm, _, result in self._each()
            for week, values in enumerate(result.weekly.tolist(), start=1)
        ]
        return _frame(rows, "replicate", "arm", "week", *WEEKLY)

    def draws(self, *, every: bool = False) -> "DataFrame":
        """Return one row a future: what was drawn for both arms, tables by place (`name[0,1]`).

        `luck` says which futures share their luck of the years. What services alone draw is not among them.

        Parameters
        ----------
        every
            With figures that are the same in all futures; by default those are left out.
        """
        from pandas import DataFrame

        found = DataFrame(
            {"replicate": task.replicate, "luck": task.luck, **_flat(task.parameters)}
            for task in self.plan.tasks
        )
        moves = (found != found.iloc[0]).any() | found.columns.isin(["replicate", "luck"])
        return found if every else found.loc[:, moves]

    def events(self, replicate: int = 0, arm: str = "scenario") -> "DataFrame":
        """Run one future again with its log and return one row an event, in true order.

        Columns: `time` (years since the start), `week` (that of `weeks`), `member` (young_person, family, carer, ...), `uid` (the same
        young person, family or carer in both arms and in no other future), `process`, `outcome`; of young people
        `before` and `after`, the cells they were in, between spaces.

        Raises
        ------
        DoorwaysError
            When there is no such future or arm.
        """
        from pandas import DataFrame

        from scenarios.event_log import event_log

        check_name("arm", arm, ARMS, "A comparison has two arms.")
        if not 0 <= replicate < len(self.plan.tasks):
            rule = f"Its futures are numbered from 0 to {len(self.plan.tasks) - 1}."
            raise DoorwaysError("replicate", replicate, rule, "Choose one of these.")
        return DataFrame(event_log(self.plan.tasks[replicate], ARMS.index(arm)).columns())

    def sources(self, form: str = "text") -> str:
        """Return every work that its figures come from, as text or as BibTeX.

        Raises
        ------
        DoorwaysError
            When the form is neither.
        """
        forms = {"text": as_text, "bibtex": as_bibtex}
        check_name("form of sources", form, forms, "Sources are text or bibtex.")
        works = {one.key: one for arm in self.plan.arms for one in cite(arm)}
        return forms[form](works.values())

    def _each(self) -> "list[tuple[int, str, str, ArmResult]]":
        """Return each run: number of its future, arm, key, what it reported."""
        return [
            (task.replicate, arm, key, result)
            for task, results in zip(self.plan.tasks, self.results, strict=True)
            for arm, key, result in zip(ARMS, run_keys(task), results, strict=True)
        ]


def frames(
    request: CompareRequest,
    *,
    store: RunStore | str | Path | None = None,
    execution: Execution = USUAL,
    council: AuthorityProfile | None = None,
) -> Frames:
    """Run what is missing of a comparison, and hold all of it ready as frames.

    Parameters
    ----------
    request, store, execution, council
        As for `scenarios.compare.compare`.

    Raises
    ------
    StoppedError
        When it was stopped before its end; what was finished is stored.
    DoorwaysError
        When something asked for is unknown, a replicate fails, or the store cannot be used.
    """
    with opened(store) as kept:
        found = compare(request, execution=execution, store=kept, council=council)
        made = make_plan(request, council)
        held: dict[int, list[ArmResult]] = {}
        for place, run in kept.held(made.tasks).results:
            held.setdefault(place, []).append(run)
    by_name = [{run.arm: run for run in held[place]} for place in range(len(made.tasks))]
    ordered = zip(made.tasks, by_name, strict=True)
    results = tuple(tuple(named[arm.name] for arm in task.arms) for task, named in ordered)
    return Frames(found, made, results)


def _frame(rows: list[tuple[Any, ...]], *columns: str) -> "DataFrame":
    from pandas import DataFrame

    return DataFrame(rows, columns=list(columns))


def _flat(parameters: Mapping[str, Any]) -> dict[str, float]:
    """Return each figure by name, those of tables by their place."""
    found: dict[str, float] = {}
    for name, value in parameters.items():
        table = np.asarray(value, dtype=float)
        if table.ndim == 0:
            found[name] = float(table)
            continue
        for place, one in np.ndenumerate(table):
            found[f"{name}[{','.join(map(str, place))}]"] = float(one)
    return found
