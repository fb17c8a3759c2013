"""Private profiles as they are kept: names, years, who may read them, and what is damaged."""

import json
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from scipy.stats import gamma

from agents.synthesis.own_start import COLUMNS
from calibration.beliefs.authorities.load import england, profile, rate_years
from calibration.beliefs.local.factors import local_factors
from calibration.beliefs.own.changed import changed, per_100, protected
from calibration.beliefs.own.kept import Kept, folder_of, keep, names, of_year, private_profile
from calibration.beliefs.own.made import Asked, make_profile
from calibration.beliefs.own.rates import EVENTS, Rate
from calibration.beliefs.own.starting import starting
from calibration.beliefs.parameters import parameters_for
from calibration.beliefs.returns.importing import Imported, import_returns
from fuzzing.made_returns import lives, returns, write
from fuzzing.small_returns import take
from simulation.errors import DoorwaysError

YEARS = (2021, 2022, 2023, 2024)


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep private profiles of tests apart from those of whoever runs them."""
    monkeypatch.setattr("calibration.beliefs.own.kept.data_folder", lambda *_: tmp_path / "home")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of a made-up return of four years, to be read only."""
    return write(tmp_path_factory.mktemp("return"), returns(lives(150, YEARS), YEARS))


@pytest.fixture(scope="module")
def imported(files: Path) -> Imported:
    """That return, imported once."""
    return import_returns(files, lenient=True)


@pytest.fixture(scope="module")
def made(imported: Imported) -> Kept:
    """A private profile of it."""
    return make_profile(imported, Asked("my-council", ("Norfolk",)))[0]


def test_it_is_a_council_like_any_other(made: Kept) -> None:
    """Every value a run needs is there, by the name under which commands take councils."""
    keep(made)
    own = profile("private:my-council")
    assert (own.code, own.name, own.year, own.public_year) == (
        *["private:my-council"] * 2,
        2024,
        2024,
    )
    assert own.public_code == profile("Norfolk").code
    assert set(profile("Norfolk").counts) <= set(own.counts)
    assert set(parameters_for(own)) == set(parameters_for(profile("Norfolk")))
    assert own["children_0_17"] == profile("Norfolk")["children_0_17"]
    assert own["cin"] - own["cla"] == pytest.approx(
        profile("Norfolk")["cin"] - profile("Norfolk")["cla"]
    )


def test_rates_are_counted_from_its_own_years(made: Kept) -> None:
    """By default three years to the start; others when they were chosen; each against England's own year."""
    assert [one.year for one in rate_years(of_year(made, 2024))] == [2024, 2023, 2022]
    assert [one.year for one in rate_years(of_year(made, 2022))] == [2022, 2021]
    chosen = replace(made, reference=(2023, 2021))
    assert [one.year for one in rate_years(of_year(chosen, 2024))] == [2023, 2021]
    assert [one.year for one in rate_years(of_year(chosen, 2022))] == [2021]


def test_seen_and_expected_of_one_year_by_hand(made: Kept) -> None:
    """Exits: what the return says against England's rate by age times the return's own child-years."""
    one = of_year(replace(made, reference=(2024,)), 2024)
    factor = {f.name: f for f in local_factors(one, parameters_for(one))}["local_exit"]
    counts, whole = made.years[2024]["counts"], england(2024)
    exits = ("under_1", "1_4", "5_9", "10_15", "16", "17")
    moved_on = counts["ceases_other_la"] + counts["ceases_age_assessed"]
    by_age = [counts[f"ceases_{age}"] for age in exits]
    by_age = [*by_age[:4], by_age[4] + by_age[5]]
    share = (0.0, 0.0, 0.0, 0.1, 0.9)
    seen = sum(max(n - s * moved_on, 0.0) for n, s in zip(by_age, share, strict=True))
    assert factor.seen == pytest.approx(seen)
    bands = ("under_1", "1_4", "5_9", "10_15", "16_plus")
    left = [whole[f"ceases_{age}"] for age in exits]
    left = [*left[:4], left[4] + left[5]]
    national = whole["ceases_other_la"] + whole["ceases_age_assessed"]
    expected = sum(
        max(n - s * national, 0.0) / whole[f"cla_{band}"] * counts[f"years_{band}"]
        for n, s, band in zip(left, share, bands, strict=True)
    )
    assert factor.expected == pytest.approx(expected)
    assert factor.exposure == pytest.approx(sum(counts[f"years_{band}"] for band in bands))


def test_levels_are_shrunk_and_uncertain(made: Kept) -> None:
    """A level lies between England's and what was seen, nearer to it the more was seen; its range has a width."""
    own = of_year(made, 2024)
    for one in local_factors(own, parameters_for(own)):
        raw = one.seen / one.expected
        assert min(raw, 1.0) - 1e-9 <= one.mean <= max(raw, 1.0) + 1e-9
        assert one.low < one.mean < one.high


def test_only_the_owner_reads_it(made: Kept) -> None:
    """Folder and file are closed to others, where the system knows such a thing."""
    file = keep(made)
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600
        assert {one.stat().st_mode & 0o777 for one in (file.parent, file.parent.parent)} == {0o700}
    assert names() == ["private:my-council"]


def test_another_year_is_named_after_a_sign(made: Kept) -> None:
    """`private:NAME@YEAR` is that year's; without it the start's; a year of no return is refused with those there are."""
    keep(made)
    assert profile(" Private:My-Council ").year == 2024
    assert profile("private:my-council@2022").code == "private:my-council@2022"
    assert profile("private:my-council", 2022).year == 2022
    for text in ("private:my-council@2020", "private:my-council@soon"):
        with pytest.raises(DoorwaysError, match="year"):
            private_profile(text)


@pytest.mark.parametrize(
    "name", ["private:", "private:no such", "private:" + "x" * 13, "private:../a"]
)
def test_what_is_no_name_is_refused(name: str) -> None:
    """Names are short and hold nothing that leads out of their folder."""
    with pytest.raises(DoorwaysError, match="12 small letters"):
        profile(name)


def test_a_name_that_is_not_there_says_which_are(made: Kept) -> None:
    """The sentence names the private profiles that are kept here."""
    keep(made)
    with pytest.raises(DoorwaysError, match="private:my-council"):
        profile("private:other")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"form": 0}',
        '{"form": 2, "start": 1, "years": {}}',
        '{"form": 2, "start": 1, "years": {"1": {}}, "reference": [], "about": {}}',
    ],
)
def test_a_damaged_file_is_one_sentence(made: Kept, text: str) -> None:
    """Whatever is wrong with the file, the answer is to make the profile again."""
    keep(made).write_text(text, encoding="utf-8")
    with pytest.raises(DoorwaysError, match="damaged, or another version"):
        profile("private:my-council")


def test_nothing_of_the_return_is_kept_that_finds_a_child(made: Kept, files: Path) -> None:
    """The kept file holds no identifier, no date and no postcode of the return it was made of."""
    text = keep(made).read_text(encoding="utf-8")
    source = "".join(one.read_text(encoding="utf-8") for one in files.rglob("*.csv"))
    cells = {cell for line in source.splitlines() for cell in line.split(",")}
    telling = {one for one in cells if "/" in one or " " in one or len(one) == 6}
    assert len(telling) > 400
    assert set(re.findall(r'[^",:{}\[\]]+', text)) & telling == set()
    held = json.loads(text)["years"]["2024"]["start"]
    rows = list(zip(*(held[name] for name in COLUMNS), strict=True))
    assert rows == sorted(rows)


def test_children_are_found_again_with_the_return_at_hand_as_often_as_is_said(
    imported: Imported,
) -> None:
    """Whoever has the return works out each child's entry and looks for it: as many are found as the import says."""
    kept, found = make_profile(imported, Asked("my-council", ("Norfolk",)))
    held = kept.years[2024]["start"]
    entries = list(zip(*(held[name] for name in COLUMNS), strict=True))
    frame, again = found.episodes, 0
    for child in frame.child.unique():
        own = starting(frame[frame.child == child], 2024)
        mine = list(zip(*(own[name] for name in COLUMNS), strict=True))
        again += bool(mine) and entries.count(mine[0]) == 1
    said = changed(kept, found)["privacy"]
    assert again == said["told_apart_by_all_columns"] > 0.9 * said["children"]


def test_the_order_of_the_return_is_lost(tmp_path: Path) -> None:
    """The same children in another order, under other numbers, give the same file to the byte."""
    people = lives(60, YEARS)
    forth = take(tmp_path / "a", returns(people, YEARS))
    for number, one in enumerate(people):
        one.child = f"{900_000 - number}"
    back = take(tmp_path / "b", returns(people[::-1], YEARS))
    first, second = (
        keep(make_profile(one, Asked("my-council", ("Norfolk",)))[0]).read_bytes()
        for one in (forth, back)
    )
    assert first == second


def test_small_counts_are_protected() -> None:
    """Counts under 6 are not shown, zero neither, and others are given to the nearest 5."""
    assert [protected(n) for n in (0, 1, 5, 6, 7, 8, 102)] == [
        None,
        None,
        None,
        5.0,
        5.0,
        10.0,
        100.0,
    ]


def test_what_is_told_of_it_holds_no_small_count(imported: Imported) -> None:
    """In what own data changed, every own count is a multiple of five, and every rate rests on such."""
    told = changed(*make_profile(imported, Asked("my-council", ("Norfolk", "Suffolk"))))
    own = [one["own"] for one in told["figures"]]
    own += [one[name] for one in told["rates"] for name in ("child_years", "exits", "moves")]
    own += [one[name] for one in told["levels"] for name in ("seen", "expected")]
    assert all(count is None or (count >= 5 and count % 5 == 0) for count in own)
    for one in told["rates"]:
        if one["exits"] is None or one["child_years"] is None:
            assert {one[f"exits_{name}"] for name in ("per_100", "low", "high")} == {None}


@pytest.mark.parametrize("what", EVENTS)
def test_ranges_of_rates_tell_no_count_that_was_rounded(what: str) -> None:
    """Counts that are shown as 15 give one range at one rate, that of 15 as tables of the Gamma have it."""
    told = [per_100(what, Rate("age", "", n / 2, n, n)) for n in range(13, 18)]
    assert all(one == told[0] for one in told)
    low, high = 200 * gamma.ppf([0.05, 0.95], 15.5) / 15
    assert told[0] == {
        f"{what}_per_100": 200,
        f"{what}_low": round(low),
        f"{what}_high": round(high),
    }
    assert per_100(what, Rate("age", "", 2.6, 12, 12))[f"{what}_low"] is None


def test_several_councils_are_one_region(imported: Imported) -> None:
    """Population and places of a region are those of its councils together; prices are between theirs."""
    both = make_profile(imported, Asked("region", ("Norfolk", "Suffolk")))[0]
    counts = both.years[2024]["counts"]
    one, other = profile("Norfolk"), profile("Suffolk")
    assert counts["children_0_17"] == one["children_0_17"] + other["children_0_17"]
    low, high = sorted(c["cost_foster_week"] for c in (one, other))
    assert low <= counts["cost_foster_week"] <= high
    whole = make_profile(imported, Asked("any"))[0].years[2024]["counts"]
    assert whole["children_0_17"] / whole["cla"] == pytest.approx(
        england(2024)["children_0_17"] / england(2024)["cla"], rel=0.02
    )


def test_own_figures_take_the_place_of_published_ones(imported: Imported, tmp_path: Path) -> None:
    """A small file gives places and costs; what the return tells, or nothing is called, is refused."""
    file = tmp_path / "figures.csv"

    def counts(lines: str) -> dict[str, float]:
        file.write_text(f"figure,value\n{lines}\n", encoding="utf-8")
        asked = Asked("my-council", ("Norfolk",), figures=file)
        return dict(make_profile(imported, asked)[0].years[2024]["counts"])

    assert counts('cost_foster_week,"1,234.5"')["cost_foster_week"] == 1234.5
    for lines, told in (
        ("cla,5", "return itself"),
        ("clas,5", "none of this name"),
        ("cost_foster_week,much", "number"),
        ("cost_foster_week,-1", "number"),
        ("cost_foster_week,1\ncost_foster_week,2", "already"),
    ):
        with pytest.raises(DoorwaysError, match=told):
            counts(lines)


def test_its_folder_is_its_own(made: Kept) -> None:
    """Nothing but the one file is in it, and it lies under the name."""
    assert sorted(one.name for one in folder_of(keep(made).parent.name).iterdir()) == [
        "profile.json"
    ]
