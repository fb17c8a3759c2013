"""The files of a diagnosis: report, pictures, the table of targets and the calibration itself."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from dashboards.report import diagnose_words
from dashboards.report.chart_pairs import pairs
from dashboards.report.chart_posteriors import posteriors
from dashboards.report.chart_ranks import ranks
from dashboards.report.chart_targets import group, overview
from dashboards.report.charts import Chart
from dashboards.report.content import Source
from dashboards.report.diagnose_content import Diagnosis
from dashboards.report.page import environment, pictures
from dashboards.report.study import write_study
from simulation.names import slug


def write_all(folder: Path, of: Diagnosis) -> tuple[Chart, ...]:
    """Write calibration.json, targets.csv, the charts and report.html."""
    return write_study(
        folder,
        {"calibration.json": plain(of)},
        {"targets.csv": target_rows(of)},
        partial(draw_all, of),
        partial(render, of),
    )


def draw_all(of: Diagnosis, folder: Path) -> tuple[Chart, ...]:
    """Draw the charts a calibration allows into `folder`, which must exist."""
    drawn = (overview(of, folder), posteriors(of, folder), ranks(of, folder), pairs(of, folder))
    groups = [group(of, name, targets, folder) for name, targets in of.groups()]
    return tuple(chart for chart in (*drawn, *groups) if chart is not None)


def plain(of: Diagnosis) -> dict[str, Any]:
    """Return the calibration as the file that ships: place, status, version and all it found."""
    found = of.found
    return {
        "key": found.key,
        "place": found.place,
        "status": found.status,
        "results_version": found.results_version,
        "result": found.result,
    }


def target_rows(of: Diagnosis) -> list[dict[str, Any]]:
    """Return one row a target; each carries the calibration's status."""
    return [
        {
            "status": of.found.status,
            "id": one.id,
            "group": one.group,
            "label": one.label,
            "role": one.role,
            "year": one.year,
            "kind": one.kind,
            "published": one.published,
            "simulated": one.simulated,
            "low": one.low,
            "high": one.high,
            "inside": one.inside,
            "verdict": diagnose_words.judged(one),
            "residual": one.residual,
            "variance": one.parts,
            "allowance": one.allowance,
            "source": one.source,
            "note": one.note,
        }
        for one in of.targets
    ]


def render(of: Diagnosis, charts: Sequence[Chart]) -> str:
    """Return the report as HTML that needs nothing else."""
    held = {one.role for one in of.targets}
    return (
        environment()
        .get_template("diagnose.html.j2")
        .render(
            of=of,
            say=diagnose_words,
            charts=pictures(charts),
            roles=[(role, name) for role, name in diagnose_words.ROLES.items() if role in held],
            factors=of.result.get("factors", ()),
            slug=slug,
            made=_facts(of),
            sources=_sources(of),
        )
    )


def _facts(of: Diagnosis) -> list[tuple[str, str]]:
    found, result = of.found, of.result
    facts = [
        ("Calibration", found.key),
        ("Status", found.status),
        ("Results version", str(found.results_version)),
        ("Posterior draws kept", f"{len(result['draws']):,}"),
    ]
    if "spec" in result:
        facts += _bank_facts(result["spec"]["bank"])
    if "council" in result:
        council = result["council"]
        facts += [
            ("Council", f"{council['name']} ({council['code']}), 31 March {council['year']}"),
            ("Rests on England's calibration", result["england"]),
            ("Draws that carry weight", f"{result['effective']:,.0f}"),
        ]
    screened = diagnose_words.screened(of)
    return [*facts, *([("Screen", screened)] if screened else [])]


def _bank_facts(bank: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        ("Runs in the bank, seed", f"{bank['rows']:,}, {bank['seed']}"),
        ("Children looked after in each run", f"{bank['sample']:,.0f}"),
        ("Runs start from", f"31 March {bank['year']}, {bank['years']} years"),
        ("Digest of the figures they rest on", bank["beliefs"]),
    ]


def _sources(of: Diagnosis) -> list[Source]:
    """Return the works the targets come from, by author and year."""
    from calibration.beliefs.evidence.load import sources

    keys = {key.strip() for one in of.targets for key in one.source.split(",")}
    cited = [one for key, one in sources().items() if key in keys]
    found = [Source(one.title, one.author, str(one.year), one.url) for one in cited]
    return sorted(found, key=lambda one: (one.author, one.published, one.title))
