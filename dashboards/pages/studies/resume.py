"""What is left of a batch, from here or from a command: run on, with its tables to take away."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from dashboards.pages.fields import Option, Pick
from dashboards.pages.studies.batch import PLAN, answer_of
from dashboards.pages.studies.common import Named
from dashboards.pages.study import Answer, Group, Study, Work
from simulation.errors import DoorwaysError

#: What stands where nothing can be gone on with.
_NONE: Final = "No batch has run yet: begin one on the page of batches, or with doorways batch run."


def _answer(values: Mapping[str, Any], work: Work) -> Answer:
    from scenarios.batch.cells import batch_of
    from scenarios.batch.known import known
    from scenarios.toml_text import toml_text
    from simulation.files.writing import write_text
    from simulation.store.store import open_store

    if not values["plan"]:
        raise DoorwaysError("plan", "none", "No batch has run yet.", "Begin one first.")
    with open_store(work.db) as store:
        plan = known(values["plan"], store)
        made = batch_of(plan, store)
    said = {key: one for key, one in plan.plain().items() if one is not None}
    write_text(work.folder / PLAN, toml_text(said))
    return answer_of(made, made.measures[0].name, work)


def _plans() -> tuple[Option, ...]:
    """Return the plans that have run, the newest first; those of private profiles where they may be told of."""
    from dashboards.boards import desk
    from dashboards.pages.plans import plans
    from simulation.store.store import open_store

    try:
        with open_store(desk().db) as store:
            found = plans(store, private=desk().alone)
    except DoorwaysError:
        # A database that cannot be read is told when something is run.
        return ()
    return tuple(Option(one.name, one.name) for one in found)


class Plan(Named):
    """Choose a plan, by itself the newest."""

    def settle(self, wanted: object, notes: list[str]) -> str:
        """Return the wanted plan, or the newest; empty where there is none."""
        newest = next((one.value for one in self.offered()), "")
        return Pick.settle(replace(self, usual=newest), wanted or None, notes)

    def shown(self) -> dict[str, Any]:
        """Return what the form needs to show it; without a plan it says so."""
        told = super().shown()
        return told if told["options"] else told | {"hint": _NONE}


def study() -> Study:
    """Declare the study."""
    return Study(
        "resume",
        Group.RESEARCH,
        "What is left to run of a batch?",
        "Goes on with a batch that was stopped, here or by a command, and hands out its tables: what is stored is not run "
        "again.",
        (Plan(name="plan", label="Plan", offered=_plans, usual=""),),
        _answer,
        verb="batch resume",
    )
