"""Every field of every form on the page that puts a scenario together: what it asks, and what a scenario then says."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.pages import fields
from dashboards.pages.composing.asked import Asked
from dashboards.pages.composing.composable import Composable, composables
from dashboards.pages.composing.declared import asked_of, fields_of, opened
from dashboards.pages.composing.making import YES
from dashboards.pages.composing.numbers import Numbers, written
from dashboards.pages.fields import Number, Pick, Several
from scenarios.intervention_schema import plain
from scenarios.scenario import Scenario, from_toml
from simulation.errors import DoorwaysError

EVERY = sorted(composables())


def file_of(one: Composable, values: dict[str, Any]) -> str:
    """The file of a scenario that opens a thing with these values, as it is handed out."""
    parameters = one.scenario.parameters
    return Scenario(
        "made", "Made", interventions=(opened(one, values),), parameters=parameters
    ).to_toml()


def values_of(each: Asked) -> list[Any]:
    """Ends and options of a field, and what is usual."""
    field = each.field
    if isinstance(field, Number):
        return [*field.bounds, field.usual]
    if isinstance(field, Numbers):
        return [written(field.bounds), field.usual]
    if isinstance(field, Several):
        words = tuple(one.value for one in field.offered())
        return [words, *((word,) for word in words)]
    assert isinstance(field, Pick)
    return [one.value for one in field.offered()]


def fault_of(one: Composable, values: dict[str, Any]) -> str:
    """What is wrong with what a form says of a thing; empty where nothing is."""
    try:
        plain(opened(one, values), "made")
    except DoorwaysError as fault:
        return f"{fault}"
    return ""


@pytest.mark.parametrize("name", EVERY)
def test_what_is_left_as_it_is_stays_byte_for_byte(name: str) -> None:
    """Nothing typed, or everything settled as usual and left out of the choice, is what the library says."""
    one = composables()[name]
    library = Scenario(
        "made", "Made", interventions=(one.said,), parameters=one.scenario.parameters
    )
    assert file_of(one, {}) == library.to_toml()
    for field in fields_of(name):
        notes_of: list[str] = []
        assert field.settle(fields.for_form(field.usual), notes_of) == field.usual
        assert field.settle(None, notes_of) == field.usual
        assert notes_of == []


@pytest.mark.parametrize("name", EVERY)
def test_no_field_is_offered_that_is_always_refused(name: str) -> None:
    """Each has its own name, and at its ends, usual value and options a scenario validates or one sentence says why."""
    one = composables()[name]
    assert len({field.name for field in fields_of(name)}) == len(fields_of(name))
    headed = [(each.field.under, each.path[:-1]) for each in asked_of(name).values()]
    folded = {pair for pair in headed if pair[0]}
    assert len({under for under, _ in folded}) == len(folded)
    for field_name, each in asked_of(name).items():
        settled = [each.field.settle(fields.for_form(v), []) for v in values_of(each)]
        typed = [value for value in settled if value != each.field.usual]
        faults = [fault_of(one, {field_name: value}) for value in typed]
        assert not any("\n" in fault for fault in faults)
        if isinstance(each.field, Pick):
            assert not any(faults), field_name
    fine = {field_name: typed[faults.index("")]} if "" in faults else {}
    assert from_toml(file_of(one, fine)).interventions == (plain(opened(one, fine), "made"),)


def test_a_thing_asks_for_every_number_choice_and_list_that_it_declares() -> None:
    """Numbers, maps of numbers and of choices, pairs, lists of words and yes or no, each found in some declaration."""
    made = {type(each.field).__name__ for name in EVERY for each in asked_of(name).values()}
    assert made == {"Number", "Numbers", "Several", "Pick", "Flag"}
    headed = {each.field.under for name in EVERY for each in asked_of(name).values()}
    assert {"Gate", "Effects", "Support", "Launch months", "Hubs: First hub: Staff"} <= headed


@given(st.data())
def test_a_scenario_says_exactly_what_was_typed(data: st.DataObject) -> None:
    """Whatever is typed within bounds stands in the file where its declaration has it, and all else as before."""
    one = composables()[data.draw(st.sampled_from(EVERY))]
    each = data.draw(
        st.sampled_from([a for a in asked_of(one.name).values() if isinstance(a.field, Number)])
    )
    low, high = each.field.bounds  # type: ignore[attr-defined]
    value = data.draw(st.integers(int(low) + 1, int(high)) if high > low + 1 else st.just(high))
    said: Any = opened(one, {each.field.name: value})
    for key in each.path[:-1]:
        said = said[key]
    assert said[each.path[-1]] == value
    assert not [
        other
        for other in each.swap.others
        if said.get(other) is not None and each.swap.at == each.path[:-1]
    ]


def hub(**typed: Any) -> dict[str, Any]:
    """The hub of a service whose form holds this."""
    values = {f"no-wrong-door--hubs--{name}": value for name, value in typed.items()}
    made = opened(composables()["no-wrong-door"], values)
    return dict(plain(made, "made")["hubs"][0])


def test_staff_of_a_hub_stand_there_as_they_are() -> None:
    """Who changes one post sees the usual team, and the scenario says all of it with the one that was changed."""
    asked = asked_of("no-wrong-door")
    usual = {
        each.path[-1]: each.field.usual
        for each in asked.values()
        if each.path[:-1] == ("hubs", 0, "staff") and each.field.usual != ""
    }
    assert usual["residential_worker"] == 8.5
    assert hub(staff__none="").get("staff") is None
    assert hub(**{"staff--psychologist": 2.5})["staff"] == usual | {"psychologist": 2.5}
    assert hub(**{"staff--social_worker": 3.0})["staff"] == usual | {"social_worker": 3.0}


def test_vacant_posts_and_who_pays_them_stand_by_post() -> None:
    """What is typed of a post is all that is said: the staff stay the usual team."""
    made = hub(**{"vacant--psychologist": 0.5, "paid_by--police_officer": "police"})
    assert (made["vacant"], made["paid_by"]) == (
        {"psychologist": 0.5},
        {"police_officer": "police"},
    )
    assert "staff" not in made
    one = composables()["no-wrong-door"]
    over = {
        "no-wrong-door--hubs--staff--psychologist": 1.5,
        "no-wrong-door--hubs--vacant--psychologist": 2.0,
    }
    with pytest.raises(DoorwaysError, match=r"Of 1\.5 posts of psychologist 2 cannot be vacant"):
        from_toml(file_of(one, over))


def test_posts_and_payers_are_called_as_people_call_them() -> None:
    """Short names stand in capitals: of a post above its field, of a payer in its list."""
    field = asked_of("no-wrong-door")["no-wrong-door--hubs--paid_by--camhs_practitioner"].field
    assert isinstance(field, Pick)
    words = [one.label for one in field.offered()]
    assert (field.label, words) == (
        "CAMHS practitioner",
        ["As it is", "council", "police", "NHS", "youth justice"],
    )


def test_the_gate_and_the_effects_have_the_bounds_and_words_of_their_figures() -> None:
    """Each number of either table is asked for in its figure's words, and only what is typed is said."""
    asked = asked_of("no-wrong-door")
    youngest = asked["no-wrong-door--gate--youngest"].field
    assert isinstance(youngest, Number)
    assert (youngest.label, youngest.bounds) == ("Youngest age a hub takes", (5, 18))
    made = opened(
        composables()["no-wrong-door"],
        {"no-wrong-door--gate--youngest": 12.0, "no-wrong-door--effects--nwd_missing_ratio": 0.8},
    )
    assert (made["gate"], made["effects"]) == ({"youngest": 12.0}, {"nwd_missing_ratio": 0.8})


def test_a_size_that_is_typed_stands_instead_of_the_figure_and_says_so() -> None:
    """An effect's own number replaces the register's, and neither its grade nor its source is the study's any more."""
    effects = opened(composables()["act"], {"act--effects--1--ratio": 0.9})["programme"]["effects"]
    first, second = effects[:2]
    assert {key: first.get(key) for key in ("ratio", "figure", "grade", "source")} == {
        "ratio": 0.9,
        "figure": None,
        "grade": "assumed",
        "source": "Set by hand.",
    }
    assert second == composables()["act"].said["programme"]["effects"][1]
    graded = opened(
        composables()["act"], {"act--effects--1--grade": "B", "act--effects--1--ratio": 0.9}
    )
    assert graded["programme"]["effects"][0]["grade"] == "B"


def test_pairs_flags_and_lists_of_words_are_said_as_a_file_says_them() -> None:
    """Two numbers with a comma between become a list, yes becomes true, and ticked words a list of words."""
    typed = {
        "act--who--ages": "12, 17",
        "act--support--fixed_length": YES,
        "act--who--needs": (),
        "act--launch_months--training": 3.0,
    }
    said = opened(composables()["act"], typed)
    file = said["programme"]
    assert (file["who"]["ages"], file["support"]["fixed_length"], file["who"]["needs"]) == (
        [12.0, 17.0],
        True,
        [],
    )
    assert said["launch_months"] == {"training": 3.0}


AGES = Numbers(name="a", label="Ages", usual="11, 18", bounds=(0, 25), least=2, most=2, whole=False)


@pytest.mark.parametrize(
    "wanted", ["", "12", "12, 13, 14", "12, 26", "a, b", "nan, 3", 7, "1e999, 3", ["12", "13"]]
)
def test_what_are_no_such_numbers_is_told_in_a_sentence(wanted: object) -> None:
    """The usual ones are used, and the sentence says what may be typed."""
    notes: list[str] = []
    assert AGES.settle(wanted, notes) == "11, 18"
    assert notes == ["“Ages” takes 2 numbers from 0 to 25, with commas between, so 11, 18 is used."]


@pytest.mark.parametrize("wanted", ["12,17", " 12 17 ", "12; 17", "12.0, 17"])
def test_numbers_may_be_written_as_people_do(wanted: str) -> None:
    """Commas, semicolons or spaces stand between."""
    notes: list[str] = []
    assert (AGES.settle(wanted, notes), notes) == ("12, 17", [])


def test_no_word_of_a_list_within_a_form_ticks_a_thing() -> None:
    """Only what is ticked among services, practices and conditions brings a form."""
    word = fields.Option("inner", "Inner")
    outer = fields.Several(
        name="o", label="O", offered=lambda: (fields.Option("a", "A"),), usual=(), least=0, most=1
    )
    inner = fields.Several(
        name="i", label="I", offered=lambda: (word,), usual=(), least=0, most=1, part="a"
    )
    third = Number(name="n", label="N", bounds=(0, 1), usual=0, part="inner")
    values, _ = fields.settle({"o": ["a"], "i": ["inner"], "n": 1}, (outer, inner, third))
    assert values == {"o": ("a",), "i": ("inner",)}


def test_a_list_that_is_emptied_comes_back_by_its_link() -> None:
    """None of a list is a choice: the link holds it."""
    words = tuple(fields.Option(one, one) for one in "ab")
    several = fields.Several(
        name="s", label="S", offered=lambda: words, usual=("a",), least=0, most=2
    )
    address = fields.link("/x", {"s": ()})
    assert fields.read(address.partition("?")[2], (several,)) == ({"s": ()}, ())
