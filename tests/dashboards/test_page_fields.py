"""A form's fields: whatever a link or a browser sends, what comes out can be run, and changes are told."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.pages.away import files_of
from dashboards.pages.fields import (
    Field,
    Number,
    Option,
    Pick,
    Several,
    in_link,
    link,
    read,
    settle,
)
from dashboards.report.charts import Chart

LETTERS = tuple(Option(one, one.upper()) for one in "abcd")
FIELDS: tuple[Field, ...] = (
    Pick(name="one", label="One", offered=lambda: LETTERS, usual="a", option="--one"),
    Several(name="some", label="Some", offered=lambda: LETTERS, usual=("a", "b"), most=3),
    Number(name="whole", label="Whole", bounds=(1, 9), usual=3, option="--whole", unit="things"),
    Number(name="part", label="Part", bounds=(0, 2.5), usual=1, step=0.1, option="--part"),
)
ANYTHING = st.none() | st.text() | st.integers() | st.floats() | st.lists(st.text() | st.integers())


@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys(("one", "some", "whole", "part"), ANYTHING))
)
def test_whatever_a_browser_sends_can_be_run(wanted: dict[str, object]) -> None:
    """Of any types and values each field makes one of its own, of its own type."""
    values, _ = settle(wanted, FIELDS)
    assert values["one"] in "abcd"
    assert set(values["some"]) <= set("abcd")
    assert 1 <= len(values["some"]) <= 3
    assert isinstance(values["whole"], int)
    assert 1 <= values["whole"] <= 9
    assert 0 <= values["part"] <= 2.5


@given(
    st.sampled_from("abcd"),
    st.lists(st.sampled_from("abcd"), min_size=1, max_size=3, unique=True),
    st.integers(1, 9),
    st.integers(0, 25),
)
def test_a_link_brings_back_what_it_was_made_of(
    one: str, some: list[str], whole: int, tenths: int
) -> None:
    """Every choice survives its own link without a note."""
    values, notes = settle({"one": one, "some": some, "whole": whole, "part": tenths / 10}, FIELDS)
    assert notes == ()
    assert read(link("", values), FIELDS) == (values, ())


@pytest.mark.parametrize(
    ("query", "name", "kept", "told"),
    [
        ("one=z", "one", "a", "What was asked for as “One” is not known here, so “A” is shown."),
        ("some=a,z", "some", ("a",), "“Some” takes 1 to 3 of the list."),
        ("some=", "some", ("a", "b"), ""),
        ("some=a,b,c,d", "some", ("a", "b"), "“Some” takes 1 to 3 of the list."),
        ("whole=2.5", "whole", 3, "“Whole” was not a whole number, so 3 is used."),
        ("whole=99", "whole", 9, "“Whole” must lie between 1 and 9, so 9 is used."),
        ("part=nan", "part", 1, "“Part” was not a number, so 1 is used."),
        ("part=1e99", "part", 2.5, "“Part” must lie between 0 and 2.5, so 2.5 is used."),
    ],
)
def test_wrong_values_are_replaced_and_told(query: str, name: str, kept: object, told: str) -> None:
    """A wrong value gives one that can be run and one sentence about it."""
    values, notes = read(query, FIELDS)
    assert values[name] == kept
    assert " ".join(notes) == told


def test_what_is_below_zero_has_a_minus() -> None:
    """Bounds are read as numbers: a hyphen is no sign."""
    change = Number(name="change", label="Change", bounds=(-50, 100), usual=0)
    assert change.shown()["hint"] == "−50 to 100"


def test_files_are_offered_by_name_and_kind() -> None:
    """Each file says what it is and its kind, several charts by their number; a folder is no file."""
    svg, png = Path("charts/a.svg"), Path("charts/a.png")
    one = Chart("a", "Q?", "T", "Alt", png, svg)
    named = {"Report": "report.html", "Charts": "charts"}
    assert files_of(named, one) == {
        "Report (HTML)": "report.html",
        "Chart (SVG)": "charts/a.svg",
        "Chart (PNG)": "charts/a.png",
    }
    assert list(files_of({}, one, replace(one, name="b"))) == [
        "Chart 1 (SVG)",
        "Chart 1 (PNG)",
        "Chart 2 (SVG)",
        "Chart 2 (PNG)",
    ]


def test_values_are_said_in_words_and_as_a_command() -> None:
    """Titles hold labels and numbers with their units; a command holds names and plain numbers."""
    values, _ = settle({"whole": 1, "some": ["b", "d"]}, FIELDS)
    assert [one.said(values[one.name]) for one in FIELDS] == ["A", "B + D", "1 thing", "part 1"]
    words = [word for one in FIELDS for word in one.words(values[one.name])]
    assert words == ["--one", "a", "b", "d", "--whole", "1", "--part", "1"]
    assert in_link(("b", "d")) == "b,d"
