"""`doorways new`, `validate` and `describe`: files to start from, every fault by line, words."""

from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from arms import PROBES
from pydantic import ValidationError
from typer.testing import CliRunner

from dashboards.cli.app import app
from scenarios.capacity import capacity_note
from scenarios.compare import make_plan
from scenarios.new_file import PLACEHOLDER, THINGS, new_file
from scenarios.parts import shipped_parts
from scenarios.request import CompareRequest
from scenarios.scenario import load_scenario
from scenarios.validate import faults_of
from scenarios.where import line_of
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import WEEKLY
from simulation.services.wording import checked


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def sourced(thing: str, name: str, folder: Path) -> Path:
    """Write a new file and say where its numbers come from, as its writer would."""
    path = new_file(thing, name, folder)
    text = path.read_text(encoding="utf-8").replace(PLACEHOLDER, "A study.")
    path.write_text(text, encoding="utf-8")
    return path


def doorways(*words: str) -> tuple[int, str]:
    """Run a command and return its code and all it said."""
    result = CliRunner().invoke(app, list(words), env={"COLUMNS": "400"})
    return result.exit_code, result.output


@pytest.mark.parametrize("thing", THINGS)
def test_a_new_file_has_no_fault_and_describes_itself(here: Path, thing: str) -> None:
    """What `new` writes passes `validate` once its sources are named, and can be read in words."""
    assert doorways("new", thing, "mine")[0] == 0
    text = (here / "mine.toml").read_text(encoding="utf-8")
    (here / "mine.toml").write_text(text.replace(PLACEHOLDER, "A study."), encoding="utf-8")
    assert faults_of(here / "mine.toml") == []
    code, said = doorways("validate", "mine.toml")
    assert (code, "no fault" in said) == (0, True)
    code, said = doorways("describe", "mine.toml")
    assert code == 0
    assert "Mine" in said


@pytest.mark.parametrize("folder", ["parts", "library/parts", "scenarios/library/parts"])
def test_a_part_that_ships_is_described_from_any_folder(here: Path, folder: str) -> None:
    """By the path it has in the library, and told how to open it; a file that lies there goes first."""
    name = shipped_parts()[0].file.partition("/")[2]
    code, said = doorways("describe", f"{folder}/{name}")
    assert code == 0
    assert shipped_parts()[0].title in said
    assert f"file = 'parts/{name}'" in said
    assert doorways("describe", f"{folder}/nobody.toml")[0] == 2
    assert doorways("describe", name)[0] == 2
    (here / folder).mkdir(parents=True)
    sourced("practice", "mine", here / folder).rename(here / folder / name)
    assert "Mine" in doorways("describe", f"{folder}/{name}")[1]


@pytest.mark.parametrize("thing", THINGS)
def test_nothing_is_ever_overwritten(here: Path, thing: str) -> None:
    """A second file of the name is refused and the first keeps every letter."""
    path = new_file(thing, "mine", here)
    path.write_text("changed", encoding="utf-8")
    with pytest.raises(DoorwaysError, match="nothing is ever overwritten"):
        new_file(thing, "mine", here)
    assert path.read_text(encoding="utf-8") == "changed"


@pytest.mark.parametrize("name", ["", "../up", "Mine", "a b", "x" * 61, "con/x", "-"])
def test_a_name_is_plain(here: Path, name: str) -> None:
    """A name that could lead elsewhere, or that a run could not carry, is refused."""
    with pytest.raises(DoorwaysError, match="lower-case words"):
        new_file("scenario", name, here)
    assert list(here.iterdir()) == []


def test_an_unknown_thing_is_refused(here: Path) -> None:
    """Only four things can be written."""
    with pytest.raises(DoorwaysError, match="scenario"):
        new_file("scenarion", "mine", here)


def test_every_fault_is_told_by_its_line(here: Path) -> None:
    """Three faults in one file: each with the line it stands in."""
    path = sourced("programme", "mine", here)
    text = path.read_text(encoding="utf-8")
    text = text.replace("accepted = 0.5 ", "accepted = 1.5 ").replace("months = 4 ", "monts = 4 ")
    text = text.replace('payer = "council"', 'payer = "councl"')
    path.write_text(text, encoding="utf-8")
    wrong = ("accepted = 1.5", "monts = 4", 'payer = "councl"')
    expected = {next(i for i, line in enumerate(text.splitlines(), 1) if w in line) for w in wrong}
    faults = faults_of(path)
    assert expected <= {fault.line for fault in faults}
    code, said = doorways("validate", "mine.toml")
    assert code == 1
    for line in expected:
        assert f"line {line}:" in said


def test_a_misspelt_process_is_told_with_the_right_one(here: Path) -> None:
    """The effect's line is named, and the process that was meant."""
    path = sourced("practice", "mine", here)
    text = path.read_text(encoding="utf-8").replace('"escalation"', '"escalaton"')
    path.write_text(text, encoding="utf-8")
    (fault,) = faults_of(path)
    assert "escalaton" in text.splitlines()[fault.line - 1]
    assert "escalation" in str(fault.error)


def test_a_scenario_tells_the_faults_of_its_files(here: Path) -> None:
    """A fault inside a file that a scenario names is told with that file and its own line."""
    part = sourced("programme", "part", here)
    part.write_text(
        part.read_text(encoding="utf-8").replace("without_crisis = 0.2", "without_crisis = 2"),
        encoding="utf-8",
    )
    whole = here / "whole.toml"
    whole.write_text(
        'name = "whole"\ntitle = "Whole"\n\n[[interventions]]\nfile = "part.toml"\nfidelity = 3\n'
        '\n[[interventions]]\nfile = "missing.toml"\n\n[parameters]\nnothing_such = 1\n',
        encoding="utf-8",
    )
    found = {(fault.file.name, fault.line) for fault in faults_of(whole)}
    inside = next(
        i
        for i, line in enumerate(part.read_text(encoding="utf-8").splitlines(), 1)
        if "without_crisis = 2" in line
    )
    assert found == {
        ("whole.toml", 6),
        ("whole.toml", 9),
        ("whole.toml", 12),
        ("part.toml", inside),
    }


def test_a_scenario_with_a_file_describes_who_what_when_and_cost(here: Path) -> None:
    """Plain English of the whole: the programme's members, room, effects and costs are in it."""
    sourced("programme", "part", here)
    (here / "whole.toml").write_text(
        'name = "whole"\ntitle = "Whole"\n\n[[interventions]]\nfile = "part.toml"\nopens_month = 9\n',
        encoding="utf-8",
    )
    code, said = doorways("describe", "whole.toml")
    assert code == 0
    for words in (
        "Who:",
        "from month 9",
        "room for 18",
        "Effect on going missing",
        "£50,000",
        "grade assumed",
    ):
        assert words in said
    assert load_scenario("whole.toml").interventions[0]["opens_month"] == 9


def test_services_lists_every_kind_with_grade_and_source() -> None:
    """Each kind that was discovered stands in the list, and the levers a file can name."""
    from scenarios.catalogue import entries, levers
    from scenarios.intervention_schema import kinds

    code, said = doorways("services")
    assert code == 0
    assert {one.name for one in entries()} == set(kinds())
    for name in (*kinds(), *(name for name, *_ in levers())):
        assert name in said
    graded = [one for one in entries() if one.grades]
    assert graded
    for one in graded:
        assert one.sources


@pytest.mark.parametrize(
    ("key", "value"), [("twin", "null"), ("later_months", 3), ("effect_strength", 0.5)]
)
def test_services_lists_only_what_can_be_said(key: str, value: object) -> None:
    """A key is listed, and on the form, where a scenario may say it, and nowhere else."""
    from dashboards.pages.composing.composable import composables
    from dashboards.pages.composing.declared import fields_of
    from scenarios.catalogue import entries
    from scenarios.intervention_schema import kinds

    taken = set()
    for name, kind in kinds().items():
        with suppress(ValidationError):
            checked(kind.spec, {**kind.example, "kind": name, key: value})
            taken.add(name)
    assert {one.name for one in entries() if key in one.keys} == taken
    assert taken < set(kinds())
    asked = {one.kind for name, one in composables().items() if f"{name}--{key}" in fields_of(name)}
    assert asked <= taken


def test_services_says_which_kinds_rest_on_what_is_assumed() -> None:
    """Where part of what a service does is assumed, the list says so beside the grades."""
    from calibration.beliefs.evidence.load import figures
    from scenarios.catalogue import entries
    from scenarios.cite import effect_figures
    from scenarios.intervention_schema import kinds

    known = figures()
    for one in entries():
        sizes = [known[name] for name in effect_figures(kinds()[one.name])]
        assert ("assumed" in one.grades) == any(size.kind == "assumed" for size in sizes)


@pytest.mark.parametrize(
    ("loc", "line"),
    [
        (("a",), 1),
        (("t", "b"), 4),
        (("list", 0, "c"), 7),
        (("list", 1, "c"), 9),
        (("list", 1, "inner", "d"), 11),
        (("list", 1, "inner", "missing"), 10),
        (("nowhere",), 1),
    ],
)
def test_lines_of_keys(loc: tuple[int | str, ...], line: int) -> None:
    """A key's line is found; what is missing is told where it would belong."""
    text = "a = 1\n\n[t]\nb = 2\n\n[[list]]\nc = 1\n[[list]]\nc = 2\n[list.inner]\nd = 3\n"
    assert line_of(text, loc) == line


def test_two_of_one_name_are_told_before_anything_runs(here: Path) -> None:
    """`validate` names the second of two things of one name, as `compare` would refuse it."""
    sourced("programme", "part", here)
    twice = '[[interventions]]\nfile = "part.toml"\n'
    (here / "whole.toml").write_text(
        f'name = "whole"\ntitle = "Whole"\n{twice}{twice}', encoding="utf-8"
    )
    (fault,) = faults_of(here / "whole.toml")
    assert fault.line == 5
    assert "two things of this name" in str(fault.error)


@pytest.mark.parametrize(
    ("before", "after", "line_with", "said"),
    [
        ('type = "programme"', 'type = "program"', 'type = "program"', "programme"),
        ("low = 0.6", "low = 1.6", "low = 1.6", "low must not exceed central"),
        ("ratio = {", 'ratio = "much"  # {', 'ratio = "much"', "valid number"),
        ("[who]", "[who", "[who", "not a TOML file"),
    ],
)
def test_one_mistake_is_one_fault(
    here: Path, before: str, after: str, line_with: str, said: str
) -> None:
    """A single mistake is told once, at its line, in words without names of the code's own."""
    path = sourced("programme", "mine", here)
    text = path.read_text(encoding="utf-8").replace(before, after)
    path.write_text(text, encoding="utf-8")
    (fault,) = faults_of(path)
    line = next(
        i
        for i, one in enumerate(text.splitlines(), 1)
        if one.startswith(line_with) or line_with in one
    )
    assert fault.line == line
    assert said in str(fault.error)
    assert "function-" not in str(fault.error)


def test_a_twin_leaves_the_world_as_it_is(here: Path) -> None:
    """A twin switches off what services do; a condition has none and stays."""
    sourced("programme", "part", here)
    text = (
        '[[interventions]]\nfile = "part.toml"\n[[interventions]]\nkind = "births"\nper_year = 5\n'
    )
    (here / "whole.toml").write_text(f'name = "whole"\ntitle = "Whole"\n{text}', encoding="utf-8")
    twins = [one["twin"] for one in load_scenario("whole.toml-null").interventions]
    assert twins == ["null", "real"]
    world = '[[interventions]]\nkind = "births"\nper_year = 5\n'
    (here / "world.toml").write_text(f'name = "world"\ntitle = "World"\n{world}', encoding="utf-8")
    with pytest.raises(DoorwaysError, match="no twins"):
        load_scenario("world.toml-null")


@pytest.mark.parametrize(
    "lines",
    [
        'file = "part.toml"\nopens_month = 12\ncloses_month = 6',
        'kind = "arrivals"\nchange = 0.1\nfrom_month = 6\nuntil_month = 6',
        'kind = "carers_recruited"\nprovider = "lodgings"\nnumber = 2\nfrom_month = 9\nuntil_month = 3',
    ],
)
def test_what_ends_before_it_begins_is_refused(here: Path, lines: str) -> None:
    """A period of no length would do nothing in silence: it is a fault."""
    sourced("programme", "part", here)
    (here / "whole.toml").write_text(
        f'name = "whole"\ntitle = "Whole"\n[[interventions]]\n{lines}\n', encoding="utf-8"
    )
    (fault,) = faults_of(here / "whole.toml")
    assert "must come after" in str(fault.error)


def test_what_begins_too_late_is_said(here: Path) -> None:
    """A programme that opens after the run has ended changes nothing, and a note says so."""
    sourced("programme", "part", here)
    (here / "whole.toml").write_text(
        'name = "whole"\ntitle = "Whole"\n[[interventions]]\nfile = "part.toml"\nopens_month = 24\n',
        encoding="utf-8",
    )
    said = doorways(
        *("compare", "--authority", "Rutland", "--scenario", "whole.toml", "--years", "1"),
        *("--replicates", "2", "--db", "runs.sqlite", "--out", "out"),
    )[1]
    assert "begins after the end of the run" in said
    assert "Note: part begins" not in said


@pytest.mark.parametrize("name", ["con", "nul", "com1", "lpt9"])
def test_a_name_windows_keeps_is_refused(here: Path, name: str) -> None:
    """A file of a device's name could not be written on a council's laptop."""
    with pytest.raises(DoorwaysError, match="Windows keeps this name"):
        sourced("programme", name, here)


def test_a_scenario_that_names_itself_is_one_fault(here: Path) -> None:
    """A file that is no programme, here the scenario itself, is told once and not for ever."""
    text = 'name = "whole"\ntitle = "Whole"\n[[interventions]]\nfile = "whole.toml"\n'
    (here / "whole.toml").write_text(text, encoding="utf-8")
    (fault,) = faults_of(here / "whole.toml")
    assert "says its type" in str(fault.error)


@pytest.mark.parametrize(
    ("member", "before", "after", "said"),
    [
        (
            "young_person",
            '# placements = ["childrens_home"]',
            'placements = ["kinship", "kinship"]',
            "listed twice",
        ),
        ("young_person", '# needs = ["exploitation"]', 'needs = ["send", "send"]', "listed twice"),
        ("home", "ages = [10, 18]", "ages = [10, 17]", "ages says nothing of a home"),
        (
            "carer",
            '# needs = ["exploitation"]',
            'needs = ["exploitation"]',
            "says nothing of a carer",
        ),
        ("mother", "ages = [10, 18]", "ages = [0, 5]", "ages says nothing of a mother"),
    ],
)
def test_nothing_of_a_programme_is_ignored_or_counted_twice(
    here: Path, member: str, before: str, after: str, said: str
) -> None:
    """A word that stands twice, or that nothing reads for these members, is a fault."""
    path = sourced("programme", "mine", here)
    text = path.read_text(encoding="utf-8").replace(before, after)
    path.write_text(text.replace('"young_person"', f'"{member}"'), encoding="utf-8")
    assert any(said in str(fault.error) for fault in faults_of(path))


def test_a_condition_has_no_twin_of_its_own(here: Path) -> None:
    """A twin that a condition is told to be would do nothing: it is refused."""
    text = '[[interventions]]\nkind = "births"\nper_year = 5\ntwin = "null"\n'
    (here / "whole.toml").write_text(f'name = "whole"\ntitle = "Whole"\n{text}', encoding="utf-8")
    (fault,) = faults_of(here / "whole.toml")
    assert "twin" in str(fault.error)


def test_two_periods_of_births_go_together(here: Path) -> None:
    """Births may rise in one period and more in the next."""
    part = '[[interventions]]\nkind = "births"\nper_year = 5\nfrom_month = {}\nuntil_month = {}\n'
    (here / "whole.toml").write_text(
        'name = "whole"\ntitle = "Whole"\n' + part.format(0, 12) + part.format(12, 24),
        encoding="utf-8",
    )
    assert faults_of(here / "whole.toml") == []


def test_workers_times_members_is_the_room() -> None:
    """What is a whole number is not lost to binary: 8.2 workers of 15 are 123 places."""
    from simulation.interventions.programme.spec import Support

    said = {
        "workers": 8.2,
        "members_per_worker": 15,
        "months": 6,
        "weeks_to_start": 2,
        "half_life_years": 1,
    }
    assert Support.model_validate(said).capacity == 123


@pytest.mark.parametrize("probe", ["constellation", "closed"])
def test_room_is_that_of_young_people_while_it_is_open(here: Path, probe: str) -> None:
    """Places for carers, or of what has closed, are not set against young people supported."""
    sourced("programme", "closed", here)
    source = PROBES / "constellation.toml"
    (here / "constellation.toml").write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    closing = "closes_month = 6" if probe == "closed" else ""
    (here / "whole.toml").write_text(
        f'name = "whole"\ntitle = "Whole"\n[[interventions]]\nfile = "{probe}.toml"\n{closing}\n',
        encoding="utf-8",
    )
    scenario = load_scenario("whole.toml")
    plan = make_plan(CompareRequest("Rutland", scenario=scenario, years=2, replicates=2))
    nobody = np.zeros((2, 104, len(WEEKLY)), np.float32)
    note = capacity_note(scenario.interventions, nobody, plan.beliefs.figures(), 2)
    assert note is None
