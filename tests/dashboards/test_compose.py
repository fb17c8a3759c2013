"""A scenario put together on a page: every thing of the library, as its own declaration asks; and files of one's own."""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from dashboards.pages import fields
from dashboards.pages.asking import TOO_MUCH, told_of
from dashboards.pages.composing.composable import composables
from dashboards.pages.composing.declared import fields_of
from dashboards.pages.composing.numbers import Numbers, written
from dashboards.pages.composing.own_file import KEPT, LONGEST, OwnFile, held, hold
from dashboards.pages.studies import by_name
from dashboards.pages.studies.compose import _MOST, composed
from dashboards.pages.study import Chosen
from scenarios.compare import compare
from scenarios.intervention_schema import kinds
from scenarios.opened_files import PARTS
from scenarios.request import CompareRequest
from scenarios.scenario import from_toml, list_scenarios
from scenarios.validate import faults_of
from simulation.errors import DoorwaysError
from simulation.services.declaration import Sort

#: The first run on a machine compiles the rules.
COMPILING = 240_000
STUDY = by_name()["compose"]
LISTS = {Sort.SERVICE: "services", Sort.PRACTICE: "practices", Sort.CONDITION: "conditions"}
OWN = OwnFile(name="file", label="A file")
SHARE = (
    (PARTS / "share.toml").read_text(encoding="utf-8").replace('name = "share"', 'name = "ours"')
)
WRONG = SHARE.replace("workers", "workrs")


def chosen_of(**wanted: Any) -> Chosen:
    """What is asked for, of which nothing has to be changed."""
    values, notes = fields.settle(
        {"council": "E06000017", "years": 1, "runs": 2} | wanted, STUDY.fields
    )
    assert notes == ()
    return STUDY.chosen(values)


def said_of(chosen: Chosen) -> dict[str, Any]:
    """The values of a choice."""
    return dict(chosen.values)


def test_all_that_the_library_opens_can_be_ticked() -> None:
    """Every service, practice and condition of every scenario is there, each by itself as the scenario has it."""
    names = {
        kinds()[one["kind"]].called(one).replace("_", "-")
        for scenario in list_scenarios()
        for one in scenario.interventions
    }
    assert set(composables()) == names
    for one in composables().values():
        made = composed(said_of(chosen_of(**{LISTS[one.sort]: [one.name]})))
        assert made.interventions == (one.said,)
        assert set(one.scenario.parameters) <= set(made.parameters)


def test_a_form_asks_for_what_its_kind_declares() -> None:
    """Bounds and lists are the schema's own; a service can be beset, a condition cannot."""
    by_field = {one.name: one for one in fields_of("mockingbird")}
    assert by_field["mockingbird--sites"].bounds == (1, 20)  # type: ignore[attr-defined]
    assert by_field["mockingbird--sites"].usual == 3
    assert "mockingbird--barriers" in by_field
    assert not [one for one in fields_of("poverty") if "barriers" in one.name]
    hub = {one.name for one in fields_of("no-wrong-door")}
    assert "no-wrong-door--hubs--opens_month" in hub


def test_together_with_what_goes_wrong_it_is_the_scenario_a_file_would_say() -> None:
    """Values stand where the schema has them, empty ones are left out, and each barrier is one of the service's."""
    chosen = chosen_of(
        services=["mockingbird", "no-wrong-door"],
        conditions=["poverty"],
        **{
            "mockingbird--sites": 2,
            "no-wrong-door--hubs--opens_month": 3,
            "no-wrong-door--barriers": ["turnover", "building_late", "partner_withdraws"],
            "no-wrong-door--barrier_mitigated": "yes",
            "poverty--share": 0.5,
        },
    )
    mockingbird, hub, poverty = composed(said_of(chosen)).interventions
    assert (mockingbird["sites"], mockingbird["fidelity"]) == (2, 1.0)
    assert [one["opens_month"] for one in hub["hubs"]] == [3]
    barriers = {one["barrier"]: one for one in hub["barriers"]}
    assert set(barriers) == {"turnover", "building_late", "partner_withdraws"}
    assert all(one["mitigated"] for one in barriers.values())
    assert "month" not in barriers["building_late"]
    assert barriers["partner_withdraws"]["post"]
    assert poverty["share"] == 0.5


@given(st.data())
@settings(deadline=None, max_examples=40)
def test_a_link_brings_back_what_was_put_together(data: st.DataObject) -> None:
    """Whatever is ticked and typed within bounds comes back by its link, and only what is not as usual is in it."""
    names = data.draw(st.lists(st.sampled_from(sorted(composables())), unique=True, max_size=3))
    wanted: dict[str, Any] = {one: [] for one in LISTS.values()}
    for name in names:
        wanted[LISTS[composables()[name].sort]].append(name)
        for field in fields_of(name):
            if isinstance(field, fields.Number):
                low, high = field.bounds
                wanted[field.name] = data.draw(
                    st.integers(int(low) + 1, int(high)) | st.just(field.usual)
                )
    values, _ = fields.settle(wanted, STUDY.fields)
    chosen = STUDY.chosen(values)
    again, notes = fields.read(chosen.link().partition("?")[2], STUDY.fields)
    assert (STUDY.chosen(again), notes) == (chosen, ())


def test_the_longest_link_is_one_of_ours() -> None:
    """The longest forms of each sort with everything otherwise than usual: the page finds them by their address."""
    chosen = _all_otherwise(1)
    assert len(chosen.link()) < fields.LONGEST
    again, notes = fields.read(chosen.link().partition("?")[2], STUDY.fields)
    assert (STUDY.chosen(again), notes) == (chosen, ())


def _all_otherwise(most: int) -> Chosen:
    """So many things of each sort, those that ask most, with everything otherwise than usual in the most letters."""
    wanted: dict[str, Any] = {}
    for sort, name in LISTS.items():
        of_sort = (one.name for one in composables().values() if one.sort is sort)
        wanted[name] = sorted(of_sort, key=lambda one: -len(fields_of(one)))[:most]
        for field in (field for one in wanted[name] for field in fields_of(one)):
            wanted[field.name] = _otherwise(field)
    return STUDY.chosen(fields.settle(wanted, STUDY.fields)[0])


def test_more_than_an_address_holds_is_not_run() -> None:
    """Everything of everything would make no link of ours: it is told before anything runs, and nothing moves."""
    chosen = _all_otherwise(_MOST)
    assert len(chosen.link()) > fields.LONGEST
    assert told_of(chosen) == TOO_MUCH
    assert told_of(_all_otherwise(1)) == ""


def _otherwise(field: Any) -> Any:
    """The value of a field that is not the usual one, in the most letters."""
    if isinstance(field, fields.Number):
        return max(
            (one for one in field.bounds if one != field.usual), key=lambda one: len(f"{one:g}")
        )
    if isinstance(field, Numbers):
        low, high = field.bounds
        return written([low + 1, high][: field.most])
    options = [one.value for one in field.offered()]
    if isinstance(field, fields.Several):
        return options if tuple(options) != field.usual else options[:-1]
    return next(one for one in options if one != field.usual)


def test_no_two_choices_share_a_stamp() -> None:
    """Stop on the page of what has run is told of one by its stamp: a number of one thing is not another's."""
    both = {"services": ["mockingbird", "share"]}
    stamps = {chosen_of(**both, **{f"{one}--opens_month": 3}).stamp() for one in both["services"]}
    assert len(stamps) == 2


def test_nothing_ticked_is_told() -> None:
    """Without a service, practice, condition or file there is nothing to compare."""
    with pytest.raises(DoorwaysError, match="Tick something, or bring a file"):
        composed(said_of(chosen_of()))


@pytest.mark.parametrize("text", [SHARE, from_toml(list_scenarios()[2].to_toml()).to_toml()])
def test_a_file_of_ones_own_is_opened(text: str) -> None:
    """A programme becomes part of the scenario, and so does all that a scenario opens."""
    notes: list[str] = []
    value = OWN.settle({"name": "Mine.toml", "text": text}, notes)
    assert (notes, OWN.said(value)) == ([], "mine.toml")
    assert OWN.settle(value, notes) == value
    made = composed(said_of(chosen_of(file=value)))
    assert [kinds()[one["kind"]].called(one) for one in made.interventions] == [
        kinds()[one["kind"]].called(one) for one in _opened(text)
    ]


def _opened(text: str) -> Any:
    whole = text if "[[interventions]]" in text else None
    return from_toml(whole).interventions if whole else composed_of_part(text)


def composed_of_part(text: str) -> Any:
    """What a part opens, by the library's own reading of a scenario that says it."""
    from simulation.files.toml_file import parse_toml

    said = parse_toml(text, "file", "file")
    return ({"kind": said["type"], said["type"]: said},)


def test_the_faults_of_a_file_are_those_that_validate_tells(tmp_path: Path) -> None:
    """Each is told with its line before anything runs, and what is at fault is never run."""
    path = tmp_path / "wrong.toml"
    path.write_text(WRONG, encoding="utf-8")
    notes: list[str] = []
    value = OWN.settle({"name": "wrong.toml", "text": WRONG}, notes)
    told = [f"Line {one.line}: {one.error}" for one in faults_of(path)]
    assert OWN.told("wrong.toml", WRONG) == f"wrong.toml cannot be opened. {told[0]}"
    assert notes == [f"wrong.toml: {one}" for one in told[1:]]
    values = said_of(chosen_of(services=["share"])) | {"file": value}
    with pytest.raises(DoorwaysError, match=r"It cannot be opened\. Line"):
        composed(values)


@pytest.mark.parametrize("text", ["dear all, hello", '[[interventions]]\nfile = "other.toml"\n'])
def test_what_is_wrong_with_a_file_names_it_as_its_owner_does(text: str) -> None:
    """No path within the program is told, whether it is no TOML at all or names a file that was not brought."""
    said = OWN.told("My notes.toml", text)
    assert said.startswith("My notes.toml cannot be opened. ")
    assert "doorways-" not in said
    assert tempfile.gettempdir() not in said
    with pytest.raises(DoorwaysError, match=r"my-notes\.toml") as fault:
        composed(said_of(chosen_of(file=OWN.settle({"name": "My notes.toml", "text": text}, []))))
    assert tempfile.gettempdir() not in str(fault.value)


@pytest.mark.parametrize(
    "wanted",
    [
        {"name": 1, "text": "x"},
        {"text": "x"},
        {"name": "a", "text": "x" * (LONGEST + 1)},
        "gone.123",
        7,
    ],
)
def test_what_is_no_file_of_ours_is_left_out(wanted: object) -> None:
    """A crafted message or a link to a file that is gone brings nothing in."""
    notes: list[str] = []
    assert OWN.settle(wanted, notes) == ""
    assert bool(notes) is (wanted != 7)


def test_only_so_many_files_are_held() -> None:
    """The oldest go; one that was brought again a moment ago stays."""
    first = hold("first.toml", "first")
    for k in range(KEPT - 1):
        hold(f"{k}.toml", f"{k}")
    assert hold("first.toml", "first") == first
    hold("more.toml", "more")
    assert held(first) == "first"
    assert held(hold("0.toml", "0")) == "0"


def _set_a_hub(quiet: Page) -> None:
    """Change a post of a hub, whose team stands there as it is, and its gate."""
    quiet.get_by_label("No Wrong Door, one hub").check()
    quiet.get_by_text("No Wrong Door, one hub: how it opens").click()
    quiet.get_by_text("Hubs: First hub: Staff").click()
    expect(quiet.locator("#dw-no-wrong-door--hubs--staff--residential_worker")).to_have_value("8.5")
    quiet.locator("#dw-no-wrong-door--hubs--staff--psychologist").fill("2.5")
    quiet.get_by_text("Gate", exact=True).click()
    quiet.get_by_label("Youngest age a hub takes").fill("12")


def _is_that_hub(hub: Mapping[str, Any]) -> None:
    """The file says all of the team with the post that was changed, and of the gate what was typed."""
    staff = hub["hubs"][0]["staff"]
    assert (staff["psychologist"], staff["residential_worker"]) == (2.5, 8.5)
    assert hub["gate"] == {"youngest": 12.0}


@pytest.mark.slow
@pytest.mark.browser
def test_it_is_put_together_run_and_taken_away(
    quiet: Page,
    address: str,
    open_page: Callable[..., None],
    complaints: Callable[[Page], list[list[str]]],
    reflows: Callable[[Page], None],
    tmp_path: Path,
) -> None:
    """From the comparison one click away: ticked, set, a file dropped; its numbers are the library's of the file it hands out."""
    open_page(quiet, address, "compare")
    quiet.get_by_role("link", name="Or put a scenario together").click()
    expect(quiet.get_by_role("heading", level=1)).to_have_text(STUDY.title)
    quiet.locator("#dw-council").select_option("E06000017")
    quiet.locator("#dw-years").fill("1")
    quiet.locator("#dw-runs").fill("2")
    quiet.get_by_label("Mockingbird, three constellations").check()
    quiet.get_by_text("Mockingbird, three constellations: how it opens").click()
    quiet.locator("#dw-mockingbird--sites").fill("2")
    quiet.get_by_label("staff leave faster").check()
    _set_a_hub(quiet)
    quiet.locator("#dw-file").set_input_files(
        {"name": "wrong.toml", "mimeType": "application/toml", "buffer": WRONG.encode()}
    )
    told = quiet.locator("#dw-file-said")
    expect(told).to_contain_text("wrong.toml cannot be opened. Line")
    assert complaints(quiet) == []
    reflows(quiet)
    quiet.get_by_role("button", name="Run").click()
    alert = quiet.get_by_role("alert")
    expect(alert).to_contain_text("It cannot be opened", timeout=COMPILING)
    expect(told).to_have_text("Chosen: wrong.toml")
    quiet.locator("#dw-file").set_input_files(
        {"name": "ours.toml", "mimeType": "application/toml", "buffer": SHARE.encode()}
    )
    quiet.get_by_role("button", name="Run").click()
    expect(quiet.locator("#dw-result")).to_be_visible(timeout=COMPILING)
    with quiet.expect_download() as coming:
        quiet.get_by_role("link", name="Scenario, to run again").click()
    made = from_toml(coming.value.path().read_text(encoding="utf-8"), folder=tmp_path)
    assert [kinds()[one["kind"]].called(one) for one in made.interventions] == [
        "mockingbird",
        "no_wrong_door",
        "ours",
    ]
    assert made.interventions[0]["sites"] == 2
    assert made.interventions[0]["barriers"][0]["barrier"] == "turnover"
    _is_that_hub(made.interventions[1])
    from calibration.joint.store import usual

    request = CompareRequest("E06000017", scenario=made, years=1, replicates=2, calibration=usual())
    expect(quiet.locator("#dw-headline")).to_have_text(compare(request).headline)
    assert complaints(quiet) == []
    reflows(quiet)
    quiet.reload()
    expect(quiet.locator("#dw-mockingbird--sites")).to_have_value("2")
    expect(quiet.locator("#dw-no-wrong-door--hubs--staff--psychologist")).to_be_visible()
    expect(quiet.locator("#dw-no-wrong-door--hubs--staff--psychologist")).to_have_value("2.5")
