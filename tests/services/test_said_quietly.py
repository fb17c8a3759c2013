"""What would come to nothing, be shown in full or be told at the wrong place: each is said where it is."""

from pathlib import Path

import numpy as np
import pytest
from arms import PROBES, arms_of
from typer.testing import CliRunner

from dashboards.cli.app import app
from scenarios.capacity import council_notes
from scenarios.compare import compare, make_plan
from scenarios.new_file import PLACEHOLDER, TEMPLATES, new_file
from scenarios.request import CompareRequest
from scenarios.scenario import load_scenario
from scenarios.validate import Fault, faults_of
from simulation.outcomes.measures import BY_NAME

WHOLE = 'name = "whole"\ntitle = "Whole"\n\n[[interventions]]\n'


def scenario(folder: Path, lines: str) -> Path:
    """Write a scenario that opens what these lines say."""
    path = folder / "whole.toml"
    path.write_text(WHOLE + lines, encoding="utf-8")
    return path


def notes(folder: Path, lines: str, council: str = "Rutland") -> str:
    """Return what a comparison would note of what comes to nothing in a council."""
    loaded = load_scenario(str(scenario(folder, lines)))
    request = CompareRequest(council, scenario=loaded, years=1, replicates=2, central=True)
    made = make_plan(request)
    return " ".join(council_notes(made.arms, made.tasks[0]))


def described(path: Path) -> str:
    """Return what `describe` says."""
    return CliRunner().invoke(app, ["describe", str(path)], env={"COLUMNS": "400"}).output


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            'kind = "providers_close"\nprovider = "childrens_home"\nnumber = 400\nmonth = 3',
            "400 children's homes are to close in month 3, but this council has",
        ),
        (
            'kind = "carers_recruited"\nprovider = "foster_in_house"\nnumber = 499',
            "each is like one of these",
        ),
        ('kind = "births"\nper_year = 0.2', "0.2 births are added on average"),
        (
            'kind = "arrivals"\nchange = 0.1\nof = "unaccompanied"\nages = [3, 4]',
            "in most futures nobody",
        ),
    ],
)
def test_what_comes_to_less_is_noted(tmp_path: Path, lines: str, said: str) -> None:
    """More than a council has, or fewer than one, is said in a note of the result."""
    assert said in notes(tmp_path, lines)


@pytest.mark.parametrize(
    "lines",
    [
        'kind = "providers_close"\nprovider = "foster_in_house"\nnumber = 1\nmonth = 3',
        'kind = "carers_recruited"\nprovider = "foster_in_house"\nnumber = 2',
        'kind = "births"\nper_year = 3',
        'kind = "arrivals"\nchange = 0.5',
    ],
)
def test_what_does_happen_is_not_noted(tmp_path: Path, lines: str) -> None:
    """A condition that is felt as it is written gives no note."""
    assert notes(tmp_path, lines) == ""


def test_the_result_holds_the_note(tmp_path: Path) -> None:
    """The note stands in the comparison itself, which the report, the page and the table show."""
    lines = 'kind = "births"\nper_year = 0.2\n'
    loaded = load_scenario(str(scenario(tmp_path, lines)))
    request = CompareRequest("Rutland", scenario=loaded, years=1, replicates=2, central=True)
    found = compare(request, store=f"sqlite:///{tmp_path / 'runs.sqlite'}")
    assert any("0.2 births are added" in note for note in found.notes)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            'kind = "providers_close"\nprovider = "lodgings"\nnumber = 9\nmonth = 3',
            "or as many as the council then has",
        ),
        ('kind = "providers_close"\nprovider = "lodgings"\nnumber = 0\nmonth = 3', "No supported"),
        ('kind = "carers_recruited"\nprovider = "lodgings"\nnumber = 0', "No supported lodgings"),
        ('kind = "births"\nper_year = 3\nuntil_month = 2', "in most futures none"),
    ],
)
def test_describe_says_what_may_come_to_nothing(tmp_path: Path, lines: str, said: str) -> None:
    """Without a council, the description says that there may be fewer, or that it is none."""
    assert said in described(scenario(tmp_path, lines))


def test_carers_lost_by_a_closure_leave(tmp_path: Path) -> None:
    """Each carer a condition closes is counted among those who leave, at that moment."""
    lines = 'kind = "providers_close"\nprovider = "foster_agency"\nnumber = 5\nmonth = 6\n'
    arms = arms_of(tmp_path, f"[[interventions]]\n{lines}")
    exits = {name: arm.log.only("carer_exit") for name, arm in arms.items()}
    at = {name: int((log.times == 0.5).sum()) for name, log in exits.items()}
    assert (at["baseline"], at["tried"]) == (0, 5)
    row = BY_NAME["carer_exits"]
    first = {name: arm.values[row][0] for name, arm in arms.items()}
    assert first["tried"] >= first["baseline"] + 3


def one_fault(path: Path) -> Fault:
    """Return the only fault of a file."""
    (fault,) = faults_of(path)
    return fault


def test_a_fault_of_a_period_shows_the_period(tmp_path: Path) -> None:
    """Not the whole programme it is a period of; and it is told at the line of its end."""
    new_file("programme", "team", tmp_path)
    text = (tmp_path / "team.toml").read_text(encoding="utf-8").replace(PLACEHOLDER, "A study.")
    (tmp_path / "team.toml").write_text(text, encoding="utf-8")
    path = scenario(tmp_path, 'file = "team.toml"\nopens_month = 12\ncloses_month = 6\n')
    fault = one_fault(path)
    assert "closes_month = 6" in str(fault.error)
    assert "opens_month = 12" in str(fault.error)
    assert "half_life" not in str(fault.error)
    assert path.read_text(encoding="utf-8").splitlines()[fault.line - 1] == "closes_month = 6"


@pytest.mark.parametrize("ending", [".toml", ""])
def test_a_path_of_thousands_of_letters_is_shown_short(tmp_path: Path, ending: str) -> None:
    """The fault is told with both ends of the path, not with all of it."""
    path = scenario(tmp_path, f'file = "{"x" * 5000}{ending}"\n')
    assert len(str(one_fault(path).error)) < 1200
    result = CliRunner().invoke(app, ["validate", str(path)])
    assert result.exit_code == 1
    assert "x" * 500 not in result.output.replace("\n", "")


@pytest.mark.parametrize("letter", ["\\u001b", "\u202e", "\\u2028", "\\b"])
def test_what_cannot_be_seen_is_told_at_its_line(tmp_path: Path, letter: str) -> None:
    """A character that steers a terminal, written out or as an escape, is told where it stands."""
    path = scenario(tmp_path, f'kind = "births"\nper_year = 5\n# a note\ntwin = "re{letter}al"\n')
    fault = one_fault(path)
    assert fault.line == 8
    assert "cannot be seen" in str(fault.error)


@pytest.mark.parametrize("thing", ["programme", "practice", "condition"])
def test_a_source_of_the_template_is_no_source(tmp_path: Path, thing: str) -> None:
    """Each is told at its line, with what to write instead; a real one passes."""
    path = new_file(thing, "mine", tmp_path)
    text = path.read_text(encoding="utf-8")
    lines = [i for i, line in enumerate(text.splitlines(), 1) if line.startswith("source = ")]
    faults = faults_of(path)
    assert [fault.line for fault in faults] == lines
    assert all("our own judgement" in str(fault.error) for fault in faults)
    assert PLACEHOLDER in (TEMPLATES / f"{thing}.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("missing_contagoin", "missing_contagion"),
        ("charge_share", ""),
        ("hub_caseload", "in pounds"),
    ],
)
def test_a_figure_that_is_no_size_is_told_by_validate(
    tmp_path: Path, figure: str, said: str
) -> None:
    """A misspelt figure of an effect, or one of a cost that is no money, is told at its own line."""
    path = new_file("programme", "team", tmp_path)
    text = path.read_text(encoding="utf-8").replace(PLACEHOLDER, "A study.")
    key = "pounds_a_year = 50000" if said == "in pounds" else "ratio = {"
    lines = [f'figure = "{figure}"' if line.startswith(key) else line for line in text.splitlines()]
    path.write_text("\n".join(lines), encoding="utf-8")
    if not said:
        assert faults_of(path) == []
        return
    fault = one_fault(path)
    assert lines[fault.line - 1] == f'figure = "{figure}"'
    assert said in str(fault.error)


@pytest.mark.parametrize("probe", ["constellation", "mothers"])
def test_a_recording_twin_of_families_and_carers_writes_less_down(
    tmp_path: Path, probe: str
) -> None:
    """Children whose carer or family is supported go missing as before, and less is written down."""
    text = (PROBES / f"{probe}.toml").read_text(encoding="utf-8")
    (tmp_path / f"{probe}.toml").write_text(text, encoding="utf-8")
    table = f'[[interventions]]\nfile = "{probe}.toml"\nopens_month = 0\n'
    arms = arms_of(tmp_path, table, twin="recording", council="Norfolk")
    every, written = BY_NAME["missing_episodes"], BY_NAME["missing_episodes_recorded"]
    before, after = (arms[name].values for name in ("baseline", "tried"))
    assert np.array_equal(before[every], after[every])
    assert after[written].sum() < before[written].sum()
