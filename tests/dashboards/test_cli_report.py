"""The report and its charts: self-contained, well formed, and saying what comparison.json says."""

import csv
import io
import json
import pickle
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from playwright.sync_api import BrowserContext

from dashboards.cli.console import output
from dashboards.cli.table import show
from dashboards.report import style
from dashboards.report.comparison import write_all
from dashboards.report.comparison_csv import WHOLE, WORDS, comparison_rows
from dashboards.report.content import Band, Content, Source, Trend, short
from dashboards.report.folder import prepare, prepare_file
from dashboards.report.from_comparison import content_of
from dashboards.report.groups import GROUPS
from dashboards.report.html import moments
from dashboards.report.svg import inline
from scenarios import words
from scenarios.comparison import Arm, Comparison
from scenarios.shared import shared_by
from scenarios.statistics import bands, explain_values, windowed
from scenarios.summarise import measure_row
from simulation.errors import DoorwaysError
from simulation.files.csv_text import csv_text
from simulation.outcomes.measures import MEASURES

STUDY = "https://example.org/study"
VOID = {"meta", "link", "br", "img", "hr", "input", "path", "use", "col"}
RUNS, YEARS = 40, 3
AWKWARD = "Brontë & <Sons>"
WINDOWS = (*(f"year {k}" for k in range(1, YEARS + 1)), "total")


def rows() -> tuple[dict[str, Any], ...]:
    """Compare made-up runs of every measure; those of services start from nothing."""
    rng = np.random.default_rng(np.random.SeedSequence(7))
    groups = shared_by(np.arange(RUNS), central=False)
    made = []
    for i, m in enumerate(MEASURES):
        level = {"money": 2e7, "share": 0.1, "time": 1e5}.get(m.kind, 300.0)
        shape = (RUNS, YEARS)
        base = np.zeros(shape) if "services" in m.name else level * rng.normal(1, 0.1, shape)
        change = level * (0.04 * (i % 3 - 1) + rng.normal(0, 0.02, shape))
        arms = windowed(base, m.kind), windowed(base + change, m.kind)
        for w, window in enumerate(WINDOWS):
            compared = explain_values(arms[0][:, w], arms[1][:, w], groups)
            made.append(measure_row(m, window, compared))
    return tuple(made)


def weekly() -> dict[str, Any]:
    """Make monthly curves of the children looked after."""
    times = np.arange(12 * YEARS + 1) / 12
    noise = np.random.default_rng(np.random.SeedSequence(8)).normal(0, 9, (RUNS, times.size))
    arms = 400 + 5 * times + noise, 400 - 20 * times + noise / 2
    parts = {"baseline": arms[0], "scenario": arms[1], "difference": arms[1] - arms[0]}
    column = {name: bands(part.astype(np.float32)) for name, part in parts.items()}
    label = "Children looked after"
    return {
        "times": times.tolist(),
        "columns": {"children_looked_after": {"label": label, **column}},
    }


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """A finished comparison of made-up runs, with a council name that has to be escaped."""
    assumed = {"id": "beds", "says": "Hub beds.", "value": 6.0, "unit": "beds", "low": 4.0}
    return Comparison(
        code="E10000023",
        authority=AWKWARD,
        region="Yorkshire and The Humber",
        base_year=2024,
        arms=(
            Arm("baseline", "baseline", "Baseline"),
            Arm(
                "scenario",
                "no-wrong-door",
                "No Wrong Door, one hub",
                published_claims=True,
                labels=("published claims",),
            ),
        ),
        years=YEARS,
        replicates=RUNS,
        seed=1,
        step_days=7.0,
        central=False,
        run_key="abc",
        parameter_digest="def",
        level=0.9,
        mean_level=0.95,
        measures=rows(),
        weekly=weekly(),
        timings={},
        assumptions=({**assumed, "high": 8.0, "kind": "assumed", "grade": "C"},),
        notes=("Mind the gap.",),
        headline="With No Wrong Door, about 75 fewer children are looked after.",
    )


@pytest.fixture(scope="module")
def content(comparison: Comparison) -> Content:
    """The comparison as the report sees it."""
    return content_of(comparison, (Source("A study", "Somebody", "2020", STUDY),))


@pytest.fixture(scope="module")
def folder(
    content: Content, comparison: Comparison, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The folder of one comparison, written."""
    place = prepare(tmp_path_factory.mktemp("results") / "new" / "deep")
    write_all(place, comparison.to_dict(), content)
    return place


#: Draws and writes a report after what it needs was loaded, and names what it loaded besides.
LATE = """
import pickle, sys
from pathlib import Path
from dashboards.report.charts import draw_all, load
from dashboards.report.html import render

content, folder = pickle.loads(Path(sys.argv[1]).read_bytes()), Path(sys.argv[2])
load()
before = set(sys.modules)
render(content, draw_all(content, folder))
print(*sorted(set(sys.modules) - before))
"""


@pytest.mark.slow
def test_whoever_draws_a_report_finds_everything_loaded(content: Content, tmp_path: Path) -> None:
    """After `load`, drawing and writing load no part of ours, of the charts' or of the pages' library.

    What is left is the picture library's own business: it looks at all formats it knows.
    """
    packed = tmp_path / "content"
    packed.write_bytes(pickle.dumps(content))
    command = [sys.executable, "-c", LATE, str(packed), str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    loaded = {name.split(".")[0] for name in ran.stdout.split()}
    assert loaded <= {"PIL", "encodings"}, ran.stdout


class Page(HTMLParser):
    """Read a page strictly: every element is closed, in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.faults: list[str] = []
        self.cells: dict[tuple[str, str], list[float]] = {}
        self._row = ("", "")
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element, its row and its machine-readable value."""
        found = dict(attrs)
        self.tags.append((tag, found))
        if tag == "tr":
            self._row = (found.get("data-measure") or "", found.get("data-window") or "")
        if tag == "data" and self._row[0]:
            self.cells.setdefault(self._row, []).append(float(found["value"] or "nan"))
        if tag not in VOID or self.open[-1:] == ["svg"]:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that closes itself."""
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Check that the element closed is the one opened last."""
        if self.open[-1:] == [tag]:
            self.open.pop()
        elif tag not in VOID:
            self.faults.append(f"</{tag}> inside {self.open[-3:]}")

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Every element of a kind."""
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.fixture(scope="module")
def page(folder: Path) -> Page:
    """The report, read."""
    return Page((folder / "report.html").read_text(encoding="utf-8"))


def test_the_folder_holds_every_promised_file(folder: Path) -> None:
    """JSON, CSV, the report, and each chart as PNG and SVG."""
    pictures = sorted(p.name for p in (folder / "charts").iterdir())
    stems = ("children-looked-after", "costs-by-payer", "paired-differences")
    assert pictures == sorted(f"{s}.{kind}" for s in stems for kind in ("png", "svg"))
    assert {"comparison.json", "comparison.csv", "report.html"} <= {
        p.name for p in folder.iterdir()
    }
    assert (folder / "charts" / "costs-by-payer.png").read_bytes().startswith(b"\x89PNG")


def test_the_report_is_well_formed(page: Page) -> None:
    """Elements nest, ids are unique, references lead somewhere, and there is one h1."""
    assert page.faults == []
    assert page.open == []
    ids = Counter(a["id"] for _, a in page.tags if a.get("id"))
    assert [name for name, n in ids.items() if n > 1] == []
    targets = {
        (a.get("href") or a.get("xlink:href") or "#")[1:]
        for tag, a in page.tags
        if tag in ("a", "use") and (a.get("href") or a.get("xlink:href") or "").startswith("#")
    }
    assert targets
    assert targets <= set(ids)
    assert len(page.all("h1")) == 1
    assert page.all("html")[0]["lang"] == "en-GB"
    assert len(page.all("main")) == 1
    assert page.all("a")[0]["href"] == "#main"


def test_the_report_loads_nothing(page: Page, folder: Path) -> None:
    """Nothing is fetched: no script, image, style sheet, frame or address in a style."""
    loading = {"script", "img", "iframe", "object", "embed", "audio", "video", "link", "base"}
    assert loading & {tag for tag, _ in page.tags} == set()
    assert not [a for _, a in page.tags if a.get("src") or a.get("srcset")]
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert "@import" not in text
    assert re.findall(r"url\((?!#)", text) == []
    outside = [a.get("href") or "" for tag, a in page.tags if tag != "a" and a.get("href")]
    assert [h for h in outside if not h.startswith("#")] == []


def test_every_chart_has_words_and_a_table(page: Page) -> None:
    """Each picture has a name for screen readers and its numbers in a table of the same section."""
    pictures = page.all("svg")
    assert len(pictures) == 3
    assert all(a["role"] == "img" and len(a["aria-label"] or "") > 80 for a in pictures)
    sections = "".join(
        {"section": "S", "svg": "V", "table": "T"}.get(tag, "") for tag, _ in page.tags
    )
    assert sections.startswith("SVT" * 3)


def test_the_report_says_the_numbers_of_the_json(page: Page, folder: Path) -> None:
    """Every measure's means stand in the report exactly as in comparison.json."""
    stored = json.loads((folder / "comparison.json").read_text(encoding="utf-8"))
    windows = {f"year {k}": f"Year {k}, to 31 March {2024 + k}" for k in range(1, YEARS + 1)}
    for one in stored["measures"]:
        expected = [one[part]["mean"] for part in ("baseline", "scenario", "difference")]
        said = page.cells[one["name"], windows.get(one["window"], one["window"])]
        assert said == expected * (len(said) // 3)
        assert said
    assert len(page.cells) == len(stored["measures"])


def test_what_must_be_said_is_said(folder: Path) -> None:
    """Synthetic, no prediction of a child, unshrunk claims, the sources, and names escaped."""
    text = (folder / "report.html").read_text(encoding="utf-8")
    for part in (
        "not a prediction of any child",
        "Published claims.",
        "https://example.org/study",
        "Brontë &amp; &lt;Sons&gt;",
    ):
        assert part in text
    assert "<Sons>" not in text


def test_the_full_csv_has_every_number(folder: Path, comparison: Comparison) -> None:
    """The CSV has one row a measure, saying whose it is and what it amounts to, unrounded."""
    text = (folder / "comparison_full.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(r["name"], r["window"]) for r in rows] == [
        (m.name, w) for m in MEASURES for w in WINDOWS
    ]
    assert float(rows[0]["difference_mean"]) == comparison.measures[0]["difference"]["mean"]
    assert {(r["authority"], r["authority_code"], r["scenario"]) for r in rows} == {
        (AWKWARD, "E10000023", "no-wrong-door")
    }
    assert [r["verdict"] for r in rows] == [one["verdict"] for one in comparison.measures]
    assert len(rows[0]) < 35
    assert csv_text([{"a": None, "b": {"c": 1}}, {"d": 2}]) == "\ufeffa,b_c,d\n,1,\n,,2\n"


def test_the_tidy_csv_says_whose_what_and_how_surely(folder: Path, comparison: Comparison) -> None:
    """Under 15 columns, one row a measure and window, each unrounded and with its verdict."""
    text = (folder / "comparison.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows[0]) < 15
    assert {(r["council"], r["scenario"], r["baseline"], r["believed"]) for r in rows} == {
        (AWKWARD, "no-wrong-door", "baseline", "published claims")
    }
    for said, one in zip(rows, comparison.measures, strict=True):
        assert (said["measure"], said["window"], said["unit"], said["verdict"]) == tuple(
            one[name] for name in ("name", "window", "unit", "verdict")
        )
        assert [float(said[f"{arm}_mean"]) for arm in ("baseline", "scenario")] == [
            one[arm]["mean"] for arm in ("baseline", "scenario")
        ]
        for end in ("mean", "low", "high"):
            assert float(said[f"difference_{end}"]) == one["difference"][end]


def test_the_parquet_file_is_the_full_table_with_types(
    folder: Path, comparison: Comparison
) -> None:
    """Another program reads the same rows: words as words, whole numbers whole, no number as a word."""
    table = duckdb.read_parquet(str(folder / "comparison.parquet"))
    rows = comparison_rows(comparison.to_dict())
    assert table.columns == list(rows[0])
    assert table.fetchall() == [tuple(row.values()) for row in rows]
    types = dict(zip(table.columns, map(str, table.types), strict=True))
    assert {types[name] for name in WORDS} == {"VARCHAR"}
    assert {types[name] for name in WHOLE} == {"BIGINT"}
    assert {types[name] for name in set(types) - WORDS - WHOLE} == {"DOUBLE"}


def test_a_chart_goes_into_a_page_without_addresses_or_clashes() -> None:
    """Inlining strips the file's prologue, namespaces and size, and prefixes ids."""
    svg = (
        '<?xml version="1.0"?><!DOCTYPE svg><svg width="9pt" height="3pt" viewBox="0 0 9 3" '
        'xmlns="http://www.w3.org/2000/svg"><metadata>x</metadata><g id="a" '
        'clip-path="url(#b)"/><use xlink:href="#a"/></svg>'
    )
    assert inline(svg, "one", 'Says "so"') == (
        '<svg role="img" aria-label="Says &quot;so&quot;" viewBox="0 0 9 3">'
        '<g id="one-a" clip-path="url(#one-b)"/><use xlink:href="#one-a"/></svg>'
    )


def test_the_same_content_gives_the_same_files(
    content: Content, comparison: Comparison, folder: Path, tmp_path: Path
) -> None:
    """Written twice, the report and the vector charts are the same to the byte."""
    write_all(tmp_path, comparison.to_dict(), content)
    for name in ("report.html", "charts/paired-differences.svg", "comparison.csv"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_the_table_on_screen_agrees(content: Content, capsys: pytest.CaptureFixture[str]) -> None:
    """The terminal shows every measure's difference, the headline and the synthetic line."""
    show(output(), content)
    said = capsys.readouterr().out
    for line in content.lines:
        assert words.signed(line.difference.mean, line.kind) in said
    assert said.index("Cost to the council") < said.index("Children looked after") < 1_200
    assert content.headline in said
    assert "not a prediction of any child" in said


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("Baseline", "Baseline"),
        ("No Wrong Door, one hub", "No Wrong Door"),
        ("No Wrong Door, one hub (null twin: changes nothing)", "No Wrong Door (null twin)"),
        ("Short breaks (two homes)", "Short breaks"),
        ("Wigan's adaptation, whole (without act)", "Wigan's adaptation (without act)"),
        ("Two, hubs (null twin: none) (without act)", "Two (null twin) (without act)"),
        ("No Wrong Door, one hub (as ready as in north)", "No Wrong Door (as ready as in north)"),
    ],
)
def test_titles_are_shortened_where_there_is_little_room(title: str, label: str) -> None:
    """A column heading keeps a title's first words, and that it is a twin."""
    assert short(title) == label


def test_each_31_march_is_read_off_the_curve() -> None:
    """The table takes the nearest week, and says so when the first one is not yet there."""
    times = (0.02, 0.5, 0.999, 1.02, 2.0)
    band = Band(times, times, times, times)
    read = moments(Trend("x", band, band, band), 2024)
    assert [one.when for one in read] == ["2024, first week", "2025", "2026"]
    assert [one.baseline[0] for one in read] == [0.02, 0.999, 2.0]


def test_every_measure_belongs_to_a_group() -> None:
    """The tables' groups name every measure, once."""
    named = Counter(name for _, members in GROUPS for name in members)
    assert named == Counter(m.name for m in MEASURES)


def test_words_can_be_read_on_white() -> None:
    """Every colour used for words has a contrast of at least 4.5 to 1 on white, lines 3 to 1."""
    text = (style.INK, style.SECONDARY, style.BASELINE_TEXT, style.SCENARIO_TEXT, style.DIFFERENCE)
    assert min(contrast(colour) for colour in text) >= 4.5
    assert min(contrast(colour) for colour in (style.BASELINE, style.SCENARIO)) >= 2.99


def contrast(colour: str) -> float:
    """Contrast with white as WCAG defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05)


def test_places_that_cannot_be_written_are_told_before_the_run(tmp_path: Path) -> None:
    """A file where a folder is needed, or a missing folder, is the user's mistake, told plainly."""
    blocked = tmp_path / "taken"
    blocked.write_text("mine", encoding="utf-8")
    with pytest.raises(DoorwaysError, match="--out"):
        prepare(blocked / "below")
    with pytest.raises(DoorwaysError, match="cannot be written"):
        prepare_file(tmp_path / "missing" / "x.json")
    with pytest.raises(DoorwaysError, match="cannot be written"):
        prepare_file(tmp_path)
    assert prepare_file(blocked).read_text(encoding="utf-8") == "mine"


@pytest.mark.slow
@pytest.mark.browser
def test_the_report_fits_a_phone(
    folder: Path, context: BrowserContext, fits: Callable[[BrowserContext, Path], None]
) -> None:
    """At 390 px, magnified and on a wide screen nothing but a chart reaches beyond the screen."""
    fits(context, folder / "report.html")
