"""What stands in the result's place: newer over older, and always under the words of its choice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.jobs import Job, State
from dashboards.pages.choice import Choice, Options
from dashboards.pages.fields import Option
from dashboards.pages.showing import (
    BESIDE,
    COMPILING,
    Shown,
    announcement,
    hint,
    progress_words,
    shown,
)
from dashboards.report.content import Content
from dashboards.warming import State as Warmth

OFFERED = Options(
    councils=(Option("E1", "Wigan"), Option("E2", "Kirklees")),
    scenarios=(Option("hub", "One hub"),),
)
OLD, NEW = Choice("E1", "hub", 5, 20), Choice("E2", "hub", 5, 100)
STATES: tuple[State, ...] = ("looking", "idle", "waiting", "running", "done", "stopped", "failed")


def content(replicates: int) -> Content:
    """A result of so many runs."""
    return Content(
        "Place", "hub", "S", "B", "H", 5, replicates, 1, 2024, False, False, (), (), None, ()
    )


BEFORE = Shown(content(20), OLD)


@given(
    st.sampled_from(STATES),
    st.booleans(),
    st.booleans(),
    st.sampled_from([None, BEFORE, Shown(content(3), OLD, "so far", "x", 3)]),
)
def test_no_result_stands_under_a_choice_it_does_not_answer_without_saying_so(
    state: State, part: bool, whole: bool, before: Shown | None
) -> None:
    """Whatever happens, what is of another choice or of some runs is labelled, and nothing is lost."""
    job = Job[Choice, Content](NEW, state, done=12, total=100)
    if part:
        job.so_far(content(12), 12)
    job.result = content(100) if whole else None
    now = shown(job, before, OFFERED.label)
    if whole:
        assert now == Shown(content(100), NEW)
    elif part:
        assert now is not None
        assert (now.choice, now.standing, now.content) == (NEW, "so far", content(12))
        assert "12 of 100 runs" in now.label
    elif before is not None:
        assert now is not None
        assert (now.choice, now.standing, now.content) == (OLD, "earlier", before.content)
        assert "Earlier result, of Wigan, One hub, 5 years, 20 runs" in now.label
        assert "Kirklees" in now.label
    else:
        assert now is None


def test_a_result_of_some_runs_says_whether_it_still_moves() -> None:
    """While it runs ranges still move; when it was stopped the rest is left to Run."""
    job = Job[Choice, Content](NEW, "running", done=14, total=100)
    job.so_far(content(12), 12)
    running = shown(job, BEFORE, OFFERED.label)
    assert running is not None
    assert running.label == "So far: 12 of 100 runs; ranges will still move."
    job.state = "stopped"
    stopped = shown(job, running, OFFERED.label)
    assert stopped is not None
    assert stopped.label == "Of 12 of 100 runs, since it did not finish. Run does the rest."


def test_a_result_of_some_runs_says_of_how_many_also_when_another_choice_is_made() -> None:
    """Its number of runs goes with it, however often the choice changes or is run again."""
    job = Job[Choice, Content](NEW, "stopped", done=3, total=6)
    job.so_far(content(3), 3)
    now = shown(job, BEFORE, OFFERED.label)
    for state in ("looking", "running", "idle"):
        now = shown(Job[Choice, Content](OLD, state), now, OFFERED.label)
        assert now is not None
        assert f"Earlier result, of {OFFERED.label(NEW)} (3 of 6 runs). " in now.label
    again = shown(Job[Choice, Content](NEW, "running"), now, OFFERED.label)
    assert again is not None
    assert again.label == "Earlier result of the same choice (3 of 6 runs)."


def test_an_answer_of_all_runs_stands_whole_while_more_is_found_out_beside_it() -> None:
    """It has no label, is announced at once, and keeps standing when the rest is stopped or fails."""
    job = Job[Choice, Content](NEW, "running", done=100, total=100)
    job.so_far(content(100), 100, whole=True)
    job.enter("Following who comes into care")
    for state in ("running", "stopped", "failed"):
        job.state = state
        assert shown(job, BEFORE, OFFERED.label) == Shown(content(100), NEW)
    job.state = "running"
    assert announcement(job) == "H"
    assert progress_words(job, "ready") == "Following who comes into care…"


def test_results_of_the_same_choice_are_told_apart_by_their_stamps() -> None:
    """A result of some runs never has the stamp of the whole one."""
    assert (
        Shown(content(12), NEW, "so far", used=12).stamp
        != Shown(content(100), NEW).stamp
        == NEW.stamp()
    )


@pytest.mark.parametrize(
    ("warmth", "words"),
    [
        ("compiling", COMPILING),
        ("loading", "Loading the model"),
        ("ready", "Planning the runs"),
    ],
)
def test_before_the_first_run_the_page_says_what_really_happens(warmth: Warmth, words: str) -> None:
    """A minute is spoken of only while the model compiles; afterwards runs are counted."""
    job = Job[Choice, Content](NEW, "running")
    assert progress_words(job, warmth) == words
    job.progress(0, 100)
    assert progress_words(job, "ready") == "0 of 100 runs finished"
    job.progress(3, 100)
    assert progress_words(job, "ready").startswith("3 of 100 runs finished, ")
    assert progress_words(job, "ready").endswith(" left")


def test_of_several_stages_the_one_at_hand_is_named() -> None:
    """What does one thing after the other says which it is at, and counts it by itself."""
    job = Job[Choice, Content](NEW, "running")
    job.enter("Simulating")
    assert progress_words(job, "ready") == "Simulating…"
    job.progress(0, 40)
    assert progress_words(job, "ready", "futures") == "Simulating: 0 of 40 futures finished"
    job.enter("Forecasting its past years")
    job.progress(0, 12)
    told = progress_words(job, "ready", "futures")
    assert told == "Forecasting its past years: 0 of 12 futures finished"


@pytest.mark.parametrize(
    ("job", "words"),
    [
        (Job[Choice, Content](NEW, "looking"), "Looking in the results database…"),
        (Job[Choice, Content](NEW, "idle"), "Choose, then press Run."),
        (Job[Choice, Content](NEW, "idle", 1, 100), "1 of 100 runs is stored; Run does the rest."),
        (
            Job[Choice, Content](NEW, "idle", 40, 100),
            "40 of 100 runs are stored; Run does the rest.",
        ),
        (Job[Choice, Content](NEW, "idle", 100, 100, whole=True), BESIDE),
        (Job[Choice, Content](NEW, "running", 40, 100), ""),
        (Job[Choice, Content](NEW, "done", 100, 100, result=content(100)), ""),
        (Job[Choice, Content](NEW, "failed", message="It is full."), ""),
    ],
)
def test_the_next_step_is_said_when_there_is_one(job: Job[Choice, Content], words: str) -> None:
    """What is stored is counted; where something is under way, shown or failed nothing is added."""
    assert hint(job) == words


def test_a_screen_reader_hears_quarters_and_the_headline() -> None:
    """Progress is told four times, not at every run, and the end by its finding."""
    job = Job[Choice, Content](NEW, "running")
    heard = []
    for done in range(101):
        job.progress(done, 100)
        if announcement(job) not in heard:
            heard.append(announcement(job))
    assert heard == ["Running", *(f"{q} per cent finished" for q in (25, 50, 75, 100))]
    job.result, job.state = content(100), "done"
    assert announcement(job) == "H"
