"""A calibration's diagnosis in tables, the same on the terminal and on a page."""

from dashboards.report import diagnose_words as say
from dashboards.report.diagnose_content import Diagnosis, Shown
from dashboards.report.sheets import Sheet

_TARGETS = (
    "Pattern",
    "Role",
    "Published",
    "Simulated",
    "90% interval",
    "Par./chance/allow.",
    "Verdict",
)


def parameters(of: Diagnosis) -> Sheet:
    """Return what was believed of each parameter before and after: median and 90% range."""
    rows = (
        (
            f"{one.label} ({one.unit})",
            say.belief(one.prior),
            say.belief(one.posterior),
            say.learned(one),
        )
        for one in of.parameters
    )
    return Sheet(("Parameter", "Prior", "Posterior", "Targets say"), tuple(rows), (-1,))


def coverage(of: Diagnosis) -> Sheet | None:
    """Return how often ranges held known truths, or nothing for a council."""
    if not of.coverage:
        return None
    errors = of.gate["error"]
    ranges = (f"{level} range (± {100 * errors[level]:.1f})" for level in ("50%", "90%"))
    rows = (
        (
            one.label,
            f"{one.inside50:.1%}",
            f"{one.inside90:.1%}",
            f"{one.p:.2f}",
            f"{one.sd_ratio:.2f}",
            "passed" if one.passed else "FAILED",
        )
        for one in of.coverage
    )
    heads = ("Parameter", *ranges, "Even ranks, p", "Posterior/prior sd", "Test")
    return Sheet(heads, tuple(rows), (-1,))


def outside(of: Diagnosis) -> Sheet | None:
    """Return the targets outside their interval, those first that touch the question."""
    return Sheet(_TARGETS, tuple(map(_row, of.missed)), (1, -1)) if of.missed else None


def inside(of: Diagnosis, group: str) -> Sheet | None:
    """Return the targets of a group that lie inside their interval."""
    rows = tuple(_row(one) for one in of.targets if one.inside and one.group == group)
    return Sheet(_TARGETS, rows, (1, -1)) if rows else None


def _row(one: Shown) -> tuple[str, ...]:
    return (
        one.label,
        say.ROLES[one.role],
        say.value(one.published, one.kind),
        say.value(one.simulated, one.kind),
        say.interval(one),
        say.parts(one),
        say.judged(one),
    )
