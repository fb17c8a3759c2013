"""`doorways diagnose` from outside, on a small calibration made here."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import typer
from playwright.sync_api import BrowserContext
from sqlalchemy import create_engine, text
from typer.testing import CliRunner, Result

from calibration.joint.result import CALIBRATED, NOT_CALIBRATED
from calibration.joint.store import add_calibration
from dashboards.cli.diagnose import diagnose
from dashboards.cli.guard import GuardedGroup
from dashboards.report.chart_ranks import band
from dashboards.report.target_groups import GROUPS, OTHER, group_of, plain_label, touched
from simulation.outcomes.measures import MEASURES
from simulation.store.store import open_store

NAMES = ("missing_excitation", "level_missing", "breakdown_mismatch")
LABELS = ("How far one missing leads on", "Level of missing", "Effect of a poor match")
#: Every piece of the command's prose that a failed calibration must carry.
WARNING = "Not calibrated"


def parameter(at: int, draws: Any) -> dict[str, Any]:
    """Return a parameter's row as a calibration stores it."""
    low, median, high = np.percentile(draws, (5, 50, 95))
    return {
        "name": NAMES[at],
        "label": LABELS[at],
        "unit": "ratio",
        "prior": {"low": 0.3, "median": 0.9, "high": 1.6},
        "median": float(median),
        "mean": float(draws.mean()),
        "sd": float(draws.std()),
        "low": float(low),
        "high": float(high),
        "contraction": (0.8, 0.3, 0.0)[at],
        "overlap": (0.4, 0.7, 0.9)[at],
        "informed": ("informed", "weakly informed", "not informed")[at],
    }


def target(name: str, measure: str, role: str, published: float, low: float, high: float) -> Any:
    """Return a target's row as a calibration stores it."""
    middle = (low * high) ** 0.5
    return {
        "id": name,
        "measure": measure,
        "label": f"Pattern {name}, aged 1_4",
        "role": role,
        "year": 2024,
        "share": published < 1,
        "published": published,
        "simulated": middle,
        "predicted": middle,
        "low": low,
        "high": high,
        "compared": True,
        "inside": low <= published <= high,
        "residual": float(np.log(published / middle) / np.log(high / middle) * 1.645),
        "sd": {"parameters": 0.03, "chance": 0.0, "model": 0.04},
        "discrepancy": 0.05,
        "source": "dfe_cla_2024",
        "figures": ["published_cla_2024"],
        "note": "",
    }


def gate(passed: bool) -> dict[str, Any]:
    """Return a gate that passes, or fails on the second parameter and a held-out target."""
    why = [
        "Coverage: level_missing: 90% intervals cover 78.0% of 200 truths.",
        "50% of the held-out targets lie inside their 90% interval, 80% are needed.",
    ]
    histogram = [20] * 10
    coverage = [
        {"name": name, "50%": 0.5, "90%": 0.9, "p": 0.6, "histogram": histogram, "sd_ratio": 0.5}
        for name in NAMES
    ]
    if not passed:
        coverage[1] |= {"90%": 0.78, "histogram": [44, 16, 15, 15, 15, 15, 15, 15, 15, 35]}
    return {
        "passed": passed,
        "why": [] if passed else why,
        "shares": {"fit": 1.0, "hold": 1.0 if passed else 0.5},
        "truths": 200,
        "size": 0.05,
        "power": 0.88,
        "coverage": coverage,
        "error": {"50%": 0.035, "90%": 0.021},
    }


def england(passed: bool) -> tuple[str, dict[str, Any]]:
    """Return status and result of a small calibration of England."""
    rng = np.random.default_rng(np.random.SeedSequence([5]))
    draws = rng.normal((0.7, 1.0, 0.3), (0.1, 0.05, 0.1), (60, 3))
    draws[:, 1] += 0.5 * (draws[:, 0] - 0.7)
    ranges = ((0.0, 0.7, 2.0), (0.75, 1.0, 1.33), (0.1, 0.3, 0.55))
    priors = [
        {"name": n, "label": a, "central": c, "low": lo, "high": hi}
        | ({"interval": "bounds", "distribution": "triangular"})
        for n, a, (lo, c, hi) in zip(NAMES, LABELS, ranges, strict=True)
    ]
    bank = {"priors": priors, "rows": 512, "seed": 1, "sample": 3000.0, "year": 2023, "years": 2}
    result = {
        "spec": {"bank": bank | {"beliefs": "a1b2"}, "targets": [], "draws": 60},
        "parameters": [parameter(i, draws[:, i]) for i in range(3)],
        "draws": draws.tolist(),
        "targets": [
            target("stock", "stock/all", "fit", 83530.0, 79000.0, 87000.0),
            target("stock_1_4", "stock/1_4", "fit", 10740.0, 10000.0, 11500.0),
            target("moves", "moves/all", "fit", 50120.0, 47000.0, 52600.0),
            target("missing_now", "missing/now", "hold", 510.0 if passed else 300.0, 430.0, 610.0),
            target("homes_far", "homes/far", "hold", 0.49, 0.45, 0.52),
        ],
        "gate": gate(passed),
        "screen": {"retained": 0.078, "rows": 512},
        "correlation": np.corrcoef(draws.T).tolist(),
        "tensions": [
            {
                "parameter": NAMES[0],
                "up": "moves",
                "down": "stock",
                "up_pull": 1.2,
                "down_pull": -0.7,
            }
        ],
    }
    return (CALIBRATED if passed else NOT_CALIBRATED), result


def council(whole: str) -> dict[str, Any]:
    """Return the result of a council that rests on a calibration of England."""
    _, result = england(True)
    plain = ("name", "label", "unit", "prior", "median", "sd", "low", "high")
    row = {"label": "Three_plus in the year", "published": 0.11, "predicted": 0.1}
    factor = {"name": "local_missing", "seen": 40.0, "expected": 20.0, "exposure": 300.0}
    return {
        "council": {"code": "E10000020", "name": "Norfolk", "year": 2024},
        "england": whole,
        "factors": [factor | {"shape": 9.0, "rate": 5.0, "mean": 1.8, "low": 1.2, "high": 2.5}],
        "parameters": [{key: one[key] for key in plain} for one in result["parameters"]],
        "draws": result["draws"],
        "targets": [
            row | {"measure": "in_year/three_plus", "low": 0.08, "high": 0.13, "inside": True}
        ],
        "effective": 200.0,
        "gate": {"passed": True, "why": [], "shares": {"fit": 1.0}},
    }


def stored(folder: Path, *, passed: bool = False) -> tuple[str, str]:
    """Store a calibration of England; return the database's address and the key."""
    db = str(folder / "found.sqlite")
    with open_store(db) as store:
        return db, add_calibration(store, "England", *england(passed)).key


def run(*words: object) -> Result:
    """Run the command."""
    app = typer.Typer(cls=GuardedGroup)
    app.command()(diagnose)
    app.callback()(lambda: None)
    return CliRunner().invoke(app, ["diagnose", *map(str, words)])


@pytest.fixture(autouse=True)
def nothing_ships(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the calibrations that ship."""
    monkeypatch.setattr("calibration.joint.store.shipped", tuple)


@pytest.fixture(scope="module")
def failed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """A diagnosis of a calibration that failed its gate: its folder, and what was said."""
    folder = tmp_path_factory.mktemp("failed")
    db, key = stored(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("calibration.joint.store.shipped", tuple)
        return folder, run(key[:8], "--db", db, "--out", folder)


def test_the_verdict_comes_first_and_in_words(failed: tuple[Path, Result]) -> None:
    """The first line says that it failed, the next ones why, with parameters by name in words."""
    _, result = failed
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0].startswith(WARNING)
    assert "Level of missing: 90% intervals cover 78.0% of 200 truths." in lines[1]
    says = " ".join(result.stdout.split())
    assert "Results that rest on these are not supported" in says
    assert "say nothing of: Effect of a poor match" in says
    assert "“Pattern moves, aged 1 to 4” asks for more" in says
    assert "kept 7.8% of the bank's 512 runs" in says
    assert "1 of 2 held out (50%; 80% needed)" in says
    assert "± 2.1" in says
    assert "88% (power)" in says
    # Three and four make five: 9, 0 and 16 out of 25 of the variance.
    assert "36% / 0% / 64%" in says


def test_what_failed_stands_first_and_every_table_says_so(failed: tuple[Path, Result]) -> None:
    """The missed target leads the table of targets; each table's title has the warning."""
    text_ = failed[1].stdout
    assert text_.index("Pattern missing_now".replace("_", " ")) < text_.index("Pattern stock,")
    assert "model too high" in text_
    titles = [
        line for line in text_.splitlines() if re.match(r".*(Parameters|Coverage|Targets): ", line)
    ]
    titles = [line for line in titles if "interval:" not in line and "truths." not in line]
    assert len(titles) == 3
    assert all(line.startswith(WARNING) for line in titles)


def test_all_files_are_there_and_agree(failed: tuple[Path, Result]) -> None:
    """The calibration is written as stored, the targets as a table, each picture in two formats."""
    folder, _ = failed
    told = json.loads((folder / "calibration.json").read_text(encoding="utf-8"))
    assert told["status"] == NOT_CALIBRATED
    assert told["result"] == json.loads(json.dumps(england(False)[1]))
    rows = list(csv.DictReader(io.StringIO((folder / "targets.csv").read_text("utf-8-sig"))))
    assert {row["id"] for row in rows} == {one["id"] for one in told["result"]["targets"]}
    assert {row["status"] for row in rows} == {NOT_CALIBRATED}
    assert {row["id"] for row in rows if row["inside"] == "False"} == {"missing_now"}
    pictures = {path.stem: path for path in (folder / "charts").glob("*.svg")}
    assert {"posteriors", "ranks", "pairs", "targets", "targets-going-missing"} <= set(pictures)
    for name, path in pictures.items():
        assert path.with_suffix(".png").stat().st_size > 10_000, name
        assert f"{WARNING}." in path.read_text(encoding="utf-8"), name


def test_the_report_stands_alone_and_can_be_read_aloud(
    failed: tuple[Path, Result], read_page: Callable[[str], Any]
) -> None:
    """Well-formed, nothing fetched; the warning tops the page, each printed page, picture and table."""
    said = (failed[0] / "report.html").read_text(encoding="utf-8")
    page = read_page(said)
    assert page.faults == []
    assert page.open == []
    names = [tag for tag, _ in page.tags]
    assert {"script", "img", "link", "iframe"}.isdisjoint(names)
    assert re.findall(r"url\((?!#)", said) == []
    ids = [a["id"] for _, a in page.tags if a.get("id")]
    assert len(ids) == len(set(ids))
    drawn = [a for tag, a in page.tags if tag == "svg"]
    assert len(drawn) == 4 + 4
    assert all(a["role"] == "img" and len(a["aria-label"] or "") > 80 for a in drawn)
    assert all((a["aria-label"] or "").startswith(WARNING) for a in drawn)
    assert len(page.captions) == len([n for n in names if n == "table"])
    assert all(caption.startswith(WARNING) for caption in page.captions)
    assert f'content: "{WARNING}"' in said
    assert said.index('class="warning"') < said.index("<h1>")
    order = "".join({"section": "S", "svg": "V", "table": "T"}.get(name, "") for name in names)
    assert re.fullmatch(r"(T*SVT+)+T*", order)
    assert names.count("h1") == 1
    assert "Department for Education" in said


def test_one_that_passed_carries_no_warning(tmp_path: Path) -> None:
    """Calibrated in words; the newest stored one is taken when none is named."""
    db, _ = stored(tmp_path, passed=True)
    result = run("--db", db, "--out", tmp_path)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("Calibrated: ")
    said = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert WARNING.lower() not in (said + result.stdout).lower()


def test_targets_can_be_piped(tmp_path: Path, undrawn: None) -> None:
    """With --format csv standard output is the table of targets and nothing else."""
    db, _ = stored(tmp_path)
    result = run("England", "--db", db, "--out", tmp_path, "--format", "csv")
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader(io.StringIO(result.stdout.removeprefix("\ufeff"))))
    assert len(rows) == 5
    assert {row["status"] for row in rows} == {NOT_CALIBRATED}
    assert "report.html" in result.stderr


def test_a_council_shows_its_factors_beside_england(tmp_path: Path, undrawn: None) -> None:
    """A council's prior is England's posterior, its targets are its own, and it has no ranks."""
    db, key = stored(tmp_path, passed=True)
    with open_store(db) as store:
        add_calibration(store, "Norfolk", CALIBRATED, council(key))
    result = run("norfolk", "--db", db, "--out", tmp_path)
    assert result.exit_code == 0, result.output
    said = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "1.80 (1.20 to 2.50)" in said
    assert "the council&#39;s own" in said
    pictures = {path.name for path in (tmp_path / "charts").glob("*.svg")}
    assert "ranks.svg" not in pictures
    assert "posteriors.svg" in pictures


def test_nothing_compared_is_said(tmp_path: Path, undrawn: None) -> None:
    """A council of which nothing was compared says so, in table and report, and no share of nothing."""
    db, key = stored(tmp_path, passed=True)
    with open_store(db) as store:
        add_calibration(store, "Norfolk", CALIBRATED, council(key) | {"targets": []})
    result = run("norfolk", "--db", db, "--out", tmp_path)
    assert result.exit_code == 0, result.output
    for said in (result.output, (tmp_path / "report.html").read_text(encoding="utf-8")):
        assert "No target was compared." in said
        assert "interval: ." not in said


def test_calibrations_are_listed(tmp_path: Path) -> None:
    """Key, place and status of each; an empty store says how to make one."""
    empty = run("--list", "--db", tmp_path / "empty.sqlite")
    assert empty.exit_code == 0
    assert "doorways calibrate england" in empty.stdout
    db, key = stored(tmp_path)
    line = next(x for x in run("--list", "--db", db).stdout.splitlines() if key[:10] in x)
    assert "England" in line
    assert NOT_CALIBRATED in line


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("zzzzzz",), "There is no such calibration; stored are those of: England."),
        (("Norfolk",), "There is no such calibration"),
        (("--format", "xml"), "'xml' is not one of"),
    ],
)
def test_mistakes_are_told_in_a_sentence(words: tuple[str, ...], says: str, tmp_path: Path) -> None:
    """Wrong use leaves with code 2 and one message, no traceback, and writes nothing."""
    db, _ = stored(tmp_path)
    result = run(*words, "--db", db, "--out", tmp_path / "new")
    assert result.exit_code == 2
    assert says in " ".join(result.stderr.split())
    assert "Traceback" not in result.output
    assert not (tmp_path / "new").exists()


def test_an_empty_store_says_what_to_run(tmp_path: Path) -> None:
    """Nothing stored and nothing shipped: code 2, and the command that makes one."""
    result = run("--db", tmp_path / "empty.sqlite", "--out", tmp_path / "new")
    assert result.exit_code == 2
    assert "doorways calibrate england" in " ".join(result.stderr.split())


def test_another_results_version_is_refused(tmp_path: Path) -> None:
    """A calibration of another model is not shown as if it were this one's, named or newest."""
    db, key = stored(tmp_path)
    engine = create_engine(f"sqlite:///{Path(db).as_posix()}")
    with engine.begin() as connection:
        connection.execute(text("update finding set results_version = 999"))
    engine.dispose()
    for words in ((), (key[:8],)):
        result = run(*words, "--db", db, "--out", tmp_path / "new")
        assert result.exit_code == 2
        assert "results version 999" in " ".join(result.stderr.split())


def test_another_stands_beside_it_and_what_touches_the_question_first(
    tmp_path: Path, undrawn: None
) -> None:
    """Two calibrations: what each shows is counted; of what is missed, what the measure rests on leads."""
    status, result = england(True)
    missing, stock = (dict(one) for one in (result["targets"][3], result["targets"][0]))
    off = [stock | {"inside": False, "residual": 9.0}, missing | {"inside": False, "residual": 2.0}]
    changed = result | {"targets": [*off, *result["targets"][1:3], result["targets"][4]]}
    with open_store(str(tmp_path / "found.sqlite")) as store:
        good = add_calibration(store, "England", status, result).key
        bad = add_calibration(store, "Other", NOT_CALIBRATED, changed).key
    words = (bad, "--beside", good, "--touching", "missing_episodes", "--out", tmp_path)
    found = run(*words, "--db", tmp_path / "found.sqlite")
    assert found.exit_code == 0, found.output
    says = " ".join(found.stdout.split())
    assert "Of 5 published patterns that both are held against, 3 lie inside" in says
    assert f"0 only of Other {bad[:10]}, 2 only of England {good[:10]}, 0 of neither" in says
    assert says.index("Pattern missing now") < says.index("Pattern stock, aged")
    assert "The 90% ranges of 0 of 3 parameters lie apart." in says
    wrong = run("--touching", "missing", "--db", tmp_path / "found.sqlite", "--out", tmp_path)
    assert wrong.exit_code == 2
    assert "missing_episodes" in " ".join(wrong.stderr.split())


def test_every_measure_of_children_rests_on_patterns() -> None:
    """Of all that is published something touches every measure but those of services, need, and prices."""
    alone = {one.name for one in MEASURES if not touched(one.name)}
    assert alone == {one.name for one in MEASURES if one.name.startswith("service_")} | {
        "children_in_need",
        "edge_of_care",
        "homes_price",
    }
    assert touched("care_entries") == {"Starting to be looked after", "Coming back into care"}
    assert touched("cost_police") == {"Outcomes", "Going missing"}


def test_the_band_of_even_ranks_is_the_binomial_one() -> None:
    """Of 200 truths a tenth holds 10 to 32 with 99% chance (binomial quantiles, by table)."""
    assert band(200, 10) == (10, 32)


def test_every_shipped_target_has_a_group_and_a_name_in_words() -> None:
    """No measure of the targets falls into Other, and no underscore is left in a label."""
    from calibration.fitting.targets.load import england_targets as targets

    groups = {one.measure: group_of(one.measure) for one in targets()}
    assert OTHER not in groups.values()
    assert set(groups.values()) == {name for name, _ in GROUPS}
    assert group_of("unheard/of") == OTHER
    assert not [one.label for one in targets() if "_" in plain_label(one.label)]
    assert plain_label("Started, aged 16_plus") == "Started, aged 16 or over"


@pytest.mark.slow
@pytest.mark.browser
def test_the_report_fits_a_phone(
    failed: tuple[Path, Result],
    context: BrowserContext,
    fits: Callable[[BrowserContext, Path], None],
) -> None:
    """At 390 px, magnified and on a wide screen nothing but a chart reaches beyond the screen."""
    fits(context, failed[0] / "report.html")
