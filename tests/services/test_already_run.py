"""Councils that run a service already: dates as sources give them, and nothing said that is not known."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console
from typer.testing import CliRunner

from calibration.beliefs.authorities.load import listing, profile, years
from calibration.beliefs.evidence.load import sources
from calibration.beliefs.evidence.running import of_running, running_rows
from dashboards.cli.app import app
from dashboards.cli.table import show
from dashboards.pages.payload import payload
from dashboards.report.from_comparison import content_of
from dashboards.report.html import render
from scenarios.already_run import basis_of, running, running_notes
from scenarios.compare import compare, make_plan
from scenarios.comparison import Comparison
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario, from_toml, load_scenario
from scenarios.validate import faults_of
from simulation.discover import services
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import MEASURES, WEEKLY
from simulation.runner.execution import Execution
from simulation.runner.spec import ArmResult, ReplicateTask, digest
from simulation.services.already_run import COLUMNS, AlreadyRun, Basis, Contained, already_run
from simulation.services.already_run import contained as contained_in
from simulation.services.already_words import sentence
from simulation.services.opened_service import OpenedBesideIt
from simulation.services.span import month, span

WEEKS = 52
RUNS_IT, DOES_NOT = "North Yorkshire", "Rutland"
HUB = (
    'name = "mine"\ntitle = "Mine"\n\n[[interventions]]\nkind = "no_wrong_door"\n{}\n'
    "[[interventions.hubs]]\nopens_month = 6\n"
)
ROWS = running_rows()


def row(opened: str, closed: str = "", last_known: str = "") -> AlreadyRun:
    """Return a council of which this is known."""
    ended, known = (span(text, "test") if text else None for text in (closed, last_known))
    begun = span(opened, "test")
    return AlreadyRun("E1", "Town", "Help", begun, ended, known, "book", "Q01", "")


def still(task: ReplicateTask) -> tuple[ArmResult, ...]:
    """Give every measure of every arm the same number."""
    values = np.full((len(MEASURES), task.years), 100.0)
    weekly = np.full((task.years * WEEKS, len(WEEKLY)), 100.0, dtype=np.float32)
    return tuple(ArmResult(arm.name, weekly, values, 0.01) for arm in task.arms)


def compared(folder: Path, council: str, scenario: Scenario | str, year: int = 2024) -> Comparison:
    """Compare with a model in which nothing happens."""
    request = CompareRequest(
        council, scenario=scenario, years=1, replicates=2, central=True, base_year=year
    )
    store = f"sqlite:///{(folder / 'runs.sqlite').as_posix()}"
    return compare(request, execution=Execution(1), store=store, runner=still)


def of_run(folder: Path, scenario: Scenario) -> tuple[str, str]:
    """Return what names the first run of a scenario, and what names the comparison."""
    request = CompareRequest(DOES_NOT, scenario=scenario, years=1, replicates=2, central=True)
    return digest(make_plan(request).tasks[0]), compared(folder, DOES_NOT, scenario).run_key


def said(command: Sequence[str]) -> str:
    """Return what a command prints, its lines joined."""
    result = CliRunner().invoke(app, command, env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def shown(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """Yield what each way of showing a comparison shows of it."""
    content = content_of(comparison)
    yield "table", _on_screen(comparison)
    yield "report", render(content, ())
    yield "page", " ".join(payload(content, "stamp")["meaning"])
    yield "notes of comparison.json", " ".join(comparison.to_dict()["notes"])


def _on_screen(comparison: Comparison) -> str:
    text = io.StringIO()
    show(Console(file=text, width=5000), content_of(comparison))
    return text.getvalue()


@pytest.mark.parametrize(
    ("text", "first", "last", "words"),
    [
        ("2015-04", month(2015, 4), month(2015, 4), "April 2015"),
        ("2021", month(2021, 1), month(2021, 12), "2021"),
        ("2019/2021-01", month(2019, 1), month(2021, 1), "between 2019 and January 2021"),
        ("2019/", month(2019, 1), None, "2019 or later"),
    ],
)
def test_dates_are_read_as_closely_as_they_are_known(
    text: str, first: int, last: int | None, words: str
) -> None:
    """A month, a year, some time between two, and then or later."""
    found = span(text, "test")
    assert (found.first, found.last, found.words) == (first, last, words)


@pytest.mark.parametrize("text", ["", "/2020", "15-04", "2015-13", "2015-4", "2021/2019", "soon"])
def test_what_is_no_date_is_refused(text: str) -> None:
    """Nothing else is read as a date."""
    with pytest.raises(DoorwaysError, match="date"):
        span(text, "test")


@pytest.mark.parametrize(
    ("opened", "closed", "found"),
    [
        ("2015-04", "", Contained.IN_FULL),
        ("2021-04", "", Contained.IN_FULL),
        ("2021-05", "", Contained.IN_PART),
        ("2024-03", "", Contained.IN_PART),
        ("2024-04", "", Contained.NOT_YET),
        ("2021", "", Contained.AT_LEAST_IN_PART),
        ("2024", "", Contained.UNKNOWN),
        ("2019/2025", "", Contained.UNKNOWN),
        ("2015", "2021-03", Contained.NO_LONGER),
        ("2015", "2021-04", Contained.IN_PART),
        ("2015", "2024-03", Contained.IN_PART),
        ("2015", "2024-04", Contained.IN_FULL),
        ("2015", "2021", Contained.UNKNOWN),
        ("2015", "2024", Contained.AT_LEAST_IN_PART),
    ],
)
def test_how_far_three_years_contain_it(opened: str, closed: str, found: Contained) -> None:
    """April 2021 to March 2024 is what a baseline of three years to 31 March 2024 is made from."""
    assert contained_in(row(opened, closed, "2025"), Basis(2024, 3)) is found


def test_later_openings_are_never_more_in_the_baseline() -> None:
    """Over every month of ten years: in full, then in part, then not yet, each in one stretch."""
    months = [f"{year}-{number:02}" for year in range(2018, 2028) for number in range(1, 13)]
    found = [contained_in(row(text, last_known="2027-12"), Basis(2024, 2)) for text in months]
    assert list(dict.fromkeys(found)) == [Contained.IN_FULL, Contained.IN_PART, Contained.NOT_YET]
    assert sorted(found, key=list(Contained).index) == found


def test_what_no_source_says_opened_is_not_said_to_run() -> None:
    """It was taken up, and whether the baseline contains it cannot be told."""
    told = sentence(row("2020/"), Basis(2024), ["Mine"])
    assert "took up Help in 2020 or later, but no source here says that it opened" in told
    assert "cannot be told. If they do, what “Mine” opens is added to it" in told
    assert "has run" not in told


@pytest.mark.parametrize(
    ("opened", "closed", "known", "told"),
    [
        ("2015-04", "", "2025", "year to 31 March 2024, from which the baseline is made, already"),
        ("2023-09", "", "2025", "already contain what it does, for part of that time."),
        ("2023", "", "2025", "already contain what it does, for part of that time at least."),
        ("2015", "", "2019", "already contain what it does (if it still ran then)."),
        ("2024-06", "", "2025", "It opened after 31 March 2024, so the baseline does not contain"),
        ("2015", "2020", "", "Help from 2015 to 2020. It had closed before the year to 31 March"),
        ("2015", "2025", "", "The baseline goes on as if it were still there."),
    ],
)
def test_sentences_say_what_the_dates_say(opened: str, closed: str, known: str, told: str) -> None:
    """One sentence for each way a service's dates may lie to the year before the run."""
    assert told in sentence(row(opened, closed, known), Basis(2024))


def test_what_opens_is_added_only_to_what_is_there() -> None:
    """Beside one that is there it is added; beside one that came later it stands by itself."""
    there = sentence(row("2015", last_known="2025"), Basis(2024), ["Mine"])
    later = sentence(row("2024-06", last_known="2025"), Basis(2024), ["Mine"])
    assert "What “Mine” opens is added to it and does not replace it" in there
    assert "What “Mine” opens stands by itself" in later
    assert "added" not in sentence(row("2015", last_known="2025"), Basis(2024))


HEAD = ",".join(COLUMNS)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("code,name\nE1,Town\n", "columns"),
        (f"{HEAD}\nE1,Town,Help,,,,book,Q01,\n", "columns"),
        (f"{HEAD}\nE1,Town,Help,soon,,,book,Q01,\n", "A date is"),
        (f"{HEAD}\nE1,Town,Help,2019/,,2021,book,Q01,\n", "had opened by then"),
        (f"{HEAD}\nE1,Town,Help,2019,,,book,Q01,\nE1,Town,Help,2020,,,book,Q02,\n", "once"),
    ],
)
def test_a_faulty_table_is_refused(tmp_path: Path, text: str, rule: str) -> None:
    """Missing columns, a missing or wrong date, and a council twice are each named."""
    (tmp_path / "already_run.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DoorwaysError, match=rule):
        already_run(tmp_path / "already_run.csv")


def test_the_evidence_is_in_the_table() -> None:
    """Those the evidence dates, by the month where it gives one."""
    opened = {one.council: one.opened.words for one in ROWS}
    assert opened["North Yorkshire"] == "April 2015"
    assert opened["Norfolk"] == "June 2021"
    assert opened["Warrington"] == "April 2021"
    assert opened["Middlesbrough"] == "September 2020"
    assert opened["Salford"] == "February 2020"
    assert opened["Leicester"] == "2020 or later"
    assert len(ROWS) == len(opened) == 15


@pytest.mark.parametrize("one", ROWS, ids=lambda one: one.council)
def test_every_row_is_of_a_council_and_a_work_there_are(one: AlreadyRun) -> None:
    """The council has this name and code in every year there is; its source is in the register."""
    for year in years():
        assert profile(one.code, year).name == profile(one.council, year).name == one.council
    assert one.source in sources()
    assert one.locator
    assert one.last_known is None or one.opened.first <= (one.last_known.last or 0)
    assert one.closed is None or one.opened.first <= one.closed.first
    assert of_running([one], sources()) == []


def test_the_register_check_names_a_faulty_row() -> None:
    """An unknown council, another's code and an unknown work are each a problem of the register."""
    found = of_running([row("2019")], sources())
    assert {(p.name, p.rule) for p in found} == {("Town", "source"), ("Town", "council")}
    known = ROWS[0]
    wrong = AlreadyRun(
        known.code, "Town", "Help", known.opened, None, None, known.source, known.locator, ""
    )
    assert [p.says for p in of_running([wrong], sources())] == [f"has the code of {known.council}"]


@pytest.mark.parametrize("year", years())
@pytest.mark.parametrize("one", ROWS, ids=lambda one: one.council)
def test_every_council_is_told_of_every_base_year(one: AlreadyRun, year: int) -> None:
    """It names council, service and year, and is said to be there only if it had opened by then."""
    council = profile(one.code, year)
    (found,) = running(council)
    assert found.says.startswith(f"{one.council} ")
    assert one.called in found.says
    assert f"31 March {year}" in found.says
    end = basis_of(council).end
    if found.baseline_contains == Contained.NOT_YET.value:
        assert one.opened.first > end
    if "already contain" in found.says:
        assert one.opened.last is not None
        assert one.opened.last <= end


def test_no_other_council_is_told_anything() -> None:
    """Of 151 councils only those in the table are flagged."""
    codes = {one.code for one in ROWS}
    table = listing()
    can_run = table[table.cannot_run == ""].code
    scenario = load_scenario("no-wrong-door")
    told = {code for code in can_run if running_notes(profile(code), [scenario])}
    assert told == codes


@pytest.mark.parametrize("service", services(), ids=lambda one: one.name)
def test_who_runs_already_may_be_spoken_of(service: type) -> None:
    """A scenario may say `existing` of a service that some council runs already, and of no other."""
    assert bool(service.already_run()) == issubclass(service.spec, OpenedBesideIt)


def test_every_way_of_showing_it_says_so(tmp_path: Path) -> None:
    """Table, report, page and file say it of a council that runs one, and not of one that does not."""
    begins = "North Yorkshire has run No Wrong Door since April 2015"
    added = "is added to it and does not replace it"
    here = compared(tmp_path, RUNS_IT, "no-wrong-door")
    for where, text in shown(here):
        assert begins in text, where
        assert added in text, where
    for where, text in shown(compared(tmp_path, DOES_NOT, "no-wrong-door")):
        assert "has run No Wrong Door" not in text, where
        assert "added to" not in text, where
    (record,) = here.to_dict()["already_run"]
    assert record["kind"] == "no_wrong_door"
    assert record["opened"] == "April 2015"
    assert record["baseline_contains"] == "for all of that time"
    assert record["says"] in here.notes
    assert record["source"] in sources()


@pytest.mark.parametrize("twin", ["null", "recording"])
def test_of_a_twin_nobody_says_that_it_adds(twin: str) -> None:
    """A twin changes nothing, so that nothing is added to what is there, which is said all the same."""
    scenario = load_scenario("no-wrong-door")
    real, copy = (
        " ".join(running_notes(profile(RUNS_IT), [one])) for one in (scenario, scenario.twin(twin))
    )
    assert "has run No Wrong Door since April 2015" in copy
    assert "is added to it" in real
    assert "is added to it" not in copy


def test_it_is_said_whatever_is_compared(tmp_path: Path) -> None:
    """A baseline contains it too where the scenario opens something else; nothing is then added."""
    other = from_toml(
        'name = "more"\ntitle = "More"\n\n[[interventions]]\nkind = "births"\nper_year = 9\n'
    )
    told = running_notes(profile(RUNS_IT), [other])
    assert "has run No Wrong Door since April 2015" in told[0]
    assert "More" not in told[0]


def test_base_years_differ(tmp_path: Path) -> None:
    """Norfolk's began in June 2021: not in the baseline of 2021, in part in that of 2022."""
    told = {
        year: compared(tmp_path, "Norfolk", "no-wrong-door", year).already_run[0]
        for year in (2021, 2022)
    }
    assert told[2021]["baseline_contains"] == "not yet"
    assert "stands by itself" in told[2021]["says"]
    assert told[2022]["baseline_contains"] == "for part of that time"


def test_a_scenario_may_say_that_it_adds(tmp_path: Path) -> None:
    """It survives a file, is described, changes no run, and is answered where nothing is there."""
    meant, plain = (from_toml(HUB.format(line)) for line in ('existing = "added_to"', ""))
    assert from_toml(meant.to_toml()) == meant
    path = tmp_path / "mine.toml"
    path.write_text(meant.to_toml(), encoding="utf-8")
    assert "these are added to it" in said(["describe", str(path)])
    tasks, keys = zip(*(of_run(tmp_path, one) for one in (meant, plain)), strict=True)
    assert tasks[0] == tasks[1]
    assert keys[0] == keys[1]
    (told,) = running_notes(profile(DOES_NOT), [meant])
    assert "no source here says that Rutland runs one: it stands by itself" in told
    assert running_notes(profile(DOES_NOT), [plain]) == []
    assert "no source here" not in " ".join(running_notes(profile(RUNS_IT), [meant]))


def test_replacing_is_refused_with_its_rule(tmp_path: Path) -> None:
    """Nobody knows a council's figures without the service that is there, so nothing is pretended."""
    text = HUB.format('existing = "replaced"')
    with pytest.raises(DoorwaysError, match="cannot be replaced: the baseline is made from"):
        from_toml(text)
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    (fault,) = faults_of(path)
    assert "nobody knows them without it" in str(fault.error)
    assert text.splitlines()[fault.line - 1].startswith("existing")
    result = CliRunner().invoke(app, ["describe", str(path)])
    assert result.exit_code == 2
    with pytest.raises(DoorwaysError, match="added_to"):
        from_toml(HUB.format('existing = "kept"'))


def test_other_kinds_do_not_take_the_key() -> None:
    """A condition or a service that nobody is known to run refuses it instead of leaving it unread."""
    births = 'name = "a"\ntitle = "A"\n\n[[interventions]]\nkind = "births"\nper_year = 9\n'
    with pytest.raises(DoorwaysError, match="Unknown key"):
        from_toml(births + 'existing = "added_to"\n')


def test_lists_name_every_council() -> None:
    """`describe` and `services` list all of them with dates; a baseline's description none."""
    for command in (["describe", "no-wrong-door"], ["services"]):
        text = said(command)
        for one in ROWS:
            assert f"{one.council}: {one.called}, {one.since}" in text
    assert "run it already" not in said(["describe", "baseline"])


def test_the_list_of_councils_says_it() -> None:
    """`authorities` says it under the table, and in a column of the file."""
    text = said(["authorities", "--region", "East of England"])
    assert "Norfolk has run New Roads (No Wrong Door) since June 2021" in text
    assert "has run" not in said(["authorities", "--region", "South West"])
    table = said(["authorities", "--region", "East of England", "--csv"])
    assert "already_runs" in table
    assert "since June 2021" in table
