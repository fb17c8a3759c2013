"""Two calibrations side by side: what each believes, and which published patterns each shows."""

from collections import Counter
from typing import Final

from dashboards.report import diagnose_words as say
from dashboards.report.diagnose_content import Diagnosis, Parameter, Shown
from dashboards.report.sheets import Sheet

PARAMETERS: Final = "Parameters side by side: median and 90% range"
TARGETS: Final = "Patterns that only one of the two shows"
_NONE: Final = "–"
_APART: Final = "ranges lie apart"


def sentences(one: Diagnosis, other: Diagnosis) -> tuple[str, ...]:
    """Say what each is, and how many patterns both, one or none of them shows."""
    both = _both(one, other)
    found = Counter((a.inside, b.inside) for a, b in both)
    first, second = map(_name, (one, other))
    pairs = _pairs(one, other)
    apart = sum(_word(*pair) == _APART for pair in pairs)
    return (
        f"{first} ({_status(one)}) beside {second} ({_status(other)}).",
        f"Of {len(both)} published patterns that both are held against, {found[True, True]} lie inside the "
        f"90% intervals of both, {found[True, False]} only of {first}, {found[False, True]} only of "
        f"{second}, {found[False, False]} of neither.",
        f"The 90% ranges of {apart} of {len(pairs)} parameters lie apart.",
    )


def parameters(one: Diagnosis, other: Diagnosis) -> Sheet:
    """Return what each believes of every parameter, and whether the ranges lie apart."""
    rows = (
        (f"{(a or b).label}", _belief(a), _belief(b), _word(a, b))  # type: ignore[union-attr]
        for a, b in _pairs(one, other)
    )
    return Sheet(("Parameter", _name(one), _name(other), "In words"), tuple(rows), (-1,))


def targets(one: Diagnosis, other: Diagnosis) -> Sheet | None:
    """Return the patterns that one shows and the other does not."""
    rows = tuple(
        (a.label, say.ROLES[a.role], say.value(a.published, a.kind), say.judged(a), say.judged(b))
        for a, b in _both(one, other)
        if a.inside != b.inside
    )
    heads = ("Pattern", "Role", "Published", _name(one), _name(other))
    return Sheet(heads, rows, (1, 3, 4)) if rows else None


def _name(of: Diagnosis) -> str:
    return f"{of.found.place} {of.found.short}"


def _status(of: Diagnosis) -> str:
    return f"{of.found.status}, results version {of.found.results_version}"


def _pairs(one: Diagnosis, other: Diagnosis) -> list[tuple[Parameter | None, Parameter | None]]:
    """Return every parameter of either, as each has it."""
    first, second = ({p.name: p for p in of.parameters} for of in (one, other))
    return [(first.get(name), second.get(name)) for name in {**first, **second}]


def _both(one: Diagnosis, other: Diagnosis) -> list[tuple[Shown, Shown]]:
    """Return the patterns that both were held against, as each has them."""
    second = {target.id: target for target in other.targets if target.compared}
    return [(t, second[t.id]) for t in one.targets if t.compared and t.id in second]


def _belief(one: Parameter | None) -> str:
    return say.belief(one.posterior) if one else _NONE


def _word(one: Parameter | None, other: Parameter | None) -> str:
    """Say whether two ranges of one parameter meet."""
    if one is None or other is None:
        return "in one only"
    a, b = one.posterior, other.posterior
    return _APART if a.high < b.low or b.high < a.low else "ranges meet"
