"""The evidence register: planted faults are caught, draws are addressed, extraction repeats."""

import csv
import tomllib
from dataclasses import dataclass, replace
from itertools import chain, repeat
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pytest

from calibration.beliefs.evidence.check import check
from calibration.beliefs.evidence.claims import HEADLINES, as_published
from calibration.beliefs.evidence.draw import at, central, draw, uniform
from calibration.beliefs.evidence.extract import PUBLISHER, Recipe, extract, main, read_recipes
from calibration.beliefs.evidence.figure import (
    INTERVALS,
    Figure,
    Source,
    bounds,
    frozen,
    leaves,
    shape_of,
)
from calibration.beliefs.evidence.load import (
    FIGURES,
    SOURCES,
    _tables,
    figure,
    figures,
    read,
    sources,
)
from calibration.beliefs.evidence.national import NATIONAL_TABLES, national_table
from simulation.errors import DoorwaysError

DRAWS = 4000
DRAWN = sorted(name for name, one in figures().items() if one.is_drawn)
BOOKS = {"book": Source("book", "Title", "Author", "2024", "https://x.org", "OGL", "2026")}
SOUND = """[exit_rate]
says = "About one in eight leaves a year."
value = 0.125
unit = "per year"
low = 0.1
high = 0.15
interval_meaning = "90% range"
distribution = "lognormal"
source = "book"
locator = "Q01"
"""


@dataclass(frozen=True)
class Declared:
    """A parameter of a model of one parameter."""

    name: str = "exit_rate"
    unit: str = "per year"
    low: float = 0.0
    high: float = 5.0
    shape: tuple[int, ...] = ()


def rules(folder: Path, text: str, *parameters: Declared, also: str = "") -> set[tuple[str, str]]:
    """Return (name, rule) of every problem of a register of one or two files."""
    (folder / "one.toml").write_text(text, encoding="utf-8")
    if also:
        (folder / "two.toml").write_text(also, encoding="utf-8")
    return {(p.name, p.rule) for p in check(parameters, folder, BOOKS)}


def raw_rows(one: Figure, recipe: Recipe) -> list[tuple[object, ...]]:
    """Return rows of the raw table from which a published figure comes out again."""
    ids = one.locator.split(", ")
    source = next(start for start, key in PUBLISHER if key == one.source)
    entries = list(zip(recipe.rows or recipe.either[:1], leaves(one.value), strict=True))
    surplus = sum(len(e) if isinstance(e, list) else 1 for e, _ in entries) - len(ids)
    rows: list[tuple[object, ...]] = []
    for entry, value in entries:
        if surplus and value == 0:
            surplus -= 1
            continue
        for part, number in zip(
            [entry] if isinstance(entry, str) else entry, chain((value,), repeat(0)), strict=False
        ):
            for place, cell in (
                ("London", 1),
                ("England", "x"),
                ("England", number),
                ("England", 9),
            ):
                key = ids[0] if cell == number else "E0"
                rows.append((key, recipe.quantity, cell, f" {part}", one.period, place, source))
            ids.pop(0)
    return rows


def test_lists_and_arrays_freeze_alike() -> None:
    """A table set as lists, tuples or an array is the same thing to ask for; a number stays one."""
    table = [[1.0, 2.5], [3.0, 4.0]]
    for made in (table, tuple(table), np.array(table), [np.array(row) for row in table]):
        assert frozen(made) == ((1.0, 2.5), (3.0, 4.0))
        assert hash(frozen(made)) == hash(((1.0, 2.5), (3.0, 4.0)))
    assert frozen(0.5) == frozen(np.float64(0.5)) == 0.5


def test_a_sound_register_has_no_problems(tmp_path: Path) -> None:
    """A figure with everything, that feeds a declared parameter, raises no objection."""
    assert rules(tmp_path, SOUND, Declared()) == set()


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('unit = "per year"', 'unit = " "', "unit"),
        ('unit = "per year"', 'unit = "per week"', "unit"),
        ('says = "About one in eight leaves a year."', 'says = "rate"', "sentence"),
        ('source = "book"', 'source = "nowhere"', "source"),
        ('source = "book"\n', "", "source"),
        ('locator = "Q01"\n', "", "source"),
        ('locator = "Q01"', 'locator = "Q01"\nkind = "derived"', "source"),
        ("value = 0.125", "value = 0.2", "interval"),
        ("high = 0.15", "high = 7.5", "support"),
        ("value = 0.125", "value = [0.125, 0.125]", "shape"),
        ("low = 0.1\nhigh = 0.15\n", 'kind = "assumed"\narithmetic = "Guess."\n', "range"),
        ("low = 0.1\nhigh = 0.15\n", 'kind = "elicited"\narithmetic = "Guess."\n', "range"),
        ("low = 0.1\nhigh = 0.15\n", "", "range"),
        ('interval_meaning = "90% range"\n', "", "range"),
        ('distribution = "lognormal"', 'distribution = "triangular"', "distribution"),
        ('distribution = "lognormal"', 'distribution = "cauchy"', "distribution"),
        ('kind = "x"', "", "kind"),
        ('locator = "Q01"', 'locator = "Q01"\nkind = "rumour"', "kind"),
        ('locator = "Q01"', 'locator = "Q01"\ncolour = "red"', "field"),
        ("value = 0.125\n", "", "field"),
        ("low = 0.1", "low = [0.1, 0.1]", "shape"),
        ('locator = "Q01"', 'locator = "Q01"\nused_by = ["simulation.no_such"]', "unused"),
        ('locator = "Q01"', 'locator = "Q01"\nused_by = ["simulation.errors"]', "unused"),
        ('locator = "Q01"', 'locator = "Q01"\nused_by = ["no/such.toml"]', "unused"),
    ],
)
def test_each_planted_fault_is_caught(tmp_path: Path, old: str, new: str, rule: str) -> None:
    """One fault in an otherwise sound figure is reported under the rule it breaks."""
    text = SOUND.replace(old, new) if old in SOUND else SOUND + 'kind = "x"\n'
    assert ("exit_rate", rule) in rules(tmp_path, text, Declared())


def test_an_unused_figure_is_caught(tmp_path: Path) -> None:
    """A figure that no parameter and no module reads is a problem."""
    assert rules(tmp_path, SOUND) == {("exit_rate", "unused")}


def test_a_parameter_without_a_figure_is_caught(tmp_path: Path) -> None:
    """A declared parameter that the register does not know is a problem."""
    found = rules(tmp_path, SOUND, Declared(), Declared(name="other_rate"))
    assert found == {("other_rate", "missing")}


def test_a_duplicate_id_is_caught_across_files_and_within_one(tmp_path: Path) -> None:
    """The same id twice is a problem wherever the second one stands."""
    assert rules(tmp_path, SOUND, Declared(), also=SOUND) == {("exit_rate", "duplicate")}
    assert ("one.toml", "unreadable") in rules(tmp_path, SOUND + "\n" + SOUND, Declared())


def test_a_source_nobody_names_or_with_a_gap_is_caught(tmp_path: Path) -> None:
    """A bibliography entry must be used and complete."""
    (tmp_path / "one.toml").write_text(SOUND, encoding="utf-8")
    books = {"book": replace(BOOKS["book"], url=""), "idle": replace(BOOKS["book"], key="idle")}
    found = {(p.name, p.rule) for p in check([Declared()], tmp_path, books)}
    assert found == {("book", "source"), ("idle", "source")}


def test_a_broken_topic_file_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    """A file that is no TOML is one problem; the figures of other files still load."""
    (tmp_path / "bad.toml").write_text("[half", encoding="utf-8")
    (tmp_path / "good.toml").write_text(SOUND, encoding="utf-8")
    found, problems = read(tmp_path)
    assert [one.id for one in found] == ["exit_rate"]
    assert [p.name for p in problems] == ["bad.toml"]


def test_the_register_itself_has_only_sound_figures() -> None:
    """Every figure loads, has a sentence, unit, source or reason, and a drawable interval."""
    parameters = [
        Declared(one.id, one.unit, -np.inf, np.inf, shape_of(one.value))
        for one in figures().values()
    ]
    assert [str(p) for p in check(parameters)] == []


def test_nothing_measured_is_registered_twice() -> None:
    """One number of one row of the evidence tables has one name."""
    named: dict[tuple[str, str, Any], list[str]] = {}
    for one in figures().values():
        if one.kind == "measured" and one.locator:
            named.setdefault((one.source, one.locator, one.value), []).append(one.id)
    assert [names for names in named.values() if len(names) > 1] == []


def test_every_source_is_complete() -> None:
    """Every source says title, author, year, address, licence and when it was retrieved."""
    for one in sources().values():
        assert all((one.title, one.author, one.year, one.licence, one.retrieved))
        assert one.url.startswith(("https://", "http://"))


@pytest.mark.parametrize("path", [*sorted(FIGURES.glob("*.toml")), SOURCES], ids=lambda p: p.stem)
def test_the_fast_reader_agrees_with_the_toml_library(path: Path) -> None:
    """The quick parser of plain tables reads each file of the register as tomllib does."""
    assert _tables(path) == tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        '[a]\nvalue = 1_000 # many\nsays = """x\ny"""\n',
        "top = 1\n[a]\nvalue = 1\n",
        "[a.b]\nc = 1\n",
    ],
)
def test_what_the_fast_reader_does_not_know_goes_to_the_library(tmp_path: Path, text: str) -> None:
    """Comments after values, long strings, dotted tables and keys before a table are all read."""
    path = tmp_path / "one.toml"
    path.write_text(text, encoding="utf-8")
    assert _tables(path) == tomllib.loads(text)


def test_an_unknown_figure_names_the_nearest() -> None:
    """A misspelt id gives one clear message that suggests the right one."""
    with pytest.raises(DoorwaysError, match="nwd_entry_ratio"):
        figure("nwd_entry_ration")


def test_a_draw_does_not_depend_on_what_else_is_drawn() -> None:
    """The same seed, number and name give the same value alone, in company and in any order."""
    together = draw(DRAWN, 7, 3)
    assert together == draw(reversed(DRAWN), 7, 3)
    for name in DRAWN[::5]:
        assert draw([name], 7, 3)[name] == together[name]


def test_draws_differ_between_numbers_seeds_and_names() -> None:
    """Another draw number, seed or figure has another uniform number; neighbours do not repeat."""
    keys = [(n, s, j) for n in DRAWN[:20] for s in (0, 1, 2) for j in (0, 1, 2)]
    assert len({uniform(*key) for key in keys}) == len(keys)


def test_a_uniform_number_is_the_first_of_numpys_generator() -> None:
    """Bit for bit, of its own address: what was drawn with another release stays drawn."""
    for name, seed, j in ((n, s, j) for n in DRAWN[:20] for s in (0, 7) for j in (0, 3)):
        address = np.random.SeedSequence([seed, j, crc32(name.encode())])
        assert uniform(name, seed, j) == np.random.default_rng(address).random()


def test_central_values_are_the_registers() -> None:
    """`central` returns values as registered, and a fixed figure is drawn as it stands."""
    names = ["hub_beds_planned", "nwd_entry_ratio"]
    assert central(names) == {name: figure(name).value for name in names}
    assert draw(["hub_beds_planned"], 1, 9) == central(["hub_beds_planned"])


@pytest.mark.parametrize("name", DRAWN)
def test_each_distribution_passes_through_low_and_high(name: str) -> None:
    """At the probabilities the interval means, a figure's distribution gives its low and high."""
    one = figure(name)
    ends = bounds(one)
    assert ends is not None
    for probability, end in zip(INTERVALS[one.interval_meaning], ends, strict=True):
        inside = min(max(probability, 1e-12), 1 - 1e-12)
        got = list(leaves(at(one, inside)))
        assert got == pytest.approx(list(leaves(end)), rel=1e-4, abs=1e-4)


@pytest.mark.parametrize("name", ["nwd_entry_ratio", "breakdown_behaviour", "breakdown_harm"])
def test_drawn_quantiles_match_the_interval(name: str) -> None:
    """Of 4,000 draws 5% lie below low and 5% above high.

    The standard error of a share of 5% is 0.34 points; the test allows 4.5 of them (1.55 points),
    so a sound figure fails once in 75,000 runs of other seeds and a true share of 2% or 8% is
    found with a probability over 0.9999.
    """
    one = figure(name)
    ends = bounds(one)
    assert ends is not None
    values = np.array([draw([name], 11, j)[name] for j in range(DRAWS)], dtype=float)
    assert np.mean(values < float(next(leaves(ends[0])))) == pytest.approx(0.05, abs=0.0155)
    assert np.mean(values > float(next(leaves(ends[1])))) == pytest.approx(0.05, abs=0.0155)


def test_every_distribution_keeps_its_median_or_bounds() -> None:
    """Normal and lognormal have the value as median; bounded ones stay within their bounds."""
    shared: dict[str, Any] = {"id": "x", "says": "", "unit": "", "low": 1.0, "high": 4.0}
    for kind in ("normal", "lognormal"):
        one = Figure(value=1.5, distribution=kind, interval_meaning="90% range", **shared)
        assert at(one, 0.5) == pytest.approx(1.5)
    for kind in ("uniform", "triangular", "beta"):
        one = Figure(value=1.5, distribution=kind, interval_meaning="bounds", **shared)
        values = [next(leaves(at(one, u))) for u in (1e-9, 0.2, 0.4, 0.6, 0.8, 1 - 1e-9)]
        assert values == sorted(values)
        assert values[0] >= 1.0
        assert values[-1] <= 4.0


def test_a_draw_is_truncated_to_the_support_not_clipped() -> None:
    """Within a support that cuts the distribution, draws stay inside and do not heap on its edge."""
    limits = {"nwd_entry_ratio": (0.7, 0.9)}
    values = [draw(["nwd_entry_ratio"], 3, j, limits)["nwd_entry_ratio"] for j in range(300)]
    assert all(isinstance(v, float) and 0.7 <= v <= 0.9 for v in values)
    assert len(set(values)) == len(values)


def test_the_entries_of_a_list_move_together() -> None:
    """A list with an interval in multiples keeps its proportions in every draw."""
    one = figure("re_entry_hazard")
    drawn = list(leaves(draw([one.id], 5, 2)[one.id]))
    ratios = [a / b for a, b in zip(drawn, leaves(one.value), strict=True)]
    assert ratios == pytest.approx([ratios[0]] * len(ratios))
    assert ratios[0] != pytest.approx(1.0)


def test_an_interval_that_does_not_fit_is_refused() -> None:
    """A lognormal with a low end of 0 cannot be drawn and says so."""
    one = replace(figure("nwd_entry_ratio"), low=0.0)
    with pytest.raises(DoorwaysError, match="lognormal"):
        at(one, 0.5)


def test_claims_are_kept_apart_from_the_shrunk_effects() -> None:
    """Each claim at face value is further from no effect, on the same side, than the figure it replaces."""
    claimed = as_published()
    assert len(claimed) == 8
    for name, value in claimed.items():
        used = next(leaves(figure(name).value))
        assert (value < used < 1.0) or (value > used > 1.0), name
    natural = {"claim_natural_eet", "claim_natural_substance"}
    claims = {n for n in figures() if n.startswith("claim_")} - natural
    assert {one.claim for one in HEADLINES} == claims


def test_claims_at_face_value_are_what_is_supposed_of_them() -> None:
    """86% prevented leaves 0.14; 55% sooner is 11 to 9; a quarter on top of a fifth is 45% who move."""
    claimed = as_published()
    assert claimed["nwd_entry_ratio"] == pytest.approx(0.14)
    assert claimed["nwd_exit_ratio"] == pytest.approx(11 / 9)
    assert 1.0 - 0.8 ** claimed["nwd_eet_ratio"] == pytest.approx(0.45)
    assert 1.0 - 0.75 ** claimed["nwd_substance_ratio"] == pytest.approx(0.58)
    assert all(bool(one.ratio) == bool(one.supposes) == bool(one.parameter) for one in HEADLINES)


def test_national_tables_can_be_looked_up() -> None:
    """Every stem has a figure for each of its years, and parts add up to totals within rounding."""
    for stem in NATIONAL_TABLES:
        name = stem.removeprefix("published_").removesuffix("_")
        ends = [one.removeprefix(stem) for one in figures() if one.startswith(stem)]
        known = [int(end) for end in ends if end.isdecimal()]
        assert known
        assert all(national_table(name, year) for year in known)
    for part in ("cla_by_age", "cla_by_need", "cla_by_placement", "cla_by_provider"):
        total = sum(national_table(part, 2024).values())
        assert total == pytest.approx(national_table("cla", 2024)["all"], abs=100)
    for year in (2021, 2025):
        assert sum(national_table("exits", year).values()) == pytest.approx(
            national_table("ceases", year)["all"], abs=100
        )


def test_extraction_reproduces_the_committed_figures(tmp_path: Path) -> None:
    """From raw rows like those the committed figures cite, extraction writes the same files.

    The raw tables are not part of the project, so the fixture is built from the figures: every
    cited row, with noise the extraction must pass over (another place, no number, a second copy).
    """
    (tmp_path / "evidence").mkdir()
    with (tmp_path / "evidence" / "england.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        recipes = read_recipes()
        published = [one for name, one in figures().items() if name.startswith("published_")]
        table.writerow(("id", "quantity", "value", "breakdown", "period", "place", "source"))
        for one in published:
            table.writerows(raw_rows(one, recipes[one.id.removeprefix("published_")[:-5]]))
    for path in extract(tmp_path, tmp_path):
        assert path.read_text("utf-8") == (FIGURES / path.name).read_text("utf-8")


def test_extraction_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without the raw table ends with code 1 and one message, and writes nothing."""
    assert main(["--raw", str(tmp_path), "--out", str(tmp_path)]) == 1
    assert "no such file" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("scale", [1e-300, 1e-200, 1e-100])
def test_an_interval_no_beta_has_is_refused_in_words(scale: float) -> None:
    """Ends hundreds of powers of ten apart send the search away: one error, and no warning."""
    one = Figure(
        id="mine",
        says="Set in a file of one's own.",
        value=5.6 * scale * 1e50,
        unit="share",
        low=5.6 * scale,
        high=5.6 * scale * 1e100,
        interval_meaning="90% range",
        distribution="beta",
    )
    with pytest.raises(DoorwaysError, match="No beta distribution"):
        at(one, 0.5)
