"""Every study's page: declared whole, in reach from Home, and its command one that the program takes."""

import shlex
from pathlib import Path

import pytest
import typer

from dashboards.cli.app import app
from dashboards.pages import fields
from dashboards.pages.home import starts
from dashboards.pages.listing import of_group
from dashboards.pages.shipped import shipped
from dashboards.pages.studies import by_name
from dashboards.pages.study import Group, Study
from simulation.version import RESULTS_VERSION

STUDIES = tuple(by_name().values())


@pytest.mark.parametrize("study", STUDIES, ids=lambda one: one.name)
def test_a_study_is_declared_whole(study: Study) -> None:
    """Its name is its file's, its question one, its fields differ, and its link brings its choice back."""
    assert by_name()[study.name] is study
    assert (Path(__file__).parents[2] / f"dashboards/pages/studies/{study.name}.py").is_file()
    assert study.title.endswith("?")
    names = [one.name for one in study.fields]
    assert len(set(names)) == len(names)
    values, notes = fields.settle({}, study.fields)
    assert notes == ()
    chosen = study.chosen(values)
    query = chosen.link().removeprefix(study.path)
    assert fields.read(query, study.fields) == (values, ())
    assert len(query) < fields.LONGEST


@pytest.mark.parametrize("study", STUDIES, ids=lambda one: one.name)
def test_the_command_that_finds_the_same_is_one_of_the_program(study: Study) -> None:
    """The command line takes every word of it, with every number as it stands in the form."""
    values, _ = fields.settle({}, study.fields)
    name, *words = shlex.split(study.command(study.chosen(values)))[1:]
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    context = commands[name].make_context(name, words)
    for field in study.fields:
        said = field.words(values[field.name]) if field.name in values else []
        if len(said) == 2 and said[0].startswith("--"):
            given = context.params[said[0].removeprefix("--").replace("-", "_")]
            assert str(given).removesuffix(".0") == said[1]


def test_a_name_of_several_words_is_quoted() -> None:
    """A shell takes each word of the command as one."""
    assert [fields.in_shell(one) for one in ("--years", "5", "Kingston upon Thames", "a,b")] == [
        "--years",
        "5",
        '"Kingston upon Thames"',
        "a,b",
    ]


def test_everything_is_one_click_away_from_home() -> None:
    """Home lists the studies of every group, and starts from three questions whose pages there are."""
    assert {one.name for group in Group for one in of_group(group)} == set(by_name())
    pages = {"/compare", *(one.path for one in STUDIES)}
    assert len(starts()) == 3
    assert {path for path, *_ in starts()} <= pages


def test_the_result_that_ships_is_of_this_version() -> None:
    """Home shows what the model gives now: python -m dashboards.pages.shipped writes it anew."""
    assert shipped()["results_version"] == RESULTS_VERSION


def test_a_browser_takes_what_stands_in_every_form() -> None:
    """Each number is within its bounds and a whole number of steps above the lowest: else Run does nothing."""
    for study in STUDIES:
        for one in study.fields:
            if isinstance(one, fields.Number) and one.usual != "":
                low, high = one.bounds
                steps = (float(one.usual) - low) / one.step
                assert low <= float(one.usual) <= high, (study.name, one.name)
                assert steps == pytest.approx(round(steps), abs=1e-6), (study.name, one.name)
