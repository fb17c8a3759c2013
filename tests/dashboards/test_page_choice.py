"""The page's link: what it holds is read back, and whatever else it holds is made safe and told."""

from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.beliefs.own import kept
from dashboards.pages import fields
from dashboards.pages.choice import Choice, Options, read, settle
from dashboards.pages.fields import LONGEST, Option

OPTIONS = Options(
    councils=(Option("E06000001", "Hartlepool"), Option("E06000065", "North Yorkshire")),
    scenarios=(
        Option("no-wrong-door", "No Wrong Door"),
        Option("no-wrong-door-null", "No Wrong Door (null twin)"),
    ),
)
CODES = [o.value for o in OPTIONS.councils]
NAMES = [o.value for o in OPTIONS.scenarios]


@given(
    st.builds(
        Choice,
        st.sampled_from(CODES),
        st.sampled_from(NAMES),
        st.integers(1, 10),
        st.integers(2, 200),
    )
)
def test_a_link_brings_back_what_it_was_made_of(choice: Choice) -> None:
    """Every choice survives its own link without a note."""
    assert read(choice.link().removeprefix("/compare"), OPTIONS) == (choice, ())


@given(st.text(max_size=200))
def test_any_text_gives_a_choice_that_can_be_run(text: str) -> None:
    """No query raises, and the result is always within what is offered."""
    choice, _ = read(text, OPTIONS)
    assert choice.council in CODES
    assert choice.scenario in NAMES
    assert 1 <= choice.years <= 10
    assert 2 <= choice.runs <= 200


def test_no_query_gives_the_usual_choice() -> None:
    """A fresh page shows North Yorkshire with No Wrong Door over five years, and says nothing."""
    assert read(None, OPTIONS) == (Choice("E06000065", "no-wrong-door", 5, 20), ())


@pytest.mark.parametrize(
    ("query", "kept", "told"),
    [
        ("council=Atlantis", ("E06000065", "no-wrong-door", 5, 20), "council"),
        ("council=hartlepool&years=99", ("E06000001", "no-wrong-door", 10, 20), "between 1 and 10"),
        ("years=-3&runs=100000", ("E06000065", "no-wrong-door", 1, 200), "between 1 and 10"),
        ("scenario=../../secret", ("E06000065", "no-wrong-door", 5, 20), "“What happens there”"),
        ("runs=many", ("E06000065", "no-wrong-door", 5, 20), "whole number"),
        ("v=0&years=2", ("E06000065", "no-wrong-door", 5, 20), "another version"),
        ("years=2&x=" + "y" * LONGEST, ("E06000065", "no-wrong-door", 5, 20), "too long"),
    ],
)
def test_wrong_values_are_replaced_and_told(
    query: str, kept: tuple[str, str, int, int], told: str
) -> None:
    """A malformed, outdated or out-of-range link shows safe values and a sentence about each."""
    choice, notes = read(query, OPTIONS)
    assert choice == Choice(*kept)
    assert told in " ".join(notes)


@pytest.mark.parametrize("council", ["E10000023", "815", "north yorks", "Nth Yorkshire"])
def test_a_link_of_another_time_or_spelling_opens_the_same_council(council: str) -> None:
    """An old code, a DfE number or an everyday name is understood; a misspelt one is told."""
    choice, notes = read(f"council={council}&years=2", OPTIONS)
    assert (choice.council, choice.years) == ("E06000065", 2)
    assert bool(notes) == (council == "Nth Yorkshire")


@pytest.mark.parametrize(
    ("council", "told"),
    [
        ("E10000006", "Cumberland (E06000063) and Westmorland and Furness (E06000064)"),
        ("E99999999", "No council in England has, or lately had, this name or code"),
        ("Leads", "Did you mean Leeds"),
        ("City of London", "so few children"),
        ("Leeds", "not known here"),
    ],
)
def test_a_council_that_is_not_shown_is_said_to_be_missing(council: str, told: str) -> None:
    """A divided, unknown or left-out council is never silently another: why, and what is shown."""
    choice, (note,) = read(f"council={council}", OPTIONS)
    assert choice.council == "E06000065"
    assert told in note
    assert "North Yorkshire" in note


@pytest.mark.parametrize("value", [{"a": 1}, ["no-wrong-door"], 7, True, float("nan")])
def test_a_crafted_message_cannot_bring_other_types(value: object) -> None:
    """Whatever type a browser sends for every field, a choice that can be run comes out."""
    fields = dict.fromkeys(("council", "scenario", "years", "runs"), value)
    choice, notes = settle(fields, OPTIONS)
    assert choice.council in CODES
    assert isinstance(choice.years, int)
    assert notes


@pytest.mark.parametrize(
    "said", ["private:mine", "Private:mine@2024", " private:other", "private:"]
)
def test_a_link_learns_nothing_of_private_profiles(said: str, monkeypatch: Any) -> None:
    """Others may read the page: a profile that is there and one that is not give the same words, and name none."""
    monkeypatch.setattr(kept, "names", lambda: ["mine"])
    monkeypatch.setattr(fields, "profile", kept.private_profile)
    choice, (note,) = read(urlencode({"council": said}), OPTIONS)
    assert choice.council == "E06000065"
    assert (
        note == "What was asked for as “Council” is not known here, so “North Yorkshire” is shown."
    )
