"""What one takes away of a forecast: one content in every form, each opened and read back as its readers' programs do."""

import json
import re
import shlex
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

import openpyxl
import pandas as pd
import pypdf
import pytest
from arro3.io import read_parquet
from docx import Document
from docx.oxml.ns import qn
from playwright.sync_api import BrowserContext
from typer.testing import CliRunner

from dashboards.cli.app import app
from dashboards.pages.fields import command, settle
from dashboards.pages.studies import by_name
from dashboards.report import forecast_sheets
from dashboards.report.briefing.of_forecast import briefing_of
from dashboards.report.briefing.shape import Briefing
from dashboards.report.forecast import FILES, write_all
from dashboards.report.forecast_book import SHEETS
from scenarios.forecast.levers import lever_of

MADE: Final = date(2026, 5, 3)
LEVERS: Final = ("entries:10-15=-12.5%", "placed:childrens_home=-20%", "unaccompanied=+10%")
SMALL: Final = (
    *("--authority", "Rutland", "--years", "2", "--replicates", "4", "--seed", "5"),
    *("--from-month", "6", "--inflation", "0.03", "--baseline", "mine.toml"),
    *("--unit-costs", "prices.csv", "--no-record"),
)
WORLD: Final = (
    'name = "mine"\ntitle = "Mine, as it is"\n[parameters]\nhub_fidelity_adopter = 0.51\n'
)
LAST: Final = ("--workers", "1", "--quiet")


def forecast(*words: str) -> None:
    """Run `doorways forecast`."""
    done = CliRunner().invoke(app, ["forecast", *words, *LAST])
    assert done.exit_code == 0, done.output


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small forecast with levers, prices, inflation and a baseline of one's own, as the command leaves it."""
    home = tmp_path_factory.mktemp("forecast")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        (home / "mine.toml").write_text(WORLD, encoding="utf-8")
        prices = "name,price\nplacement:childrens_home:council,7000\n"
        (home / "prices.csv").write_text(prices, encoding="utf-8")
        moved = [part for one in LEVERS for part in ("--lever", one)]
        forecast(*SMALL, *moved, "--out", "first", "--db", "runs.sqlite")
        (home / "mine.toml").unlink()
        (home / "prices.csv").unlink()
    return home / "first"


@pytest.fixture(scope="module")
def found(folder: Path) -> dict[str, Any]:
    """What forecast.json holds."""
    read: dict[str, Any] = json.loads((folder / "forecast.json").read_text(encoding="utf-8"))
    return read


@pytest.fixture(scope="module")
def briefing(found: dict[str, Any]) -> Briefing:
    """Its briefing."""
    return briefing_of(found, MADE)


def test_every_form_is_there_and_nothing_else(folder: Path) -> None:
    """The files that are told of are written, each with something in it; the baseline to run again beside them."""
    named = {*FILES.values(), "again"}
    assert {one.name for one in folder.iterdir()} == named
    assert all(one.stat().st_size for one in folder.rglob("*") if one.is_file())


def test_the_command_gives_the_same_numbers_to_the_bit(
    folder: Path, found: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typed in the folder of the results, with nothing stored, it gives the same JSON: levers, prices, baseline."""
    monkeypatch.chdir(folder)
    program, command, *rest = shlex.split(found["reproduce"])
    assert (program, command) == ("doorways", "forecast")
    forecast(*rest, "--out", "../second", "--db", "../other.sqlite")
    again = json.loads((folder / "../second/forecast.json").read_text(encoding="utf-8"))
    assert again == found


@pytest.mark.parametrize(
    "said",
    [
        *LEVERS,
        "exits:0-0=+300%",
        "entries=-90%",
        "exits:16-17=+0.1%",
        "step_down:10-15=+50%",
        "moved_to:kinship=-20%",
        "moves=+5%",
    ],
)
def test_a_lever_is_typed_as_it_is_read(said: str) -> None:
    """What the command to run again says of a lever is read as the same lever."""
    assert lever_of(lever_of(said).typed) == lever_of(said)


def test_each_tile_is_a_number_of_the_forecast(briefing: Briefing, found: dict[str, Any]) -> None:
    """Children on the last 31 March, most places to find, spending in the last year: within a step of the JSON's."""
    told = found["forecast"]
    children, places, spending = briefing.tiles
    last = told["children"][-1]
    assert _figure(children.number) == pytest.approx(last["mean"], abs=_step(last))
    assert (
        children.about == f"on 31 March 2026; {told['children'][0]['mean']:,.0f} on 31 March 2024"
    )
    most = max(one["short"][-1]["in_95"] for one in told["places"].values())
    assert _figure(places.number.replace("None", "0")) == round(most)
    money = told["spending"]["placements"][-1]
    assert _figure(spending.number) == pytest.approx(money["mean"], abs=_step(money))
    assert found["price_year"] in spending.about


def _figure(said: str) -> float:
    """Return the number that a tile says."""
    match = re.search(r"([\d,.]+)(m|k)?", said)
    assert match is not None, said
    return float(match[1].replace(",", "")) * {"m": 1e6, "k": 1e3, None: 1.0}[match[2]]


def _step(ends: dict[str, float]) -> float:
    """Return the rounding that a range supports at most: a tenth of it."""
    return max((ends["high"] - ends["low"]) / 10, 1.0)


@pytest.mark.parametrize(
    ("ends", "says"),
    [
        ({"low": 110.0, "high": 130.0, "mean": 120.0}, "More than today"),
        ({"low": 70.0, "high": 90.0, "mean": 80.0}, "Fewer than today"),
        ({"low": 70.0, "high": 130.0, "mean": 100.0}, "More or fewer: cannot be told"),
    ],
)
def test_a_tile_says_which_way_only_when_all_of_its_range_does(
    ends: dict[str, float], says: str, found: dict[str, Any]
) -> None:
    """Against a start of 100, a range above it, below it, and around it."""
    first = {"low": 100.0, "high": 100.0, "mean": 100.0}
    changed = found["forecast"] | {"children": [first, ends]}
    assert briefing_of(found | {"forecast": changed}, None).tiles[0].verdict == says


def test_spending_is_less_not_fewer_and_one_year_is_set_against_none(found: dict[str, Any]) -> None:
    """Money has words of its own; a forecast of a year has no first year to be set against."""
    low, high = ({"low": x, "high": x, "mean": x} for x in (1e6, 2e6))

    def verdict(*years: dict[str, float]) -> str:
        money = found["forecast"]["spending"] | {"placements": years}
        changed = found["forecast"] | {"spending": money}
        told = briefing_of(found | {"forecast": changed, "years": len(years)}, None)
        return told.tiles[2].verdict

    assert verdict(high, low) == "Less than in the first year"
    assert verdict(low, high) == "More than in the first year"
    assert verdict(low) == "The first year"


def test_where_no_kind_is_short_none_is_named(found: dict[str, Any]) -> None:
    """Nothing to find is said of all kinds, not of the kind most short."""
    enough = {"in_50": 0.0, "in_95": 0.0}
    places = {
        name: one | {"short": [enough] * len(one["short"])}
        for name, one in found["forecast"]["places"].items()
    }
    changed = found["forecast"] | {"places": places}
    tile = briefing_of(found | {"forecast": changed}, None).tiles[1]
    assert tile.number == "None"
    assert tile.about.startswith("of every kind by 31 March 2026; ")
    assert "most short" not in tile.about


def test_what_is_not_published_takes_no_place_beside_others(found: dict[str, Any]) -> None:
    """A figure without a value is left out, and the next that has one is told."""
    first, *rest = found["standing"]
    none = {"name": first["name"], "says": first["says"], "value": None}
    points = briefing_of(found | {"standing": [none, *rest]}, None).sections[3].points
    assert not any("not published" in one for one in points)
    assert points[2].startswith(rest[2]["says"])


def test_it_says_levers_notes_and_whose_it_is(briefing: Briefing, found: dict[str, Any]) -> None:
    """Levers stand above their numbers; no note is lost; the stamp has council, prices, runs and the command."""
    live = briefing.sections[0]
    assert live.sheet is not None
    assert "Levers, from month 6: Entries at ages 10 to 15 are 12.5% less likely" in live.says[-1]
    assert live.sheet.headings[-1] == "With the levers, more or fewer"
    points = [point for section in briefing.sections for point in section.points]
    more = sum(int(m[1]) for one in points if (m := re.match(r"(\d+) more note", one)))
    assert len([note for note in found["notes"] if note not in points]) == more
    stamp = dict(briefing.stamp)
    assert (stamp["Council"], stamp["Baseline"]) == (
        "Rutland (E06000017), from 31 March 2024",
        "Mine, as it is",
    )
    assert stamp["The same numbers again"] == found["reproduce"]
    assert "nothing of any child" in briefing.cautions[0]


def test_what_levers_change_stands_with_the_range_of_one_future(found: dict[str, Any]) -> None:
    """Each change, of children and of pounds, is the average and the ends that the JSON has."""
    ends = {"mean": -12.0, "low": -20.0, "high": 3.0}
    pounds = {"mean": -1.2e6, "low": -2.5e6, "high": 4e5}
    none = {"mean": 0.0, "low": 0.0, "high": 0.0}
    apart = found["apart"] | {"children": [none, ends, none], "spending": [pounds, pounds]}
    sheet = forecast_sheets.levers(found | {"apart": apart})
    assert sheet is not None
    assert sheet.rows[0][1:] == ("−12 (−20 to +3.0)", "0")
    assert sheet.rows[-1][1:] == ("−£1.2m (−£2.5m to +£400k)",) * 2


def test_whose_start_it_is_is_said(found: dict[str, Any]) -> None:
    """A published one is; of a council's own return it is said, and that small counts stay in the house."""
    assert forecast_sheets.reading(found).endswith("The first column is the published start.")
    own = briefing_of(found | {"code": "private:mine"}, None).sections[0].says[0]
    assert "published start" not in own
    assert "the council's own return" in own
    assert "before publishing, leave out starting numbers under 6 (docs/privacy.md)" in own


def test_the_start_needs_no_word_on_the_page() -> None:
    """The command a page shows names the month of the levers only where it is a later one."""
    study = by_name()["forecast"]
    values, _ = settle({}, study.fields)
    assert "--from-month" not in command("forecast", values, study.fields)
    later = command("forecast", values | {"from_month": 6}, study.fields)
    assert "--from-month 6" in later


def test_without_levers_none_are_spoken_of(found: dict[str, Any]) -> None:
    """As it is, the table has no column for them and the text no sentence."""
    plain = found | {"levers": [], "planned": None, "apart": None}
    live = briefing_of(plain, None).sections[0]
    assert live.sheet is not None
    assert len(live.sheet.headings) == 3
    assert not any("ever" in one and "evers" in one for one in live.says)


def test_the_pdf_is_two_tagged_pages(folder: Path, briefing: Briefing) -> None:
    """Titled, in British English, tagged; headings in reading order; two pages of A4 that say every section."""
    pdf = pypdf.PdfReader(folder / "briefing.pdf")
    root = pdf.root_object
    assert (bool(root["/MarkInfo"]["/Marked"]), root["/Lang"]) == (True, "en-GB")
    assert pdf.metadata is not None
    assert pdf.metadata.title == briefing.title
    assert [[round(float(side)) for side in one.mediabox[2:]] for one in pdf.pages] == [
        [595, 842]
    ] * 2
    text = "".join("".join(one.extract_text() for one in pdf.pages).split())
    for said in (briefing.headline, *(one.heading for one in briefing.sections)):
        assert "".join(said.split()) in text


def test_word_has_real_headings_and_table_headings(folder: Path, briefing: Briefing) -> None:
    """One title, a heading for the chart, each section and the stamp; every table repeats its heading row."""
    document = Document(str(folder / "briefing.docx"))
    heads = [one.text for one in document.paragraphs if one.style.name.startswith("Heading")]
    sections = [one.heading for one in briefing.sections]
    assert [heads[0], *heads[2:]] == [briefing.title, *sections, "Whose numbers these are"]
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_table_parquet_and_json_say_the_same(folder: Path, found: dict[str, Any]) -> None:
    """The CSV and the Parquet file have the same rows, and the last year's children are those of the JSON."""
    table = pd.read_csv(folder / "forecast.csv")
    typed = read_parquet(folder / "forecast.parquet").read_all()
    assert typed.num_rows == len(table)
    for name in ("mean", "low", "high", "year"):
        assert typed.column(name).to_pylist() == pytest.approx(table[name].tolist())
    whole = table[(table.what == "children") & (table.name == "all") & (table.arm == "planned")]
    assert whole["mean"].tolist() == [one["mean"] for one in found["planned"]["children"]]


def test_the_workbook_holds_numbers_under_their_years(folder: Path, found: dict[str, Any]) -> None:
    """Every sheet is there; children, flows and spending stand as numbers in the columns of their own years."""
    book = openpyxl.load_workbook(folder / "forecast.xlsx")
    assert tuple(book.sheetnames) == SHEETS
    children = _rows(book["Children"])
    for arm, name in (("As it is", "forecast"), ("With the levers", "planned")):
        row = children["Children", "all", arm]
        for k, told in enumerate(found[name]["children"]):
            year = 2024 + k
            shown = [row[f"{year}, {part}"] for part in ("average", "from", "to")]
            assert shown == pytest.approx([told["mean"], told["low"], told["high"]])
    spent = _rows(book["Spending"])["Spending", "all placements", "As it is"]
    assert spent["2024, average"] is None
    assert spent["2026, average"] == pytest.approx(
        found["forecast"]["spending"]["placements"][-1]["mean"]
    )
    assert book["Summary"]["B2"].value.startswith("About")
    notes = [row[2].value for row in book["Notes and sources"].iter_rows()]
    assert set(found["notes"]) <= set(notes)


def _rows(sheet: Any) -> dict[tuple[str, ...], dict[str, Any]]:
    """Return a sheet's rows under the words of their first three columns."""
    heads, *rows = sheet.iter_rows(values_only=True)
    return {row[:3]: dict(zip(heads, row, strict=True)) for row in rows}


@pytest.mark.slow
@pytest.mark.browser
def test_the_page_fits_a_phone_and_two_sheets(
    folder: Path,
    context: BrowserContext,
    fits: Callable[[BrowserContext, Path], None],
    tmp_path: Path,
) -> None:
    """Nothing reaches beyond a screen of 390 px; printed it is two pages."""
    fits(context, folder / "briefing.html")
    page = context.new_page()
    page.goto((folder / "briefing.html").as_uri())
    page.pdf(path=tmp_path / "printed.pdf", prefer_css_page_size=True)
    assert len(pypdf.PdfReader(tmp_path / "printed.pdf").pages) == 2


def test_a_record_that_was_asked_for_stands_in_all_of_them(
    found: dict[str, Any], tmp_path: Path
) -> None:
    """With past forecasts, the workbook lists them and the briefing says how many held."""
    row = {
        **{"origin": 2021, "horizon": 1, "what": "Looked after on 31 March", "median": 40.0},
        **{"low": 30.0, "high": 50.0, "published": 41.0, "inside": True},
        **{"error": 1.0, "rival_error": 2.0},
    }
    record = {"rows": [row], "inside": 1, "of": 1, "note": ""}
    write_all(tmp_path, found | {"record": record}, MADE)
    sheet = openpyxl.load_workbook(tmp_path / "forecast.xlsx")["Record"]
    assert [cell.value for cell in sheet[2]][:5] == [2021, 1, "Looked after on 31 March", 40, 30]
    assert "1 held what was published" in (tmp_path / "briefing.html").read_text(encoding="utf-8")
