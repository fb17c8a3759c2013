"""`doorways effects`: the studies behind each effect, in words and as CSV."""

import csv
import io
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from calibration.beliefs.effects.combine import combine
from calibration.beliefs.effects.outcomes import EFFECTS
from dashboards.cli.effects import effects
from simulation.errors import DoorwaysError
from simulation.interventions.no_wrong_door.studied import STUDIES

MINE = """
[mine]
study = "mine"
intervention = "no_wrong_door"
outcome = "missing"
published = "made-up finding"
reading = "made up for this test"
ratio = 0.95
se = 0.1
se_says = "made up"
design = "randomised"
grade = "A"
rtm = "not needed"
population = "nobody"
place = "nowhere"
period = "never"
comparison = "none"
source = "A report on my desk"
locator = "page 1"
"""


def run(*words: str) -> str:
    """Run the command alone and return what it prints."""
    app = typer.Typer()
    app.command()(effects)
    result = CliRunner().invoke(app, words)
    if result.exception is not None:
        raise result.exception
    return result.output


def test_without_a_service_every_effect_has_its_line() -> None:
    """The overview lists every service and outcome with the effect in a new place."""
    told = run()
    for one in EFFECTS:
        assert one.intervention in told
        assert one.outcome in told
    entry = combine("no_wrong_door", "entry").new_place
    assert f"{entry.central:.2f} ({entry.low:.2f} to {entry.high:.2f})" in told
    assert "judgement kept" in told


def test_a_service_shows_its_studies_as_published_and_as_believed() -> None:
    """Each outcome has its studies, the prior's weight, and what is not used with its reason."""
    told = run("no_wrong_door")
    assert "charges -52%" in told
    assert "says nothing" in told
    assert "Not used: 86% of those referred stayed out of care (S01)" in told
    assert "* No error was published; its size is assumed." in told
    assert "nwd_eet_ratio" in told
    charge = combine("no_wrong_door", "charge")
    assert f"weight {charge.prior_weight:.0%}" in told
    assert f"probability {charge.benefit:.0%}" in told


def test_one_outcome_alone() -> None:
    """With an outcome only that one is shown, for one service or for all that have it."""
    told = run("no_wrong_door", "--outcome", "missing")
    assert "going missing" in told
    assert "being charged" not in told
    assert "Pause" not in run("--outcome", "entry")
    assert "Multisystemic therapy: entering care" in run("--outcome", "entry")


def test_csv_can_be_read_back() -> None:
    """As CSV every study has a line with its numbers, source and row."""
    rows = list(csv.DictReader(io.StringIO(run("--format", "csv").removeprefix("\ufeff"))))
    charge = next(row for row in rows if row["study"] == "nwd_charges")
    assert float(charge["ratio"]) == pytest.approx(0.48)
    assert charge["locator"] == "S08"
    assert charge["error_from"].startswith("effect_unpublished_se")
    assert {row["why_unused"] != "" for row in rows if row["used"] == "no"} == {True}


def test_studies_of_ones_own_are_added(tmp_path: Path) -> None:
    """A file given with --with adds its rows; a second row of one study, or no file, is refused."""
    mine = tmp_path / "mine.toml"
    mine.write_text(MINE, encoding="utf-8")
    told = run("no_wrong_door", "--outcome", "missing", "--with", str(mine))
    assert "made-up finding" in told
    assert "As a scenario takes it: nwd_missing_ratio = { central = " in told
    assert told != run("no_wrong_door", "--outcome", "missing")
    mine.write_text(MINE + MINE.replace("[mine]", "[again]"), encoding="utf-8")
    with pytest.raises(DoorwaysError, match="count twice"):
        run("--with", str(mine))
    mine.write_text(MINE.replace("[mine]", "[nwd_charges]"), encoding="utf-8")
    with pytest.raises(DoorwaysError, match="Two rows have this name"):
        run("--with", str(mine))
    mine.write_text('mine = "x"', encoding="utf-8")
    with pytest.raises(DoorwaysError, match="not a table"):
        run("--with", str(mine))
    with pytest.raises(DoorwaysError, match="no such file"):
        run("--with", str(tmp_path / "absent.toml"))


@pytest.mark.parametrize("words", [["magic"], ["pause", "--outcome", "missing"]])
def test_unknown_words_are_explained(words: list[str]) -> None:
    """An unknown service or outcome is a mistake the user can mend."""
    with pytest.raises(DoorwaysError, match="Choose from"):
        run(*words)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("--check",), "doorways effects"),
        (("programme", "--check"), "No study of it is declared"),
        (("mockingbird", "--check"), "can be opened"),
        (("no_wrong_door", "--check", "--outcome", "entry"), "Leave it out"),
        (("no_wrong_door", "--check", "--format", "csv"), "Leave it out"),
        (("no_wrong_door", "--pairs", "3"), "nothing is simulated"),
    ],
)
def test_a_check_of_nothing_or_of_part_is_refused(words: tuple[str, ...], meant: str) -> None:
    """A check is of one service that was studied, as a whole; nothing asked for goes unread."""
    with pytest.raises(DoorwaysError, match=meant):
        run(*words)


def test_a_check_of_few_pairs_says_that_they_are_too_few() -> None:
    """Each effect of the service has its row: study, window, what went in, and that nothing can be told yet."""
    told = " ".join(run("no_wrong_door", "--check", "--pairs", "2").split())
    for study in STUDIES.effects.values():
        assert study.comparison.split()[0] in told
    assert "2 pairs of futures" in told
    assert "too few" in told
    assert "not reproducible here" not in told
