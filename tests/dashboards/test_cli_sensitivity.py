"""`doorways sensitivity` from outside, with a toy in place of the model."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import typer
from playwright.sync_api import BrowserContext
from typer.testing import CliRunner, Result

import scenarios.sensitivity.study
from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.evidence.load import figures
from dashboards.cli.guard import GuardedGroup
from dashboards.cli.sensitivity import sensitivity
from dashboards.report import sensitivity_words
from scenarios.arms import value_in
from scenarios.compare import Plan, make_plan
from scenarios.request import CompareRequest
from scenarios.sensitivity.decision import Decision, Threshold
from scenarios.sensitivity.known import Known
from scenarios.sensitivity.voi import Worth
from scenarios.verdict import FEWER, MORE, TOO_SMALL, UNKNOWN
from simulation.outcomes.measures import BY_NAME, MEASURES, WEEKLY
from simulation.runner.spec import ArmResult, ReplicateTask

EFFECT = "nwd_entry_ratio"
#: What the toy ran, and after how many it is stopped (0 for never).
RAN: list[int] = []
STOP = [0]
PLANS: dict[str, Plan] = {}


def toy(task: ReplicateTask) -> tuple[ArmResult, ...]:
    """Let a hub take entries and weeks off by one ratio, for a fixed price; stop when asked to."""
    if STOP[0] and len(RAN) >= STOP[0]:
        raise KeyboardInterrupt
    RAN.append(task.replicate)
    rng = np.random.default_rng(np.random.SeedSequence([task.seed, task.replicate]))
    luck = rng.normal(0.0, 5.0, (len(MEASURES), task.years))
    results = []
    for arm in task.arms:
        values = 1000.0 + luck
        if arm.interventions:
            taken = 40.0 * (1.0 - float(value_in(task, EFFECT)))
            values[BY_NAME["care_entries"]] -= taken
            values[BY_NAME["weeks_in_care"]] -= 10.0 * taken
            values[BY_NAME["cost_total"]] += 100_000.0
        weekly = np.zeros((52 * task.years, len(WEEKLY)), dtype=np.float32)
        results.append(ArmResult(arm.name, weekly, values, 0.01))
    return tuple(results)


def planned(request: CompareRequest, council: AuthorityProfile | None) -> Plan:
    """Plan as a study does, what is asked for again only once."""
    asked = repr((request, council))
    if asked not in PLANS:
        PLANS[asked] = make_plan(request, council)
    return PLANS[asked]


@pytest.fixture(scope="module", autouse=True)
def no_model() -> Iterator[None]:
    """Run the toy, plan what is asked for again only once, and compile nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scenarios.sensitivity.study, "make_plan", planned)
        patch.setattr(scenarios.sensitivity.study, "model_runner", lambda: toy)
        patch.setattr("dashboards.cli.running.announce", lambda *, quiet: None)
        yield


@pytest.fixture(autouse=True)
def fresh() -> None:
    """Forget what the toy ran, and when it was stopped."""
    RAN.clear()
    STOP[0] = 0


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """A study that was stopped after 30 runs: its folder, and what the command said."""
    folder = tmp_path_factory.mktemp("results") / "new"
    RAN.clear()
    STOP[0] = 30
    said = run("--out", folder)
    STOP[0] = 0
    return folder, said


@pytest.fixture(scope="module")
def finished(stopped: tuple[Path, Result]) -> tuple[Path, Result, int]:
    """The same study gone on with to its end: its folder, what the command said, and how many it ran."""
    folder, _ = stopped
    RAN.clear()
    return folder, run("--out", folder), len(RAN)


def run(*words: object) -> Result:
    """Run the command on a small council."""
    app = typer.Typer(cls=GuardedGroup)
    app.command()(sensitivity)
    app.callback()(lambda: None)
    small = ("--authority", "Rutland", "--years", 1, "--workers", 1, "--runs", 200)
    return CliRunner().invoke(app, ["sensitivity", *map(str, (*small, *words))])


@pytest.mark.slow
def test_a_study_is_printed_and_written(finished: tuple[Path, Result, int]) -> None:
    """The table names the driver in words with its id; all files are there and agree."""
    folder, result, _ = finished
    assert result.exit_code == 0, result.output
    says = " ".join(result.stdout.split())
    assert f"“{figures()[EFFECT].says}” ({EFFECT})" in says
    assert "stands out" in says
    assert "Nothing known better would change the decision at £0 a week" in says
    assert "It pays for itself on average from about" in says
    told = json.loads((folder / "sensitivity.json").read_text(encoding="utf-8"))
    assert told["influences"][0]["name"] == EFFECT
    rows = list(csv.DictReader(io.StringIO(_text(folder / "sensitivity.csv"))))
    assert [row["name"] for row in rows] == [one["name"] for one in told["influences"]]
    assert float(rows[0]["effect"]) == told["influences"][0]["effect"]
    worth = list(csv.DictReader(io.StringIO(_text(folder / "worth.csv"))))
    assert {row["name"] for row in worth} >= {EFFECT, "everything", "no_wrong_door"}
    assert len(_text(folder / "thresholds.csv").splitlines()) == 1 + 21
    pictures = {path.name for path in (folder / "charts").iterdir()}
    names = ("changes", "decision", "drivers")
    assert pictures == {f"{one}{kind}" for one in names for kind in (".png", ".svg")}
    assert (folder / "doorways.sqlite").exists()


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8-sig")


@pytest.mark.slow
def test_the_report_stands_alone_and_can_be_read_aloud(
    finished: tuple[Path, Result, int], read_page: Callable[[str], Any]
) -> None:
    """Well-formed, nothing fetched; each picture has words, the register's own, and a table in its section."""
    text = (finished[0] / "report.html").read_text(encoding="utf-8")
    page = read_page(text)
    assert page.faults == []
    assert page.open == []
    names = [tag for tag, _ in page.tags]
    assert {"script", "img", "link", "iframe"}.isdisjoint(names)
    assert re.findall(r"url\((?!#)", text) == []
    ids = [a["id"] for _, a in page.tags if a.get("id")]
    assert len(ids) == len(set(ids))
    pictures = [a for tag, a in page.tags if tag == "svg"]
    assert len(pictures) == 3
    assert all(a["role"] == "img" and len(a["aria-label"] or "") > 80 for a in pictures)
    order = "".join({"section": "S", "svg": "V", "table": "T"}.get(name, "") for name in names)
    assert re.match(r"SVT+SVT+SVT", order)
    assert names.count("h1") == 1
    assert "not a prediction of any child" in text
    assert EFFECT in text


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--measure", "care_entrys"), "Did you mean care_entries"),
        (("--method", "guess"), "pawn, morris, sobol"),
        (("--runs", "10"), "--runs 200"),
        (("--method", "morris", "--runs", "20", "--bank", "0"), "at least"),
        (("--value-of-care-week", "-5"), "0 or more"),
        (("--authority", "Nowhereshire"), "Nowhereshire"),
    ],
)
def test_mistakes_are_told_in_a_sentence(words: tuple[str, ...], says: str, tmp_path: Path) -> None:
    """Wrong use leaves with code 2 and one message, no traceback, and runs nothing."""
    result = run(*words, "--out", tmp_path)
    assert result.exit_code == 2
    assert says in " ".join(result.stderr.split())
    assert "Traceback" not in result.output
    assert RAN == []


@pytest.mark.slow
def test_a_stopped_study_loses_nothing(
    stopped: tuple[Path, Result], finished: tuple[Path, Result, int]
) -> None:
    """Ctrl-C says how far it came, with code 130; the same command runs only the rest."""
    _, said = stopped
    assert said.exit_code == 130
    assert "Stopped. 30 of 200 runs are finished and stored" in " ".join(said.stderr.split())
    _, whole, rest = finished
    assert whole.exit_code == 0
    assert rest == 200 - 30


def test_folders_do_not_replace_one_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without --out, what makes a study is in the name of its folder, which is there at once."""
    monkeypatch.chdir(tmp_path)
    STOP[0] = 1
    for words in ((), ("--value-of-care-week", 50)):
        RAN.clear()
        assert run("--quiet", "--db", tmp_path / "runs.sqlite", *words).exit_code == 130
    found = sorted(path.name for path in (tmp_path / "out").iterdir())
    stem = "rutland-no-wrong-door-sensitivity-care-entries-difference-pawn-1y-200r-seed1"
    assert found == [stem, f"{stem}-week50"]


def decision(pounds: float, weeks: float, verdict: str = UNKNOWN) -> Decision:
    """A decision whose break-even, where there is one, is among its thresholds."""
    one = Threshold(pounds, -4e6, -5e6, -3e6, 0.1, 0.1, verdict)
    nothing = Known("everything", "", 1, (Worth(0.0, 0.0, 1.0),))
    even = pounds if weeks > 0 else None
    return Decision((one,), (), even, weeks, 1.0, 4e6, 1.0, (), (nothing,), 20)


@pytest.mark.parametrize(
    ("pounds", "weeks", "says", "price"),
    [
        (152_000.0, 30.0, "from about £152,000 a week", True),
        (12_701.0, 30.0, "from about £12,701 a week", True),
        (12_700.0, 30.0, "from about £12,700 a week", False),
        (0.0, -3.0, "avoids no weeks of care", False),
    ],
)
def test_a_break_even_beyond_every_price_is_not_left_without_comment(
    pounds: float, weeks: float, says: str, price: bool
) -> None:
    """Beyond the dearest registered placement, £12,700 a week, the sentence says so."""
    told = " ".join(sensitivity_words.break_even(decision(pounds, weeks)))
    assert says in told
    assert ("No placement in the register costs that much: the dearest is £12,700" in told) == price


@pytest.mark.parametrize(
    ("verdict", "says"),
    [
        (MORE, "is the better choice."),
        (FEWER, "is the worse choice."),
        (TOO_SMALL, "differs too little to matter."),
        (UNKNOWN, "may be better or worse: it cannot be told."),
    ],
)
def test_a_choice_is_judged_by_the_rule_of_every_comparison(verdict: str, says: str) -> None:
    """The interval of the average, far below nothing here, plays no part in the word."""
    result = SimpleNamespace(scenario="One hub", baseline="Baseline", years=5)
    told = sensitivity_words.better(decision(0.0, 1.0, verdict).thresholds[0], result)  # type: ignore[arg-type]
    assert says in told
    assert "−£4.0m over 5 years" in told


@pytest.mark.slow
@pytest.mark.browser
def test_the_report_fits_a_phone(
    finished: tuple[Path, Result, int],
    context: BrowserContext,
    fits: Callable[[BrowserContext, Path], None],
) -> None:
    """At 390 px, magnified and on a wide screen nothing but a chart reaches beyond the screen."""
    fits(context, finished[0] / "report.html")
