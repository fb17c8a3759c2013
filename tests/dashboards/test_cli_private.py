"""A private profile as it is used: imported, compared, forecast, calibrated, and forgotten without a trace."""

import csv
import json
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dashboards.cli.app import app
from fuzzing.made_returns import lives, returns, write

YEARS = (2022, 2023, 2024)
OWN = "private:my-council"
FEW = ("--years", "1", "--replicates", "2", "--workers", "1", "--calibration", "none")


def run(*words: str) -> Result:
    """Run `doorways` with these words."""
    return CliRunner().invoke(app, list(words))


def said(result: Result) -> str:
    """What stands on the screen, on one line."""
    return " ".join(result.output.split())


def at_home(patch: pytest.MonkeyPatch, place: Path) -> None:
    """Let commands run in a folder that is a home of its own."""
    patch.chdir(place)
    for module in ("calibration.beliefs.own.kept", "simulation.store.address"):
        patch.setattr(f"{module}.data_folder", lambda *_: place / "data")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give these tests a home and a folder of their own."""
    place = tmp_path / "home"
    place.mkdir()
    at_home(monkeypatch, place)
    return place


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up return of three years with nothing wrong in it."""
    return write(tmp_path_factory.mktemp("made") / "return", returns(lives(120, YEARS), YEARS))


@pytest.fixture(scope="module")
def kept(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of somebody who imported it."""
    place = tmp_path_factory.mktemp("kept")
    with pytest.MonkeyPatch.context() as patch:
        at_home(patch, place)
        result = take(made)
    assert result.exit_code == 0, result.output
    return place / "data"


@pytest.fixture
def taken(kept: Path, home: Path) -> None:
    """It is imported at this home."""
    shutil.copytree(kept, home / "data")


def take(made: Path, *words: str) -> Result:
    """Import it as Norfolk's."""
    return run("import-903", str(made), "--name", "my-council", "--authority", "Norfolk", *words)


def traces(home: Path) -> list[Path]:
    """Files and folders whose name or content still says the profile's name."""
    return [
        one
        for one in home.rglob("*")
        if "my-council" in one.name or (one.is_file() and b"my-council" in one.read_bytes())
    ]


def test_from_a_return_to_a_comparison_and_back_to_nothing(made: Path, home: Path) -> None:
    """Made, reported, compared, forecast and calibrated; after `forget` no byte on the disk says its name."""
    files = ("--json", "a.json", "--findings", "f.xlsx", "--out", "changed")
    result = take(made, *files)
    assert result.exit_code == 0, result.output
    for words in ("runs start on 31 March 2024", "Leaving care before 18", "doorways forget"):
        assert words in said(result)
    compared = run("compare", "--authority", OWN, "--no-funnel", "--quiet", *FEW)
    assert compared.exit_code == 0, compared.output
    forecast = run("forecast", "--authority", OWN, "--no-record", *FEW)
    assert forecast.exit_code == 0, forecast.output
    assert OWN in said(forecast)
    calibrated = run("calibrate", "--authority", OWN)
    assert calibrated.exit_code == 0, calibrated.output
    assert traces(home)
    result = run("forget", OWN)
    assert result.exit_code == 0, result.output
    assert "4 runs, 1 comparison, 1 calibration or" in said(result)
    assert traces(home) == []
    again = run("forget", OWN)
    assert again.exit_code == 2
    assert "nor anything of one" in said(again)


def test_a_database_in_a_folder_that_is_not_there_is_told(home: Path) -> None:
    """A slip in the path of --db makes a new database, and one line says where."""
    told = "There is no folder"
    for again, says in ((False, True), (True, False)):
        result = run("forget", OWN, "--db", str(home / "typo" / "runs.sqlite"))
        assert result.exit_code == 2
        assert (f"{told} {home / 'typo'}" in result.output, told in result.output) == (says, says)
        assert (home / "typo" / "runs.sqlite").is_file(), again


def test_who_can_be_found_again_is_said(made: Path) -> None:
    """The sentence counts the children whom nobody is like, as a look with the return at hand counts them."""
    result = take(made)
    met = re.search(
        r"([\d,]+) of ([\d,]+) are unlike all others .*?, ([\d,]+) by months", said(result)
    )
    assert met is not None
    apart, children, by_age = (int(one.replace(",", "")) for one in met.groups())
    text = Path("data/private/my-council/profile.json").read_text(encoding="utf-8")
    start = json.loads(text)["years"]["2024"]["start"]
    rows = list(zip(*start.values(), strict=True))
    assert (apart, children) == (sum(rows.count(row) == 1 for row in rows), len(rows))
    pairs = list(zip(start["age_months"], start["female"], strict=True))
    assert by_age == sum(pairs.count(pair) == 1 for pair in pairs)
    # With the return at hand nearly all are found: the page on privacy has to say so.
    assert apart > 0.9 * children


def test_the_report_protects_small_counts(made: Path, undrawn: None) -> None:
    """Tables and numbers that are written to be shared hold no own count from 1 to 5."""
    assert take(made, "--out", "changed").exit_code == 0
    with Path("changed/figures.csv").open(encoding="utf-8-sig", newline="") as stream:
        own = [row["own"] for row in csv.DictReader(stream)]
    assert "" in own
    assert all(text == "" or (float(text) >= 5 and float(text) % 5 == 0) for text in own)
    told = json.loads(Path("changed/changed.json").read_text(encoding="utf-8"))
    assert all(count is None or count % 5 == 0 for count in told["privacy"].values())
    hidden = [one["own"]["mean"] for one in told["levels"] if one["seen"] is None]
    assert hidden
    assert set(hidden) == {None}
    page = Path("changed/report.html").read_text(encoding="utf-8")
    assert re.search(r"find children in it: \d+[05] of \d+[05] are", page)
    assert "What own data changed" in page
    assert "private:my-council" in page


def test_a_second_import_under_the_name_takes_its_place(
    made: Path, home: Path, undrawn: None
) -> None:
    """The list of councils names it once, and what the first import wrote goes with it all the same."""
    assert take(made, "--out", "first").exit_code == 0
    assert take(made, "--start", "2023", "--out", "second").exit_code == 0
    listed = said(run("authorities", "--region", "South West"))
    assert "Private profiles kept here: private:my-council." in listed
    assert run("forget", OWN).exit_code == 0
    assert traces(home) == []
    assert not list(home.glob("*/report.html"))


def test_the_back_test_of_published_years_refuses_it(taken: None) -> None:
    """Published years cannot score it; the sentence names the command that its own returns score."""
    result = run("backtest", "--authority", OWN)
    assert result.exit_code == 2
    assert f"doorways forecast --authority {OWN}" in said(result)


def test_no_private_profile_stands_on_another(made: Path, taken: None) -> None:
    """Published figures stand for what a return does not tell; those of another return would be mixed into it."""
    result = run("import-903", str(made), "--name", "other", "--authority", OWN)
    assert result.exit_code == 2
    assert "Name the council itself" in said(result)
    assert not Path("data/private/other").exists()


def test_runs_of_another_year_are_asked_for_by_a_sign(taken: None, undrawn: None) -> None:
    """A run that starts a year earlier says so, and its own back-test says what came of it."""
    words = ("forecast", "--authority", f"{OWN}@2023", "--json", "f.json", *FEW)
    result = run(*words)
    assert result.exit_code == 0, result.output
    found = json.loads(Path("f.json").read_text(encoding="utf-8"))
    assert (found["base_year"], found["code"]) == (2023, f"{OWN}@2023")
    assert {row["origin"] for row in found["record"]["rows"]} == {2022}
    assert "own returns" in said(result)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--authority", "Norfolk"), "--name"),
        (("--start", "2024"), "--name"),
        (("--name", "My Council!"), "12 small letters"),
        (("--name", "x1", "--authority", "Atlantis"), "Atlantis"),
        (("--name", "x1", "--start", "2030"), "2022, 2023, 2024"),
        (("--name", "x1", "--reference", "lately"), "no list of years"),
        (("--name", "x1", "--figures", "nowhere.csv"), "nowhere.csv"),
    ],
)
def test_mistakes_are_told_in_a_sentence(made: Path, words: tuple[str, ...], told: str) -> None:
    """What is wrong, which rule, what to do; exit code 2, no traceback, and nothing kept."""
    result = run("import-903", str(made), *words)
    assert result.exit_code == 2
    assert told in said(result)
    assert "Traceback" not in result.output
    assert not Path("data/private").exists()


def test_a_return_that_stops_makes_no_profile(tmp_path: Path) -> None:
    """What a strict import stops at is mended first; with --lenient a profile is made of what is left."""
    people = returns(lives(40, YEARS), YEARS)
    people[2023]["episodes"][0]["PLACE"] = "Q9"
    made = write(tmp_path / "faulty", people)
    assert take(made).exit_code == 2
    assert not Path("data/private").exists()
    assert take(made, "--lenient").exit_code == 0


def test_forget_takes_named_folders_and_leaves_others(
    taken: None, home: Path, undrawn: None
) -> None:
    """A folder that --out named goes when it is named again and is of the profile; others stay."""
    words = ("forecast", "--authority", OWN, "--no-record", *FEW, "--out", "mine")
    assert run(*words).exit_code == 0
    (home / "other").mkdir()
    (home / "other" / "a.json").write_text('{"code": "private:my-council-2"}', encoding="utf-8")
    result = run("forget", OWN, "--results", "mine", "--results", "other", "--results", "misspelt")
    assert result.exit_code == 0, result.output
    for left in ("other", "misspelt"):
        assert f"no results of {OWN} in it: {left}" in said(result)
    assert not (home / "mine").exists()
    assert (home / "other" / "a.json").exists()


def test_forget_says_what_it_cannot_know(made: Path, home: Path, undrawn: None) -> None:
    """A damaged profile goes; that the list of what its import wrote went with it is said."""
    assert take(made, "--out", "changed").exit_code == 0
    (home / "data/private/my-council/profile.json").write_text("{", encoding="utf-8")
    result = run("forget", OWN)
    assert result.exit_code == 0, result.output
    assert "Its file was damaged" in said(result)
    assert not (home / "data/private/my-council").exists()


def test_forget_takes_nothing_before_it_knows_all(
    taken: None, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Results that cannot be read are one sentence, and the profile is there to ask again."""
    locked = home / "out" / "a" / "forecast.json"
    locked.parent.mkdir(parents=True)
    locked.write_text(OWN, encoding="utf-8")
    read = Path.read_text

    def refuse(path: Path, *how: str, **more: str) -> str:
        if path.name == locked.name:
            raise PermissionError(13, "Permission denied")
        return read(path, *how, **more)

    monkeypatch.setattr(Path, "read_text", refuse)
    result = run("forget", OWN)
    assert result.exit_code == 2, result.output
    assert "nothing is taken away yet" in said(result)
    assert (home / "data/private/my-council/profile.json").exists()
