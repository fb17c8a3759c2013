"""The history holds what was published, tells what is withheld apart, and fills nothing in."""

import pytest

from calibration.beliefs.authorities import history, load
from simulation.errors import DoorwaysError


def test_history_is_what_was_published() -> None:
    """North Yorkshire's stock and starts of seven years are the published numbers."""
    code = load.profile("North Yorkshire").code
    assert list(history.history("cla")[code].values()) == [437, 430, 443, 422, 430, 463, 501]
    assert history.history("starts")[code][2024] == 222


@pytest.mark.parametrize("until", [None, 2021])
def test_one_council_alone_has_what_it_has_among_all(until: int | None) -> None:
    """The same years and numbers; nothing of a code that nobody has."""
    for code, series in history.history("ceases", until).items():
        assert history.own_history(code, "ceases", until) == series
    assert history.own_history("E99999999", "ceases") == {}


@pytest.mark.parametrize("measure", ["cla", "starts", "ceases"])
def test_history_and_profiles_agree_where_a_council_published(measure: str) -> None:
    """A year's profile holds the same number unless the profile says that it was filled in."""
    numbers = history.history(measure)
    for year in load.years():
        for profile in load.all_profiles(year):
            published = numbers.get(profile.code, {}).get(year)
            if measure in profile.imputed:
                assert published is None, (profile.name, year)
            else:
                assert published == profile[measure], (profile.name, year)


def test_councils_of_a_year_add_up_to_england_once() -> None:
    """Former councils and their successors are never both counted: every year sums to England."""
    for measure in ("cla", "starts", "ceases"):
        for year, england in history.england_history(measure).items():
            total = sum(years.get(year, 0.0) for years in history.history(measure).values())
            assert total == pytest.approx(england, rel=0.001), (measure, year)


def test_a_withheld_cell_has_bounds_and_no_number() -> None:
    """Nowhere is a withheld count given as a number too, and its bounds are small counts."""
    numbers, ends = history.history("cla_uasc"), history.bounds("cla_uasc")
    assert ends
    for code, years in ends.items():
        for year, (low, high) in years.items():
            assert year not in numbers.get(code, {})
            assert 0 <= low <= high <= max(5, history.history("cla")[code][year])


def test_dictionary_names_every_measure_of_the_table() -> None:
    """The table's header is the measures in order; an unknown one is refused with the known ones."""
    header = history.TABLE.read_text(encoding="utf-8").splitlines()[0].split(",")
    assert header == list(history.HEADER)
    with pytest.raises(DoorwaysError, match="cla_uasc"):
        history.history("everything")


def test_a_former_council_stays_with_its_own_years() -> None:
    """Cumbria ends in 2023 and Cumberland begins in 2024: nothing was divided."""
    cla = history.history("cla")
    assert max(cla["E10000006"]) == 2023
    assert min(cla[load.profile("Cumberland").code]) == 2024
