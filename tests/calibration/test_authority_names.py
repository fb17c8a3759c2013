"""A council is found by every name and code it has or had; where several may be meant, all are named."""

import csv
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.beliefs.authorities import load
from calibration.beliefs.authorities.names import TABLES, find
from simulation.errors import DoorwaysError

COUNCILS = load._rows(load.years()[-1])
#: The City of London has no title to leave out: it is all title.
TITLED = [row for row in COUNCILS if row["name"] != "City of London"]
CODES = {row["code"]: row["name"] for row in COUNCILS}
SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "shouted": str.upper,
    "ampersand": lambda name: name.replace(" and ", " & "),
    "hyphens": lambda name: name.replace(" ", "-"),
    "long dashes": lambda name: name.replace("-", "–").replace(" ", "—"),
    "no spaces": lambda name: name.replace(" ", ""),
    "no punctuation": lambda name: name.replace(".", "").replace(",", " ").replace("-", " "),
    "accents": lambda name: name.replace("e", "é").replace("o", "ö"),
    "full width": lambda name: "".join(chr(ord(c) + 0xFEE0) if c.isalpha() else c for c in name),
    "space around": lambda name: f"\t {name}\u00a0 ",
}


def table(filename: str) -> list[dict[str, str]]:
    """Return the rows of one of the tables of names."""
    with (TABLES / filename).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


FORMER, EVERYDAY = table("former_codes.csv"), table("everyday_names.csv")


@given(st.sampled_from(COUNCILS), st.sampled_from(sorted(SPELLINGS)))
def test_every_council_is_found_however_it_is_spelt(row: dict[str, str], way: str) -> None:
    """Case, accents, dashes, spaces and "&" change nothing; both codes work in any case."""
    for text in (SPELLINGS[way](row["name"]), row["code"].lower(), f" {row['dfe_code']} "):
        assert find(text, COUNCILS) == row


@pytest.mark.parametrize("row", TITLED, ids=lambda row: row["name"])
def test_a_title_before_or_after_the_name_changes_nothing(row: dict[str, str]) -> None:
    """So "City of Leeds", "London Borough of Camden" and "Kent Council" are the three councils."""
    kind = "London Borough of {}" if row["code"].startswith("E09") else "City of {}"
    for text in (kind.format(row["name"]), f"{row['name']} Council"):
        assert find(text, COUNCILS) == row


@pytest.mark.parametrize("row", FORMER, ids=lambda row: row["code"] or row["name"])
def test_a_former_code_leads_to_its_one_heir_or_names_them_all(row: dict[str, str]) -> None:
    """What was merged or renumbered resolves; what was divided is an error with every heir."""
    heirs = row["now"].split()
    assert set(heirs) <= set(CODES)
    for text in filter(None, (row["code"], row["dfe_code"])):
        if len(heirs) == 1:
            assert find(text, COUNCILS)["code"] == heirs[0]
            continue
        with pytest.raises(DoorwaysError) as caught:
            find(text, COUNCILS)
        assert all(f"{CODES[code]} ({code})" in caught.value.rule for code in heirs)
        assert caught.value.next_step == "Choose one of them."


def test_no_former_code_is_a_code_of_today() -> None:
    """Codes and numbers of former councils are not those of a present one, and none stands twice."""
    today = {*CODES, *(row["dfe_code"] for row in COUNCILS)}
    former = [text for row in FORMER for text in (row["code"], row["dfe_code"]) if text]
    assert not today & set(former)
    assert len(former) == len(set(former))
    assert all(row["source"] for row in FORMER)


@pytest.mark.parametrize("name", sorted({row["name"] for row in EVERYDAY}))
def test_an_everyday_name_means_one_council_or_says_which(name: str) -> None:
    """Each everyday name resolves to its council, or is refused with all it may mean."""
    codes = [row["code"] for row in EVERYDAY if row["name"] == name]
    if len(codes) == 1:
        assert find(name, COUNCILS)["code"] == codes[0]
        return
    with pytest.raises(DoorwaysError, match="Several councils answer to it") as caught:
        find(name, COUNCILS)
    assert all(code in caught.value.rule for code in codes)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("E10000023", "North Yorkshire"),
        ("E10000027", "Somerset"),
        ("E08000038", "Barnsley"),
        ("E08000039", "Sheffield"),
        ("E08000020", "Gateshead"),
        ("BCP", "Bournemouth, Christchurch and Poole"),
        ("Poole Borough Council", "Bournemouth, Christchurch and Poole"),
        ("837", "Bournemouth, Christchurch and Poole"),
        ("City of Hull", "Kingston upon Hull, City of"),
        ("Hull City Council", "Kingston upon Hull, City of"),
        ("Brighton", "Brighton and Hove"),
        ("Bristol", "Bristol, City of"),
        ("Durham", "County Durham"),
        ("Durham County Council", "County Durham"),
        ("St Helens", "St. Helens"),
        ("County of Herefordshire", "Herefordshire, County of"),
        ("Tower Hamlets", "Tower Hamlets"),
        ("Dorset Council", "Dorset"),
    ],
)
def test_codes_and_names_people_hold_are_understood(text: str, name: str) -> None:
    """Known answers: what was found to be refused, and ornaments left out."""
    assert load.profile(text).name == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Cumbria", ("Cumberland", "Westmorland and Furness")),
        ("Cumbria County Council", ("Cumberland", "Westmorland and Furness")),
        ("928", ("North Northamptonshire", "West Northamptonshire")),
        ("E10000009", ("Dorset", "Bournemouth, Christchurch and Poole")),
        ("Kingston", ("Kingston upon Thames", "Kingston upon Hull")),
        ("Nottingham County Council", ("Nottingham", "Nottinghamshire")),
        ("Leads", ("Leeds",)),
        ("north yorkshir", ("North Yorkshire",)),
    ],
)
def test_what_may_mean_several_or_none_names_the_candidates(
    text: str, names: tuple[str, ...]
) -> None:
    """A divided council, a name of several and a slip of the pen are errors with names to choose."""
    with pytest.raises(DoorwaysError) as caught:
        load.profile(text)
    assert caught.value.value == text
    assert all(name in str(caught.value) for name in names)


@given(st.text(max_size=30))
def test_any_text_is_a_council_or_one_error(text: str) -> None:
    """No text ends in anything but a council of the table or our own error."""
    try:
        assert find(text, COUNCILS) in COUNCILS
    except DoorwaysError as error:
        told = error
    else:
        return
    assert told.next_step
