"""Stories: files that are checked, stories that ship and always work, and the answers they reveal."""

from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from calibration.beliefs.evidence.load import figures, sources
from dashboards.cli.app import app
from scenarios.compare import make_plan
from scenarios.workshop.before_after import BEFORE_AFTER, WINDOWS, Sides
from scenarios.workshop.reveal import reveal
from scenarios.workshop.stepping import Stepped
from scenarios.workshop.story import STORIES, Story, list_stories, load_story, story_from
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import BY_NAME
from simulation.runner.execution import Execution

HERE = Execution(workers=1)
TEXT = """
name = "tiny"
title = "A tiny story"
brief = "A county."
content_note = "Made up."
authority = "Rutland"
scenario = "no-wrong-door"
years = 2
seed = 3
futures = 3
provocations = ["What would be good enough?"]
debrief = ["What surprised you?"]
sources = ["N06"]

[[questions]]
ask = "How many?"
measure = "children_looked_after"
form = "line"
low = 0
high = 60
missed = ["Luck."]

[[questions]]
ask = "How many more moves?"
measure = "placement_moves"
of = "difference"
year = 1
low = -40
high = 40
missed = ["Luck."]
"""


def test_stories_that_ship_are_whole() -> None:
    """Six stories of six kinds of council ship, each read from its own file, with sources that exist."""
    stories = list_stories()
    assert [one.name for one in stories] == [
        *("headline", "london-borough", "north-yorkshire"),
        *("port-council", "small-unitary", "wigan"),
    ]
    assert len(list(STORIES.glob("*.toml"))) == len(stories)
    known = {*sources(), *figures(), *_rows()}
    for story in stories:
        assert set(story.sources) <= known, story.name
        assert load_story(story.name) == story
        assert "Monday" in story.debrief[-1]


def _rows() -> set[str]:
    """Rows of the evidence tables that scenarios which ship, or figures, name."""
    from scenarios.scenario import list_scenarios

    return {name for one in list_scenarios() for name in one.sources}


def test_the_command_lists_them() -> None:
    """`doorways stories` names every story and its council."""
    shown = CliRunner().invoke(app, ["stories"], env={"COLUMNS": "200"})
    assert shown.exit_code == 0
    for story in list_stories():
        assert story.name in shown.output
        assert story.authority in shown.output


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('name = "tiny"', 'name = "tiny"\nlenght = 3', "Unknown key"),
        ("low = 0", "low = 70", "low must be below high"),
        ("year = 1", "year = 3", "year 3 of 2"),
        ('"placement_moves"', '"placement_move"', "Did you mean placement_moves"),
        ('"placement_moves"', '"share_in_families"', "not a share"),
        ('"Rutland"', '"Rutlant"', "Rutland"),
        ('"no-wrong-door"', '"no-wrong-dor"', "no-wrong-door"),
        ('"no-wrong-door"', '"baseline"', "same name"),
        ("year = 1", "months = 1", "Only a question before and after"),
        ("years = 2", 'years = "2"', "years"),
        ("seed = 3", "seed = -3", "seed"),
        ('missed = ["Luck."]', "missed = []", "missed"),
        ('sources = ["N06"]', "", "sources"),
    ],
)
def test_a_faulty_story_is_refused(before: str, after: str, says: str) -> None:
    """What is wrong is named, with where it stands."""
    with pytest.raises(DoorwaysError, match=says):
        story_from(TEXT.replace(before, after, 1), "tiny.toml")


def test_before_and_after_needs_its_window() -> None:
    """A question before and after says its months, and takes no line and no other arm."""
    text = TEXT.replace('"placement_moves"', '"went_missing_after_100"')
    with pytest.raises(DoorwaysError, match="takes months"):
        story_from(text)
    with pytest.raises(DoorwaysError, match="takes months"):
        story_from(text.replace("year = 1", "months = 1"))


def test_a_story_nobody_wrote_is_refused() -> None:
    """The nearest name is suggested."""
    with pytest.raises(DoorwaysError, match="Did you mean wigan"):
        load_story("wigann")


def test_the_reveal_is_the_comparison_and_holds_the_run_that_was_stepped() -> None:
    """Answers are the measures of the story's futures, and `live` is what the stepped run measures."""
    story = story_from(TEXT)
    line, number = reveal(story, execution=HERE)
    pair = Stepped(story.request())
    pair.play_to(pair.weeks)
    arms = [pair.models[name].measures for name in ("baseline", "scenario")]
    assert line["live"] == arms[1][BY_NAME["children_looked_after"]].tolist()
    moves = [one[BY_NAME["placement_moves"]][0] for one in arms]
    assert number["live"] == moves[1] - moves[0]
    assert np.shape(line["futures"]) == (3, 2)
    alone = reveal(
        story_from(TEXT.replace('form = "line"', 'form = "line"\nof = "baseline"')), execution=HERE
    )
    assert (line["beside"], "beside" in number) == (alone[0]["middle"], False)
    assert line["futures"][0] == line["live"]
    for one in (line, number):
        assert np.all(np.array(one["low"]) <= one["middle"])
        assert np.all(np.array(one["middle"]) <= one["high"])
    assert len(make_plan(story.request()).tasks) == 3


def test_a_service_that_does_nothing_looks_as_if_it_did() -> None:
    """In the headline's story fewer than half go missing after, and the same people do without it."""
    story = load_story("headline")
    first = story.questions[0]
    short = story.model_copy(update={"questions": [first], "years": 3, "futures": 8})
    (told,) = reveal(short, execution=HERE)
    assert told["middle"] < 55
    windows = told["windows"]
    assert list(windows) == [str(months) for months in WINDOWS]
    assert windows["1"] < windows["3"] < windows["12"]
    assert told["without"]["after_without"] == told["without"]["after_with"] > 100


def around(*seen: tuple[float, float]) -> list[Sides]:
    """Futures with so many after and before, in every window."""
    return [
        Sides(*({("went_missing_after_100", k): one for k in WINDOWS} for _ in range(2)))
        for one in seen
    ]


def test_futures_without_anybody_before_have_no_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are left out, the played one is then said to be unknown, and a question none can answer is refused."""
    question = load_story("headline").questions[0]
    story = load_story("headline").model_copy(update={"questions": [question], "years": 1})
    monkeypatch.setattr(
        "scenarios.workshop.reveal.run_all", lambda *_, **__: around((3, 0), (1, 2))
    )
    (told,) = reveal(story)
    assert (told["futures"], told["live"]) == ([50.0], None)
    monkeypatch.setattr("scenarios.workshop.reveal.run_all", lambda *_, **__: around((3, 0)))
    with pytest.raises(DoorwaysError, match="Nobody went missing before"):
        reveal(story)


def questions(story: Story) -> list[tuple[Any, Any]]:
    """Each question with its answer."""
    return list(zip(story.questions, reveal(story), strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("story", list_stories(), ids=lambda one: one.name)
def test_every_story_works(story: Story) -> None:
    """Scales hold nine in ten futures, and the run a room watches lies in the middle half, at the end."""
    for question, told in questions(story):
        assert question.low <= np.min(told["low"])
        assert np.max(told["high"]) <= question.high
        ends = np.array(told["futures"]).reshape(story.futures, -1)[:, -1]
        low, high = np.quantile(ends, [0.25, 0.75])
        assert low <= ends[0] <= high, question.ask
        if question.measure in BEFORE_AFTER:
            assert told["without"]["after_without"] == told["without"]["after_with"]
