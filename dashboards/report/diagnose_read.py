"""Read a stored calibration, England's or a council's, into what its report shows."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from calibration.joint.result import Calibration
from dashboards.report.diagnose_content import (
    OWN,
    PARTS,
    Covered,
    Diagnosis,
    Parameter,
    Range,
    Shown,
)
from dashboards.report.target_groups import ORDER, group_of, plain_label

#: Probabilities at which a prior is read off before it is drawn.
_QUANTILES: Final = 401


def diagnosis_of(
    found: Calibration, whole: Calibration | None = None, touching: str = ""
) -> Diagnosis:
    """Read a calibration.

    Parameters
    ----------
    found
        England's, or a council's.
    whole
        England's calibration that a council's rests on, when it is at hand.
    touching
        Measure that is asked about.
    """
    parameters = _parameters(found, whole)
    own = "council" in found.result
    rows = found.result["targets"]
    targets = [_own(one) if own else _shown(one) for one in rows]
    labels = {one.name: one.label for one in parameters}
    return Diagnosis(
        found,
        parameters,
        tuple(sorted(targets, key=lambda one: ORDER.index(one.group))),
        _coverage(found.result["gate"], labels),
        touching,
    )


def _parameters(found: Calibration, whole: Calibration | None) -> tuple[Parameter, ...]:
    spec = found.result.get("spec")
    priors = {one["name"]: one for one in spec["bank"]["priors"]} if spec else {}
    england = {} if whole is None else {n: _column(whole, i) for i, n in enumerate(whole.names)}
    read = []
    for i, one in enumerate(found.result["parameters"]):
        name = one["name"]
        before = _quantiles(priors[name]) if name in priors else england.get(name, ())
        read.append(_parameter(one, before, _column(found, i)))
    return tuple(read)


def _parameter(
    one: Mapping[str, Any], before: tuple[float, ...], after: tuple[float, ...]
) -> Parameter:
    return Parameter(
        name=one["name"],
        label=one["label"],
        unit=one["unit"],
        prior=_range(one["prior"]),
        posterior=_range(one),
        before=before,
        after=after,
        informed=one.get("informed"),
        contraction=one.get("contraction"),
        overlap=one.get("overlap"),
    )


def _range(one: Mapping[str, Any]) -> Range:
    return Range(float(one["low"]), float(one["median"]), float(one["high"]))


def _column(found: Calibration, at: int) -> tuple[float, ...]:
    return tuple(float(row[at]) for row in found.result["draws"])


def _quantiles(plain: Mapping[str, Any]) -> tuple[float, ...]:
    """Return values of a stored prior at evenly spaced probabilities."""
    from calibration.beliefs.evidence.load import figure
    from calibration.beliefs.parameters import supports
    from calibration.joint.prior import Prior

    name, ends = plain["name"], {key: plain[key] for key in ("low", "high")}
    one = figure(name)
    if ends != {"low": one.low, "high": one.high}:
        one = replace(one, relative=False)
    one = replace(
        one,
        value=plain["central"],
        interval_meaning=plain["interval"],
        distribution=plain["distribution"],
        **ends,
    )
    prior = Prior(name, plain["label"], one, supports()[name])
    return tuple(prior.value((i + 0.5) / _QUANTILES) for i in range(_QUANTILES))


def _shown(one: Mapping[str, Any]) -> Shown:
    return Shown(
        id=one["id"],
        label=plain_label(one["label"]),
        group=group_of(one["measure"]),
        role=one["role"],
        year=int(one["year"]),
        kind="share" if one["share"] else "count",
        published=float(one["published"]),
        simulated=_told(one["simulated"]),
        low=_told(one["low"]),
        high=_told(one["high"]),
        compared=bool(one["compared"]),
        inside=bool(one["inside"]),
        residual=one["residual"],
        parts=_parts(one["sd"]),
        allowance=float(one["discrepancy"]),
        source=one["source"],
        note=one["note"],
    )


def _told(number: float | None) -> float:
    """Return a number, not a number where there is none."""
    return float("nan") if number is None else float(number)


def _own(one: Mapping[str, Any]) -> Shown:
    """Read a number that a council shows of itself."""
    from calibration.joint.council import SHOWN

    shares = {measure for measure, _, over in SHOWN if over}
    return Shown(
        id=one["measure"],
        label=plain_label(one["label"]),
        group=group_of(one["measure"]),
        role=OWN,
        year=None,
        kind="share" if one["measure"] in shares else "count",
        published=float(one["published"]),
        simulated=_told(one["predicted"]),
        low=_told(one["low"]),
        high=_told(one["high"]),
        compared=True,
        inside=bool(one["inside"]),
        residual=None,
        parts={},
        allowance=None,
        source="",
        note="",
    )


def _parts(sd: Mapping[str, float]) -> dict[str, float]:
    """Return each source's share of the variance."""
    squares = {name: float(sd[name]) ** 2 for name in PARTS}
    total = sum(squares.values())
    return {name: square / total for name, square in squares.items()} if total else {}


def _coverage(gate: Mapping[str, Any], labels: Mapping[str, str]) -> tuple[Covered, ...]:
    return tuple(
        Covered(
            label=labels[one["name"]],
            passed=not any(f"{one['name']}:" in reason for reason in gate["why"]),
            inside50=float(one["50%"]),
            inside90=float(one["90%"]),
            p=float(one["p"]),
            histogram=tuple(int(count) for count in one["histogram"]),
            sd_ratio=float(one["sd_ratio"]),
        )
        for one in gate.get("coverage", ())
    )
