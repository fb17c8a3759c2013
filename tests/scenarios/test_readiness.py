"""Readiness: answers become fidelity, months and risks, each traced, and a scenario that runs."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from calibration.beliefs.evidence.load import figure
from dashboards.cli.app import app
from dashboards.report.content import short
from scenarios.adopting.launch import launches
from scenarios.adopting.questions import ANSWERS, DOMAINS, questions, read_answers
from scenarios.adopting.readiness import WEIGHTS, Readiness, as_ready, fidelity_of, readiness
from scenarios.adopting.sites import central_plan, sites_of
from scenarios.adopting.written import write_scenario
from scenarios.compare import make_plan
from scenarios.describe import describe
from scenarios.new_file import new_file
from scenarios.request import CompareRequest
from scenarios.scenario import from_toml, load_scenario
from simulation.discover import model_rules
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import BY_NAME
from simulation.runner.worker import run_replicate
from simulation.services.launch.steps import NAMES
from simulation.services.opened import programmes

COUNCIL = "Kingston upon Thames"
ADOPTED = figure("hub_fidelity_adopter")
WORST, BEST = ({one.key: answer for one in questions()} for answer in (ANSWERS[0], ANSWERS[-1]))


def found(answers: dict[str, str]) -> Readiness:
    """Return what follows from answers for the one hub."""
    return readiness(answers, sites_of(central_plan(CompareRequest(COUNCIL))))


def test_every_question_is_whole() -> None:
    """Each is of a known domain, moves known steps, and has a risk, what lessens it, and a source."""
    assert {one.domain for one in questions()} == set(DOMAINS)
    assert figure(WEIGHTS).items == tuple(one.key for one in questions())
    for one in questions():
        assert set(one.steps) <= set(NAMES)
        assert all((one.asks, one.risk, one.mitigation, one.source))


def test_the_ends_are_those_of_the_register() -> None:
    """No to all is the low end of adopters and the longest way; yes to all the high end and six months."""
    worst, best = found(WORST), found(BEST)
    kind = next(iter(best.fidelity))
    assert worst.fidelity[kind][0] == ADOPTED.low
    assert best.fidelity[kind][0] == ADOPTED.high
    assert best.months == figure("hub_mobilise_months").low
    assert worst.months == pytest.approx(17.5)
    assert [one.is_risk for one in worst.traced] == [True] * len(questions())
    assert not any(one.is_risk or one.fidelity or one.months for one in best.traced)


@given(st.fixed_dictionaries({one.key: st.sampled_from(ANSWERS) for one in questions()}))
def test_a_better_answer_never_does_harm(answers: dict[str, str]) -> None:
    """Fidelity stays within its range, and no answer makes it fall by becoming better."""
    now = fidelity_of(answers, ADOPTED)
    assert ADOPTED.low <= now <= ADOPTED.high  # type: ignore[operator]
    for key, answer in answers.items():
        better = ANSWERS[min(ANSWERS.index(answer) + 1, len(ANSWERS) - 1)]
        assert fidelity_of({**answers, key: better}, ADOPTED) >= now


def test_an_answer_is_traced_to_what_it_alone_does() -> None:
    """Only the home is missing: it alone costs fidelity and months, and it alone is a risk."""
    traced = {one.question.key: one for one in found({**BEST, "home": "no"}).traced}
    assert traced["home"].is_risk
    assert traced["home"].months > 0
    assert traced["home"].fidelity > 0
    assert not any(one.fidelity or one.is_risk for key, one in traced.items() if key != "home")


def test_opposite_ends_open_apart_and_end_apart() -> None:
    """The scenarios of all no and all yes open in other months, and paired runs give other results."""
    opened, support, starts = [], [], []
    for answers in (WORST, BEST):
        scenario = as_ready(load_scenario("no-wrong-door"), found(answers), answers)
        again = from_toml(scenario.to_toml())
        assert again == scenario
        request = CompareRequest(COUNCIL, scenario=again, years=3, replicates=2, central=True)
        task = make_plan(request).tasks[0]
        (one,) = programmes(model_rules(), task.arms[1].interventions, task.parameters)
        opened.append(float(one.sites[0].columns["opens"]) * 12)
        baseline, tried = run_replicate(task)
        starts.append(tried.values - baseline.values)
        support.append(tried.values[BY_NAME["service_supported"]].sum())
    assert opened == pytest.approx([17.5, 6.0])
    assert support[0] != support[1]
    assert not np.array_equal(*starts)


def test_what_answers_made_is_described_as_they_made_it() -> None:
    """Its description says when it opens and how faithful it is, and nothing of the original's own of these."""
    made = as_ready(load_scenario("no-wrong-door"), found(WORST), WORST)
    said = describe(made)
    assert "opens in month 12" not in said
    assert "in month 17.5 at central values" in said
    assert "the others" not in said
    assert load_scenario("no-wrong-door").description not in said
    own, _ = found(WORST).fidelity["no_wrong_door"]
    assert f"a fidelity of {own:.0%} of the service in full" in said


def test_scenarios_of_two_sets_of_answers_are_compared(tmp_path: Path) -> None:
    """Each is named after its file and keeps its months to itself: one is set beside the other."""
    names = []
    for answers, name in ((WORST, "Not yet.toml"), (BEST, "all_ready.toml")):
        path = tmp_path / name
        write_scenario(
            as_ready(load_scenario("no-wrong-door"), found(answers), answers, named=path.stem), path
        )
        names.append(str(path))
    request = CompareRequest(COUNCIL, *names, years=3, replicates=2, central=True)
    made = make_plan(request)
    assert [one.name for one in made.arms] == ["not-yet", "all-ready"]
    assert len({short(one.title) for one in made.arms}) == 2
    task = made.tasks[0]
    opened = []
    for arm in task.arms:
        (one,) = programmes(model_rules(), arm.interventions, task.parameters)
        opened.append(float(one.sites[0].columns["opens"]) * 12)
    assert opened == pytest.approx([17.5, 6.0])


@pytest.mark.parametrize(
    ("months", "said"),
    [
        ("{ decison = 3 }", "decision"),
        ("{ decision = -1 }", "greater than or equal to 0"),
        ("{ decision = 61 }", "less than or equal to 60"),
    ],
)
def test_months_of_a_step_that_make_no_sense_are_refused(months: str, said: str) -> None:
    """A step that is none, and a number of months outside what a step may last."""
    text = f'name = "a"\ntitle = "A"\n[[interventions]]\nkind = "no_wrong_door"\nlaunch_months = {months}\n'
    with pytest.raises(DoorwaysError, match=said):
        from_toml(text + "[[interventions.hubs]]\n")


def test_months_of_a_step_are_told_and_planned_with() -> None:
    """What a scenario says of a step is what describe and launch say, with no range about it."""
    text = 'name = "a"\ntitle = "A"\n[[interventions]]\nkind = "no_wrong_door"\n'
    text += "launch_months = { homes = 20 }\n[[interventions.hubs]]\n"
    scenario = from_toml(text)
    assert from_toml(scenario.to_toml()) == scenario
    assert "homes 20 months" in describe(scenario)
    (one,), year = launches(CompareRequest(COUNCIL, scenario=scenario))
    (homes,) = (one.row(step, year) for step in one.steps if step.step.name == "homes")
    assert (homes["months_low"], homes["months"], homes["months_high"]) == (20, 20, 20)


def test_a_file_named_like_a_scenario_that_ships_is_told_from_it() -> None:
    """A file called baseline.toml is not taken for the baseline."""
    made = as_ready(load_scenario("no-wrong-door"), found(BEST), BEST, named="baseline")
    assert made.name == "baseline-as-ready"


def test_a_new_file_of_answers_is_read_back(tmp_path: Path) -> None:
    """`doorways new readiness` writes every question, and an answer that is none is refused by place."""
    path = new_file("readiness", "ours", tmp_path)
    assert set(read_answers(path).values()) == {"partly"}
    text = path.read_text(encoding="utf-8")
    assert all(one.asks in text for one in questions())
    for wrong, said in (
        (text.replace('home = "partly"', 'home = "maybe"'), "An answer is one of"),
        (text.replace('home = "partly"', ""), "has to be answered"),
        (text + 'hom = "yes"\n', "no such question"),
    ):
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(DoorwaysError, match=said):
            read_answers(path)


def test_the_command_asks_and_writes_a_scenario(tmp_path: Path) -> None:
    """Typed answers, one of them wrong at first, become a scenario file; it is never overwritten."""
    out = tmp_path / "ready.toml"
    typed = "perhaps\n" + "mostly\n" * len(questions())
    words = ["readiness", "--authority", COUNCIL, "--out", str(out)]
    result = CliRunner().invoke(app, words, input=typed, env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output
    assert "An answer is one of" in result.output
    assert "Judgement" in result.output
    scenario = load_scenario(str(out))
    assert scenario.name == "ready"
    assert scenario.title.endswith("(as ready as in ready)")
    assert any("home mostly" in note for note in scenario.notes)
    again = CliRunner().invoke(app, words, input=typed)
    assert again.exit_code == 2
    assert "nothing is ever overwritten" in " ".join(again.output.split())


@pytest.mark.parametrize("typed", ["", "mostly\n"])
def test_without_a_terminal_a_file_of_answers_is_named(typed: str) -> None:
    """At the end of the input nothing is aborted without a word."""
    result = CliRunner().invoke(app, ["readiness", "--authority", COUNCIL], input=typed)
    assert result.exit_code == 2
    assert "\nAnswers: " in result.output
    said = " ".join(result.output.split())
    assert "doorways new readiness NAME" in said
    assert "--answers FILE" in said
    assert "Abort" not in said


def test_a_long_name_is_cut_and_a_second_pass_is_refused() -> None:
    """What is written is read back; what was made of answers before, or is a twin, is refused."""
    usual = load_scenario("no-wrong-door")
    long = replace(usual, name="a" * 60, title="b" * 120)
    made = as_ready(long, found(BEST), BEST)
    assert made.name.endswith("-as-ready")
    assert from_toml(made.to_toml()) == made
    for one in (made, usual.twin("null")):
        with pytest.raises(DoorwaysError, match="made from"):
            as_ready(one, found(BEST), BEST)
