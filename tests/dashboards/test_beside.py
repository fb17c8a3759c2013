"""Side by side: the choice as a link, one scale for all, and differences within the same futures."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.jobs import Job
from dashboards.pages.beside import drawn, sheet
from dashboards.pages.beside_choice import NOTHING, Beside, fields_of, label, read, settle
from dashboards.pages.beside_running import Together, look, run
from dashboards.pages.options import options
from dashboards.pages.running import request_of
from scenarios.compare import compare
from simulation.store.store import Store, open_store

OFFERED = options()
COUNCILS = [one.value for one in OFFERED.councils]
SCENARIOS = [one.value for one in OFFERED.scenarios]
KINGSTON, RUTLAND = "E09000021", "E06000017"
CHOSEN = Beside(KINGSTON, "no-wrong-door", KINGSTON, "mockingbird", RUTLAND, "no-wrong-door", 1, 3)


@given(
    st.builds(
        Beside,
        *(st.sampled_from(COUNCILS), st.sampled_from(SCENARIOS)) * 2,
        st.sampled_from(COUNCILS),
        st.sampled_from([NOTHING, *SCENARIOS]),
        st.integers(1, 10),
        st.integers(2, 200),
    )
)
def test_a_link_brings_back_what_stands_side_by_side(chosen: Beside) -> None:
    """Every choice survives its link; each comparison stands there once, and what was chosen twice is told."""
    found, notes = read(chosen.link().partition("?")[2], OFFERED)
    assert found == chosen
    choices = chosen.choices()
    assert len(choices) == len(set(choices))
    assert bool(notes) == (len(choices) < len(chosen.pairs()))
    assert set(chosen.pairs()) == {(one.council, one.scenario) for one in choices}
    assert label(chosen, OFFERED).count(": ") >= len(choices)


def test_a_fresh_page_puts_two_scenarios_of_one_council_side_by_side() -> None:
    """The usual choice can be run, says nothing, and has something beside the first."""
    chosen, notes = settle({}, OFFERED)
    assert notes == ()
    assert len(chosen.choices()) == 2
    assert len({one.name for one in fields_of(OFFERED)}) == 8


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a results database of these tests' own."""
    return f"sqlite:///{(tmp_path_factory.mktemp('beside') / 'runs.sqlite').as_posix()}"


@pytest.fixture(scope="module")
def together(db: str) -> Together:
    """Three comparisons side by side."""
    assert look(CHOSEN, db).result is None
    return run(CHOSEN, db, Job(CHOSEN))


@pytest.fixture
def store(db: str, together: Together) -> Iterator[Store]:
    """The results database once they have run."""
    del together
    with open_store(db) as opened:
        yield opened


def test_each_column_is_the_comparison_itself(together: Together, store: Store) -> None:
    """Every column holds the numbers that Compare shows, from the same runs."""
    for one, choice in zip(together.columns, CHOSEN.choices(), strict=True):
        alone = compare(request_of(choice), store=store)
        assert alone.timings["replicates_run"] == 0
        assert one.found["measures"] == alone.to_dict()["measures"]


def test_only_scenarios_of_one_council_are_set_against_each_other(
    together: Together, store: Store
) -> None:
    """Kingston's two share their futures: the second less the first, without a further run; Rutland's is apart."""
    (between,) = together.between
    assert (between.first, between.second) == (0, 1)
    first, second, _ = CHOSEN.choices()
    against = compare(replace(request_of(second), baseline=first.scenario), store=store)
    assert against.timings["replicates_run"] == 0
    assert between.found.found["measures"] == against.to_dict()["measures"]
    gaps = [one.content.line("cost_council").difference.mean for one in together.columns]
    assert between.found.content.line("cost_council").difference.mean == pytest.approx(
        gaps[1] - gaps[0]
    )


def test_what_is_stored_is_shown_without_a_run(together: Together, db: str) -> None:
    """Once all runs are stored a link shows them; some of them are counted."""
    found = look(CHOSEN, db)
    assert found.result is not None
    assert (found.stored, found.total, found.more) == (9, 9, False)
    assert found.result.headline == together.headline
    more = look(replace(CHOSEN, runs=4), db)
    assert (more.stored, more.total, more.result) == (9, 12, None)


def test_words_and_charts_keep_the_letters_and_one_scale(together: Together) -> None:
    """A, B and C in the headline and over charts that reach equally far; the table has a column each."""
    contents = [one.content for one in together.columns]
    shown = drawn(contents)
    assert [one["title"][:3] for one in shown] == ["A: ", "B: ", "C: "]
    assert len({tuple(one["reach"]) for one in shown}) == 1
    low, high = shown[0]["reach"]
    for one in shown:
        for series in one["series"]:
            assert low <= min(series["low"])
            assert max(series["high"]) <= high
    assert [f"{letter}: cost to the council" in together.headline for letter in "ABC"] == [True] * 3
    table = sheet(("x", "y", "z"), contents)
    assert table.headings == ("Measure", "x", "y", "z")
    assert all(len(row) == 4 for row in table.rows)
