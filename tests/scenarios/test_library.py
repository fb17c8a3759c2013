"""What ships in the library, found by itself: it loads, is told, is sourced, and is listed."""

import shutil
from pathlib import Path

import pytest

from calibration.beliefs.evidence.load import figures
from dashboards.report.content import short
from scenarios.beliefs import brought
from scenarios.cite import cite, cited_figures
from scenarios.describe import describe, describe_part
from scenarios.intervention_schema import kinds
from scenarios.opened_files import PARTS, part_path
from scenarios.parts import shipped_parts
from scenarios.request import CompareRequest
from scenarios.scenario import LIBRARY, Scenario, list_scenarios, load_scenario
from scenarios.validate import faults_of
from scenarios.without import without
from simulation.errors import DoorwaysError
from simulation.files.toml_file import read_toml

FILES = (*sorted(LIBRARY.glob("*.toml")), *sorted(PARTS.glob("*.toml")))
ALL = [one for one in list_scenarios() if not one.twin_of]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_is_without_fault(path: Path) -> None:
    """`doorways validate` finds no fault in any file that ships; test_library_spoilt.py shows what it finds in spoilt ones."""
    assert faults_of(path) == []


@pytest.mark.parametrize("path", sorted(PARTS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_part_is_named_after_its_file_and_told(path: Path) -> None:
    """A part's name is its file's, it opens with a comment, and it can be read in words."""
    assert read_toml(path, "file")["name"] == path.stem.replace("_", "-")
    assert path.read_text(encoding="utf-8").startswith("# ")
    assert read_toml(path, "file")["title"] in describe_part(path)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_is_named_in_the_page_of_the_library(path: Path) -> None:
    """docs/library.md names each scenario that ships, and each part by its own name or its scenario's."""
    page = (Path(__file__).parents[2] / "docs" / "library.md").read_text(encoding="utf-8")
    assert f"`{path.stem.replace('_', '-')}`" in page


def test_every_part_is_opened_by_a_scenario_that_ships() -> None:
    """No part lies about that no scenario shows."""
    opened = {
        str(one[one["kind"]]["name"])
        for scenario in ALL
        for one in scenario.interventions
        if one["kind"] in one
    }
    assert {part.name for part in shipped_parts()} <= opened


@pytest.mark.parametrize("scenario", ALL, ids=lambda one: one.name)
def test_every_scenario_is_described_and_cited(scenario: Scenario) -> None:
    """Its description names what it opens, and every source it names is a work or an address."""
    said = describe(scenario)
    assert scenario.title in said
    for one in scenario.interventions:
        if one["kind"] in one:
            assert one[one["kind"]]["title"] in said
    works = cite(scenario)
    assert all(work.author or work.url for work in works), [w.key for w in works if not w.author]


@pytest.mark.parametrize("scenario", ALL, ids=lambda one: one.name)
def test_what_a_part_takes_from_the_register_is_cited_with_its_grade(scenario: Scenario) -> None:
    """A figure that a file names is cited, and the file says the register's grade and no other."""
    cited = {one.id for one in cited_figures(scenario)}
    for own in brought(scenario).values():
        if own.figure:
            assert own.figure in cited
            assert own.grade == figures()[own.figure].grade or own.unit.startswith("£")


def test_a_copy_opens_the_parts_that_ship(tmp_path: Path) -> None:
    """A scenario copied elsewhere opens the same files; one that lies beside it goes first."""
    name = next(one.name for one in ALL if any(i["kind"] in i for i in one.interventions))
    original = LIBRARY / f"{name.replace('-', '_')}.toml"
    copy = tmp_path / "mine.toml"
    shutil.copy(original, copy)
    assert load_scenario(str(copy)).interventions == load_scenario(name).interventions
    part = shipped_parts()[0]
    (tmp_path / "parts").mkdir()
    own = tmp_path / part.file
    own.write_text("", encoding="utf-8")
    assert part_path(part.file, tmp_path, "here") == own
    with pytest.raises(DoorwaysError, match="Save the scenario as a file first"):
        part_path("parts/nobody.toml", None, "here")


def test_each_part_of_a_scenario_can_be_taken_out() -> None:
    """What is named is gone and nothing else, under a name and title that say so."""
    whole = load_scenario("wigan-adaptation")
    for name in ("act", "no-wrong-door", "no_wrong_door", "mockingbird"):
        rest = without(whole, [name])
        assert len(rest.interventions) == len(whole.interventions) - 1
        assert rest.name == f"wigan-adaptation-without-{name.replace('_', '-')}"
        assert rest.title == f"{whole.title} (without {name.replace('_', '-')})"
        assert short(rest.title) != short(whole.title)
        assert set(map(str, rest.interventions)) < set(map(str, whole.interventions))
    assert without(whole, []) is whole
    arms = CompareRequest(baseline=whole, scenario=whole, without=("act", "share")).arms()
    assert [len(arm.interventions) for arm in arms] == [8, 6]
    with pytest.raises(DoorwaysError, match="opens nothing of this name"):
        without(whole, ["nobody"])


@pytest.mark.parametrize("scenario", ALL, ids=lambda one: one.name)
def test_effects_of_a_part_are_told_apart(scenario: Scenario) -> None:
    """Two on one process have words and names of their own wherever they are listed or left out."""
    for one in scenario.interventions:
        kind = kinds()[one["kind"]]
        says = [own.says for own in kind.own(one)]
        assert len({*says}) == len(says)
        if one["kind"] in one:
            parts = kind.parts(one, {})
            assert len({part.says for part in parts}) == len(parts)
            assert len({part.name for part in parts}) == len(parts)
    for part in shipped_parts():
        assert len({*part.listed}) == len(part.listed)
