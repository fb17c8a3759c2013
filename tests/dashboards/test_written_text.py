"""Text that a person wrote is shown as it is by every output, and steers none of them."""

import csv
import io
import json
import logging
import re
import warnings
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.table import Table
from typer.testing import CliRunner

from dashboards.cli.app import app
from dashboards.cli.console import PlainConsole, messages
from dashboards.cli.guard import mistake
from dashboards.cli.table import show
from dashboards.report.chart_costs import PAYERS
from dashboards.report.chart_differences import SHOWN
from dashboards.report.charts import Chart, canvas, draw_all, save, say
from dashboards.report.content import LONGEST, Content, short
from dashboards.report.folder import to_json
from dashboards.report.from_comparison import content_of
from dashboards.report.html import render
from dashboards.report.lettering import fill, shortened
from dashboards.report.svg import inline
from scenarios.comparison import Arm, Comparison
from scenarios.shared import shared_by
from scenarios.statistics import bands, explain_values, windowed
from scenarios.summarise import measure_row
from simulation.errors import DoorwaysError
from simulation.files.csv_text import csv_text
from simulation.files.plain_text import UNSEEN, shown
from simulation.outcomes.measures import MEASURES

RUNS, YEARS = 8, 2
MEASURED = {*SHOWN, *PAYERS, "care_entries"}
#: Titles that broke something once, or would break a careless output.
TITLES = (
    "[/red] hub [bold",
    "Two hubs [pilot]",
    ":smile: and :warning:",
    "$\\frac{a}{b$ and $x_1$",
    "<script>alert(1)</script> & 'more' \"quotes\"",
    '{{ 7 * 7 }} {% raw %} id="x" xmlns="y" url(#z)',
    "\x1b[31mred\x1b]0;owned\x07\r\x08\x9b2J\x00",
    "right \u202eto left\u2066, \ud800 half \ufffe\uffff\u2028",
    "子どもの家" * 24,
    "W" * 120,
    "a house " * 15,
    "=1+1",
    "(in brackets)",
    ", after a comma",
    "—",
)
#: Any text a person could give as a title, here also with what reading a file refuses.
ANY = st.sampled_from(TITLES) | st.text(min_size=1, max_size=120)


@cache
def _rows() -> tuple[dict[str, Any], ...]:
    """Compare made-up runs of a few measures."""
    rng = np.random.default_rng(np.random.SeedSequence(7))
    groups = shared_by(np.arange(RUNS), central=False)
    made = []
    for m in MEASURES:
        if m.name in MEASURED:
            base = 300 * rng.normal(1, 0.1, (RUNS, YEARS))
            arms = windowed(base, m.kind), windowed(base - 20, m.kind)
            for w, window in enumerate((*(f"year {k + 1}" for k in range(YEARS)), "total")):
                compared = explain_values(arms[0][:, w], arms[1][:, w], groups)
                made.append(measure_row(m, window, compared))
    return tuple(made)


@cache
def _weekly() -> dict[str, Any]:
    times = np.arange(12 * YEARS + 1) / 12
    arm = 400 + 5 * times + np.zeros((RUNS, 1))
    parts = {"baseline": arm, "scenario": arm - 20, "difference": arm - arm - 20}
    column = {name: bands(part.astype(np.float32)) for name, part in parts.items()}
    return {
        "times": times.tolist(),
        "columns": {"children_looked_after": {"label": "Children looked after", **column}},
    }


@cache
def _comparison() -> Comparison:
    return Comparison(
        code="E10000023",
        authority="Norfolk",
        region="East of England",
        base_year=2024,
        arms=(Arm("baseline", "baseline", "Baseline"), Arm("scenario", "mine", "Mine")),
        years=YEARS,
        replicates=RUNS,
        seed=1,
        step_days=7.0,
        central=False,
        run_key="abc",
        parameter_digest="def",
        level=0.9,
        mean_level=0.95,
        measures=_rows(),
        weekly=_weekly(),
        timings={},
        assumptions=(),
        notes=(),
        headline="",
    )


def saying(text: str) -> Content:
    """Return a comparison in which a text stands wherever a person's text can stand."""
    made = _comparison()
    arms = (
        replace(made.arms[0], title=f"{text} before"),
        replace(made.arms[1], title=text),
    )
    told = replace(made, authority=text, arms=arms, notes=(text,), headline=f"With {text}: fewer.")
    return content_of(told)


def drawn(content: Content, folder: Path) -> tuple[Chart, ...]:
    """Draw every chart, and fail on whatever matplotlib has to say about it."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return draw_all(content, folder)


class Words(HTMLParser):
    """Note what a page says, its elements, and the values of their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.said, self.tags, self.values = "", set[str](), list[str]()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.values += [value or "" for _, value in attrs]

    def handle_data(self, data: str) -> None:
        self.said += data


def on_terminal(print_to: Any) -> str:
    """Return what a console with colours writes."""
    stream = io.StringIO()
    console = PlainConsole(
        file=stream,
        force_terminal=True,
        width=400,
        markup=False,
        emoji=False,
        highlight=False,
    )
    print_to(console)
    return stream.getvalue()


def without_styles(said: str) -> str:
    """Take out the styles that Rich itself sets."""
    return re.sub(r"\x1b\[[0-9;]*m", "", said)


@settings(deadline=None)
@given(ANY)
def test_a_terminal_shows_text_as_text(text: str) -> None:
    """The table names a title letter for letter, and no control code but Rich's styles gets out."""
    said = without_styles(on_terminal(lambda console: show(console, saying(text))))
    assert UNSEEN.search(said) is None
    joined = "".join(said.split())
    assert "".join(shown(text).split()) in joined


@settings(deadline=None)
@given(ANY)
def test_every_part_of_a_table_is_text(text: str) -> None:
    """Titles, headings and cells of a table are text too."""
    text = text.replace("\n", " ")
    table = Table(title=text)
    table.add_column(text)
    table.add_row(text)
    said = without_styles(on_terminal(lambda console: console.print(table)))
    assert UNSEEN.search(said) is None
    words = "".join(shown(text).split())
    # What has no width by itself, such as the tone of an emoji that is not there, takes no place.
    assert "".join(said.split()).count(words) >= (3 if cell_len(words) else 0)


@settings(deadline=None)
@given(ANY)
def test_errors_show_text_as_text(text: str) -> None:
    """An error shows a bad value, short and spelled out, whatever it is."""
    error = DoorwaysError(text, text, f"Rule: {text}", f"Step: {text}")
    said = without_styles(on_terminal(lambda console: console.print(mistake(error))))
    assert UNSEEN.search(said) is None
    assert UNSEEN.search(str(error)) is None


def test_the_commands_use_that_console() -> None:
    """What commands print goes through the console that shows text as text."""
    console = messages()
    assert isinstance(console, PlainConsole)
    assert console.render_str("[bold]:smile:").plain == "[bold]:smile:"


@settings(max_examples=settings().max_examples // 2, deadline=None)
@given(ANY)
def test_a_page_shows_text_as_text(text: str) -> None:
    """The report says the text with no element of its own, and holds no control code anywhere."""
    page, plain = Words(render(saying(text), ())), Words(render(saying("plain"), ()))
    assert UNSEEN.search(page.said) is None
    assert not any(UNSEEN.search(value) for value in page.values)
    assert page.tags == plain.tags
    assert "".join(shown(text).split()) in "".join(page.said.split())


@settings(max_examples=settings().max_examples * 3 // 20, deadline=None)
@given(ANY)
def test_pictures_show_text_as_text(text: str) -> None:
    """An SVG is XML and says title and caption letter for letter; its PNG is drawn without a word."""
    with TemporaryDirectory() as place, warnings.catch_warnings(), canvas(3) as figure:
        warnings.simplefilter("error")
        figure.subplots().set_title(fill(text, 60))
        say(figure, text, text)
        chart = save(figure, Path(place), "one", "?", text, text)
        root = ET.fromstring(chart.svg.read_text(encoding="utf-8"))
    assert "".join("".join(root.itertext()).split()).count("".join(shown(text).split())) >= 3


@pytest.mark.parametrize(
    "text", [TITLES[0], *(pytest.param(one, marks=pytest.mark.slow) for one in TITLES[1:])]
)
def test_every_known_title_in_pictures(text: str, tmp_path: Path) -> None:
    """Titles that broke something once are drawn, by every chart, without a word from matplotlib."""
    assert len(drawn(saying(text), tmp_path)) == 3


def test_fonts_are_searched_quietly(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Letters no font here has leave no message: a picture has boxes, an SVG the letters."""
    with caplog.at_level(logging.WARNING, "matplotlib"):
        charts = drawn(saying("子ども 🏠 हब ᚠ"), tmp_path)
    assert caplog.records == []
    assert any("子ども 🏠 हब ᚠ" in chart.svg.read_text(encoding="utf-8") for chart in charts)


def test_a_picture_inside_a_page_keeps_its_words() -> None:
    """Only markup is rewritten when a picture is set into a page, not words that look like it."""
    words = ' id="x" xmlns="y" url(#z) href="#q" width="9"'
    svg = f'<?xml version="1.0"?><svg width="1" id="a"><text id="b">{words}</text></svg>'
    made = inline(svg, "chart", "said \x1b")
    assert words in made
    assert 'id="chart-b"' in made
    assert "\x1b" not in made


@settings(deadline=None)
@given(st.text(max_size=200), st.integers(4, 60))
def test_lines_break_by_the_room_letters_take(text: str, width: int) -> None:
    """No line takes more room than asked for, wide letters counting twice, and no letter is lost."""
    from unicodedata import east_asian_width

    def room(line: str) -> int:
        return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in line)

    lines = fill(text, width).split("\n")
    assert max(map(room, lines)) <= width
    assert "".join("".join(lines).split()) == "".join(shown(text).split())
    assert room(shortened(shown(text), width)) <= width


@settings(deadline=None)
@given(ANY)
def test_labels_are_short_and_not_empty(text: str) -> None:
    """A label in a narrow place has something to say and no more than it has room for."""
    label = short(text)
    assert label.strip() or not text.strip()
    marks = text.count(" (without") + text.count(" (as ready as")
    assert len(label) <= LONGEST + len(" (recording twin)") + marks * (LONGEST + len(" ()"))


@settings(deadline=None)
@given(st.dictionaries(st.text(), ANY | st.none() | st.floats(allow_nan=False), max_size=4))
def test_csv_and_json_give_text_back(row: dict[str, Any]) -> None:
    """JSON gives back what went in and CSV its plain text; neither holds a bare control code."""
    told = to_json({"row": row}) if all(_encodable(x) for x in (*row, *row.values())) else "{}"
    if told != "{}":
        assert json.loads(told)["row"] == {k: v for k, v in row.items()}
    assert UNSEEN.search(told) is None
    assert UNSEEN.search(csv_text([row]).removeprefix("\ufeff")) is None


def _encodable(value: object) -> bool:
    return not isinstance(value, float) or np.isfinite(value)


COMMANDS = (
    ("authorities", "--csv"),
    ("cite", "no-wrong-door", "--format", "csv"),
    ("effects", "--format", "csv"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_csv_opens_in_a_spreadsheet(command: tuple[str, ...]) -> None:
    """CSV on stdout begins with the mark and holds no cell that a spreadsheet would run."""
    said = CliRunner().invoke(app, command).stdout
    assert said.startswith("\ufeff")
    cells = [cell for row in csv.reader(io.StringIO(said[1:])) for cell in row]
    assert len(cells) > 20
    assert [c for c in cells if c[:1] in "=@\t" and c] == []


WRONG = "\x1b[31m\u202ex" + "y" * 3000


@pytest.mark.parametrize(
    "command",
    [
        (WRONG,),
        (f"--{WRONG}",),
        ("compare", f"--{WRONG}"),
        ("compare", "--years", WRONG),
        ("compare", WRONG),
        ("compare", "--scenario", WRONG),
        ("compare", "--scenario", f"{WRONG}.toml"),
        ("compare", "--authority", WRONG),
        ("describe", WRONG),
        ("cite", f"{WRONG}.toml"),
        ("effects", WRONG),
        ("effects", "--with", f"{WRONG}.toml"),
        ("authorities", "--region", WRONG),
        ("sensitivity", "--authority", "Norfolk", "--measure", WRONG),
        ("calibrate", "england", "--targets", f"{WRONG}.toml"),
        ("calibrate", "england", "--priors", f"{WRONG}.toml"),
    ],
    ids=lambda command: " ".join(command)[:30].replace("\x1b", "ESC"),
)
def test_wrong_words_are_shown_short_and_plain(command: tuple[str, ...]) -> None:
    """Whatever is wrong on a command line is shown without control codes, and not at full length."""
    result = CliRunner().invoke(app, command)
    assert result.exit_code not in (0, 1)
    said = without_styles(result.output)
    assert UNSEEN.search(said) is None
    assert len(said) < 2000
