"""Scenario files: what ships, what survives a round trip, and what every mistake is told."""

from pathlib import Path

import pytest

from calibration.beliefs.evidence.load import figures
from scenarios.override import Override
from scenarios.scenario import (
    LIBRARY,
    TWINS,
    Scenario,
    from_toml,
    has_twin,
    list_scenarios,
    load_scenario,
)
from simulation.errors import DoorwaysError
from simulation.interventions.no_wrong_door.spec import (
    DISTINGUISHERS,
    OWN_EFFECTS,
    ROLES,
    HubSpec,
    NoWrongDoorSpec,
)

SHIPPED = tuple(one.name for one in list_scenarios() if not one.twin_of)
HEAD = 'name = "mine"\ntitle = "Mine"\n'
HUB = HEAD + '[[interventions]]\nkind = "no_wrong_door"\n{}\n[[interventions.hubs]]\n{}\n'


def test_what_ships() -> None:
    """Every file ships, each described, and those that open a service or practice with both twins."""
    listed = {one.name: one for one in list_scenarios()}
    files = {path.stem.replace("_", "-") for path in LIBRARY.glob("*.toml")}
    twinned = {name for name in files if any(map(has_twin, listed[name].interventions))}
    expected = files | {f"{name}-{kind}" for name in twinned for kind in TWINS}
    assert listed.keys() == expected
    assert {"baseline", "no-wrong-door-wigan"} <= files
    assert all(one.title and one.description for one in listed.values())


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_files_teach(name: str) -> None:
    """A shipped file is named after its scenario, carries comments, and reads back the same."""
    path = LIBRARY / f"{name.replace('-', '_')}.toml"
    assert path.read_text(encoding="utf-8").startswith("# ")
    assert load_scenario(str(path)) == load_scenario(name)


@pytest.mark.parametrize("one", list_scenarios(), ids=lambda one: one.name)
def test_round_trip(one: Scenario) -> None:
    """A scenario or twin written as TOML is read back equal."""
    assert from_toml(one.to_toml()) == one


def test_round_trip_of_everything() -> None:
    """Quotes, several lines, ranges, tables and all keys of a hub survive writing and reading."""
    text = HUB.format(
        'fidelity = { one_key_worker = 0.9 }\ntwin = "recording"\nclaims = "published"\n'
        "effects = { nwd_move_ratio = 0.9 }",
        'name = "Brontë \\"A\\" \\\\ B"\nopens_month = 3\nstaff = { manager = 1 }\nbeds_planned = 0',
    ).replace(
        "[[interventions]]",
        'description = "One\\nTwo \\"quoted\\""\nnotes = ["a", "b"]\nsources = ["N03"]\n'
        "[parameters]\nhub_caseload = 30\n"
        "nwd_entry_ratio = { central = 0.8, low = 0.7, high = 0.9 }\n[[interventions]]",
        1,
    )
    one = from_toml(text)
    assert one.parameters == {
        "hub_caseload": Override(30.0),
        "nwd_entry_ratio": Override(0.8, 0.7, 0.9),
    }
    assert from_toml(one.to_toml()) == one


def test_the_wigan_adaptation() -> None:
    """Wigan has three hubs in children's homes with the partners' posts and a caseload of 11.

    25 young people a year times 5.4 months of support is about 11 at a time.
    """
    (service,) = load_scenario("no-wrong-door-wigan").interventions
    assert len(service["hubs"]) == 3
    for hub in service["hubs"]:
        assert hub["base"] == "childrens_home"
        assert hub["caseload"] == round(25 * 5.4 / 12)
        assert {"social_worker", "camhs_practitioner", "police_officer"} <= hub["staff"].keys()


def test_the_rollout_is_phased() -> None:
    """The rollout opens its hubs one after another; North Yorkshire's have its own fidelity."""
    (service,) = load_scenario("no-wrong-door-rollout").interventions
    months = [hub["opens_month"] for hub in service["hubs"]]
    assert months == sorted(set(months))
    assert load_scenario("no-wrong-door-north-yorkshire").interventions[0]["fidelity"] == (
        "north_yorkshire"
    )


def test_numbers_left_out_stay_out() -> None:
    """A number a scenario leaves to the register is not in what the engine is given."""
    (service,) = load_scenario("no-wrong-door").interventions
    assert "caseload" not in service["hubs"][0]
    assert service["twin"] == "real"


@pytest.mark.parametrize("kind", list(TWINS))
def test_twins_of_files(kind: str, tmp_path: Path) -> None:
    """A twin differs from its scenario in nothing but name, title and the switch of its effects."""
    path = tmp_path / "mine.toml"
    path.write_text(HUB.format("", "opens_month = 1"), encoding="utf-8")
    one, twin = load_scenario(str(path)), load_scenario(f"{path}-{kind}")
    assert (twin.name, twin.twin_of) == (f"mine-{kind}", "mine")
    assert twin.title != one.title
    assert [{**i, "twin": "real"} for i in twin.interventions] == list(one.interventions)
    assert {i["twin"] for i in twin.interventions} == {kind}


def test_the_names_the_register_uses() -> None:
    """The ten distinguishers are those the register weighs, in its order; roles are distinct."""
    assert tuple(DISTINGUISHERS) == figures()["distinguisher_weight"].items
    assert len(ROLES) == len(set(ROLES))


MISTAKES = {
    "not TOML": ("name = ", "not a TOML file"),
    "unknown key": (HEAD + "colour = 1", "Unknown key"),
    "no name": ('title = "x"', "missing"),
    "a name with spaces": ('name = "My own"\ntitle = "x"', "name"),
    "a title that is a number": ('name = "x"\ntitle = 3', "string"),
    "unknown parameter": (HEAD + "[parameters]\nhub_caselode = 3", "hub_caseload"),
    "parameter outside its support": (HEAD + "[parameters]\nhub_fidelity_adopter = 1.5", "0 and 1"),
    "range outside its support": (
        HEAD + "[parameters]\nhub_fidelity_adopter = { central = 0.5, low = -1, high = 1 }",
        "0 and 1",
    ),
    "range without an end": (
        HEAD + "[parameters]\nnwd_entry_ratio = { central = 0.5, low = 0.4 }",
        "Add high",
    ),
    "range out of order": (
        HEAD + "[parameters]\nnwd_entry_ratio = { central = 0.5, low = 0.6, high = 0.7 }",
        "order",
    ),
    "range with an unknown key": (
        HEAD + "[parameters]\nnwd_entry_ratio = { centre = 0.5 }",
        "central",
    ),
    "a list for a number": (HEAD + "[parameters]\nhub_caseload = [1, 2]", "one number"),
    "a number for a list": (HEAD + "[parameters]\ndistinguisher_weight = 0.1", "a list"),
    "words for a number": (HEAD + '[parameters]\nhub_caseload = "many"', "number"),
    "a truth for a number": (HEAD + "[parameters]\nhub_caseload = true", "number"),
    "infinity": (HEAD + "[parameters]\nhub_caseload = inf", "number"),
    "unknown kind": (HEAD + '[[interventions]]\nkind = "no_wrong_dor"', "no_wrong_door"),
    "no kind": (HEAD + "[[interventions]]\nhubs = []", "kind"),
    "no hubs": (HEAD + '[[interventions]]\nkind = "no_wrong_door"\nhubs = []', "at least 1"),
    "unknown key of a service": (HUB.format("fidelty = 1", "opens_month = 1"), "fidelity"),
    "unknown key of a hub": (HUB.format("", "beds_planed = 1"), "beds_planned"),
    "hub opens before the start": (
        HUB.format("", "opens_month = -1"),
        "greater than or equal to 0",
    ),
    "half a bed": (HUB.format("", "beds_planned = 1.5"), "integer"),
    "share above 1": (HUB.format("", "outreach_share = 1.1"), "less than or equal to 1"),
    "unknown base": (HUB.format("", 'base = "castle"'), "childrens_home"),
    "unknown role": (HUB.format("", "staff = { wizard = 1 }"), "portfolio_lead"),
    "negative staff": (HUB.format("", "staff = { manager = -1 }"), "greater than or equal to 0"),
    "unknown fidelity": (HUB.format('fidelity = "half"', "opens_month = 1"), "adopter"),
    "unknown distinguisher": (
        HUB.format("fidelity = { key_worker = 1 }", "opens_month = 1"),
        "one_key_worker",
    ),
    "distinguisher above 1": (
        HUB.format("fidelity = { one_key_worker = 2 }", "opens_month = 1"),
        "0 to 1",
    ),
    "unknown twin": (HUB.format('twin = "evil"', "opens_month = 1"), "'recording'"),
    "no key of the past": (HUB.format('prior = "wigan"', "opens_month = 1"), "Unknown key"),
    "fidelity of nobody": (HUB.format('fidelity = "leeds"', "opens_month = 1"), "north_yorkshire"),
    "rest of nobody": (HUB.format('fidelity = { rest = "leeds" }', "opens_month = 1"), "adopter"),
    "rest that is a number": (
        HUB.format("fidelity = { rest = 0.5 }", "opens_month = 1"),
        "adopter",
    ),
    "fidelity that is a number": (HUB.format("fidelity = 0.5", "opens_month = 1"), "fidelity"),
    "a weight that is a truth": (
        HUB.format("fidelity = { one_key_worker = true }", "opens_month = 1"),
        "0 to 1",
    ),
    "unknown claims": (HUB.format('claims = "big"', "opens_month = 1"), "published"),
    "unknown effect": (
        HUB.format("effects = { nwd_move_rate = 1 }", "opens_month = 1"),
        "nwd_move_ratio",
    ),
    "effect outside its support": (
        HUB.format("effects = { nwd_move_ratio = 49 }", "opens_month = 1"),
        "between",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_every_mistake_is_explained(mistake: str) -> None:
    """A mistake in a file names the file, says the rule and what to do, in one message."""
    text, word = MISTAKES[mistake]
    with pytest.raises(DoorwaysError) as caught:
        from_toml(text, "mine.toml")
    told = caught.value
    assert "mine.toml" in told.thing
    assert word in str(told)
    assert told.rule.strip().endswith(".")
    assert told.next_step
    assert "\n" not in str(told).replace("\\n", "")


def test_a_place_is_named_as_people_count() -> None:
    """The message for a fault in the second hub says which hub and which key."""
    text = HUB.format("", "opens_month = 1") + "[[interventions.hubs]]\nbeds_planned = -3\n"
    with pytest.raises(DoorwaysError, match="interventions 1, hubs 2, beds_planned"):
        from_toml(text, "mine.toml")


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [("no-wrong-dor", "no-wrong-door"), ("basline", "baseline"), ("xyzzy", "doorways scenarios")],
)
def test_unknown_scenarios(name: str, suggestion: str) -> None:
    """An unknown name is answered with the nearest names, or where to find them."""
    with pytest.raises(DoorwaysError, match=suggestion):
        load_scenario(name)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """A file that is not there, or not text, is a clear message."""
    with pytest.raises(DoorwaysError, match="no such file"):
        load_scenario(str(tmp_path / "none.toml"))
    path = tmp_path / "bytes.toml"
    path.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(DoorwaysError, match="UTF-8"):
        load_scenario(str(path))


def test_a_baseline_has_no_twins() -> None:
    """What opens nothing has no twin, and an unknown twin is refused."""
    with pytest.raises(DoorwaysError, match="no twins"):
        load_scenario("baseline-null")
    with pytest.raises(DoorwaysError, match="no such twin"):
        load_scenario("no-wrong-door").twin("evil")


def test_the_example_in_the_manual() -> None:
    """The scenario printed in the manual can be read, and every key it lists exists."""
    manual = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text(encoding="utf-8")
    example = manual.split("```toml\n")[1].split("```")[0]
    one = from_toml(example)
    assert len(one.interventions[0]["hubs"]) == 2
    for name in (
        *ROLES,
        *DISTINGUISHERS,
        *OWN_EFFECTS,
        *HubSpec.model_fields,
        *NoWrongDoorSpec.model_fields,
    ):
        assert f"`{name}`" in manual or f"`{name} = " in manual, name
