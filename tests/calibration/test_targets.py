"""Targets: what ships is sound and sourced, and what is wrong is refused in clear words."""

from pathlib import Path

import pytest

from calibration.beliefs.evidence.load import figures, sources
from calibration.fitting.patterns.catalogue import statistics
from calibration.fitting.targets.load import MOST_DISCREPANCY, england_targets, read
from simulation.errors import DoorwaysError

GOOD = """
[stock]
measure = "stock/all"
figure = "published_cla_2024"
year = 2024
role = "fit"
discrepancy = "discrepancy_level"
"""


def written(folder: Path, text: str) -> Path:
    """A targets file with the text."""
    path = folder / "targets.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_targets_are_enough_and_sourced() -> None:
    """At least 30 targets are fitted and 10 held out, each with a source and a registered figure."""
    found = england_targets()
    assert sum(one.role == "fit" for one in found) >= 30
    assert sum(one.role == "hold" for one in found) >= 10
    for one in found:
        assert one.source
        assert all(key in sources() for key in one.source.split(", "))
        assert all(name in figures() for name in one.figures)
        assert one.measure in statistics()
        assert 0 < one.discrepancy <= MOST_DISCREPANCY


def test_a_target_takes_its_value_from_the_register(tmp_path: Path) -> None:
    """A count is the figure, a share the named items over all of them, and chance follows."""
    share = """
[in_year_two]
measure = "in_year/two"
figure = "published_placements_in_year_2024"
items = ["two"]
over = "published_placements_in_year_2024"
year = 2024
role = "hold"
discrepancy = 0.1
"""
    stock, two = read(written(tmp_path, GOOD + share))
    assert stock.value == 83530
    assert not stock.is_share
    assert two.value == pytest.approx(17490 / (57450 + 17490 + 8690))
    assert two.denominator == 57450 + 17490 + 8690
    assert two.noise_sd == pytest.approx(((1 - two.value) / 17490) ** 0.5)


def test_clumped_incidents_tell_less(tmp_path: Path) -> None:
    """Missing incidents that come in clumps have a wider chance spread than independent ones."""
    text = GOOD.replace("stock/all", "missing/incidents").replace(
        "published_cla_2024", "published_missing_incidents_2024"
    )
    (plain,) = read(written(tmp_path, text))
    (clumped,) = read(written(tmp_path, text + 'noise = "clumped"\n'))
    assert clumped.noise_sd > 2 * plain.noise_sd


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("stock/all", "stock/al", "stock/all"),
        ('figure = "published_cla_2024"', "value = 5", "source"),
        ('role = "fit"', 'role = "fitted"', "fit, hold"),
        ("published_cla_2024", "published_cla_1066", "no such figure"),
        ("discrepancy_level", "discrepancy_none", "discrepancy_pattern"),
        ('"discrepancy_level"', "0.5", "at most 10%"),
        ('measure = "stock/all"', 'measure = "in_year/two"', "between 0 and 1"),
        ("year = 2024", "", "year"),
        ('role = "fit"', 'role = "fit"\nwindow = 1', "window"),
    ],
)
def test_a_wrong_target_is_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    """Unknown measures, missing sources and fields, and wide allowances are named with the rule."""
    with pytest.raises(DoorwaysError) as caught:
        read(written(tmp_path, GOOD.replace(old, new)))
    assert (
        says
        in f"{caught.value.thing} {caught.value.value} {caught.value.rule} {caught.value.next_step}"
    )


def test_contradictory_targets_are_refused(tmp_path: Path) -> None:
    """Two values for one measure, place and year cannot both be reproduced; neither can two fits."""
    other = '[other]\nmeasure = "stock/all"\nvalue = 90000\nsource = "my count"\nyear = 2024\n'
    other += 'role = "hold"\ndiscrepancy = 0.05\n'
    with pytest.raises(DoorwaysError, match="contradicts stock"):
        read(written(tmp_path, GOOD + other))
    twice = GOOD + GOOD.replace("[stock]", "[again]")
    with pytest.raises(DoorwaysError, match="fits the same measure"):
        read(written(tmp_path, twice))


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    """A file that is not there or holds nothing is named."""
    with pytest.raises(DoorwaysError, match="no such file"):
        read(tmp_path / "none.toml")
    with pytest.raises(DoorwaysError, match="no target"):
        read(written(tmp_path, "# nothing\n"))
