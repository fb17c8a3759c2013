"""A scenario of one's own: services, practices and conditions put together, with what may go wrong."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from dashboards.pages.choice import YEARS
from dashboards.pages.composing.composable import composables, offered
from dashboards.pages.composing.declared import fields_of, opened
from dashboards.pages.composing.own_file import OwnFile
from dashboards.pages.composing.own_file import opened as opened_by
from dashboards.pages.fields import Several
from dashboards.pages.studies.common import council, request, runs
from dashboards.pages.study import Answer, Group, Study, Table, Work
from dashboards.report.sheets import Sheet
from scenarios.scenario import Scenario, from_toml
from simulation.errors import DoorwaysError
from simulation.services.declaration import Sort

FILE: Final = "again/scenario.toml"
#: What is ticked of each sort, by the field's name.
_LISTS: Final = {"services": Sort.SERVICE, "practices": Sort.PRACTICE, "conditions": Sort.CONDITION}
_MOST, _LONGEST = 8, 120


def _answer(values: Mapping[str, Any], work: Work) -> Answer:
    from dashboards.pages.running import compared, written
    from dashboards.report.briefing.content import tiles, whole
    from dashboards.report.comparison import write_all
    from scenarios.compare import compare
    from simulation.store.store import open_store

    asked = replace(request(values), scenario=composed(values))
    with open_store(work.db) as store:
        found = compared(compare(asked, execution=work.execution, store=store), asked)
    charts = write_all(work.folder, found.found, found.content)
    said = tiles(found.found, whole(found.found))
    return Answer(
        found.headline,
        tuple(filter(None, (found.content.label.strip(),))),
        tuple(f"{one.heading}: {one.number} ({one.range}). {one.verdict}." for one in said),
        charts,
        (Table("The numbers over the whole period", _sheet(found.content)),),
        tuple(found.content.notes),
        written(work.folder, charts),
    )


def composed(values: Mapping[str, Any]) -> Scenario:
    """Return the scenario that a choice puts together, checked as a file of it would be.

    Raises
    ------
    DoorwaysError
        When nothing is opened, or what is opened does not go together.
    """
    parts = [composables()[name] for key in _LISTS for name in values[key]]
    file = opened_by(values["file"]) if values["file"] else None
    taken = [*(one.scenario for one in parts), *([file] if file else [])]
    interventions: list[Mapping[str, Any]] = [opened(one, values) for one in parts]
    interventions += file.interventions if file else ()
    if not interventions:
        rule = "Nothing is opened, so nothing would differ."
        raise DoorwaysError("scenario", "nothing", rule, "Tick something, or bring a file.")
    titles = " + ".join((*(one.label for one in parts), *([file.title] if file else [])))
    made = Scenario(
        "composed",
        titles if len(titles) <= _LONGEST else f"{titles[: _LONGEST - 1]}…",
        interventions=tuple(interventions),
        parameters={name: one for each in taken for name, one in each.parameters.items()},
        notes=_once(note for each in taken for note in each.notes),
        sources=_once(source for each in taken for source in each.sources),
    )
    return from_toml(made.to_toml(), "composed.toml")


def _once(said: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(said))


def _sheet(content: Any) -> Sheet:
    from dashboards.pages.payload import FIRST, table

    told = table("numbers", "Numbers", [content.line(name) for name in FIRST], content)
    rows = tuple(tuple(row["cells"]) for row in told["rows"])
    return Sheet(tuple(told["columns"]), rows, (-1,))


def _lists() -> tuple[Several, ...]:
    return tuple(
        Several(
            name=name,
            label=name.capitalize(),
            offered=lambda sort=sort: offered(sort),  # type: ignore[misc]
            usual=(),
            least=0,
            most=_MOST,
            silent=True,
        )
        for name, sort in _LISTS.items()
    )


def study() -> Study:
    """Declare the study: every thing that is ticked brings the form that its own declaration makes."""
    own = (field for name in composables() for field in fields_of(name))
    return Study(
        "compose",
        Group.PLAN,
        "What if we put it together ourselves?",
        "Services, practices and conditions, alone or together: tick them, say when, how many and how faithful, switch on "
        "what may go wrong, and add a programme or a scenario of your own by file.",
        (
            council(),
            YEARS,
            runs(20),
            *_lists(),
            OwnFile(
                name="file",
                label="A file of your own",
                hint="A programme, practice, condition or scenario (.toml): drop it here or choose it. It is checked as "
                "doorways validate checks it. What the forms do not ask for, such as texts and sources, or one more site, effect "
                "or cost, is said in a file: take the scenario away once it has run, edit it, and bring it back here.",
            ),
            *own,
        ),
        _answer,
        verb="compare",
        more=("--scenario", FILE.rpartition("/")[2]),
        of="runs",
    )
