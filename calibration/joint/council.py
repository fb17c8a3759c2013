"""One council: its local factors, and England's posterior weighed by what the council itself shows."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities.load import england
from calibration.beliefs.evidence.draw import central
from calibration.beliefs.evidence.figure import leaves
from calibration.beliefs.evidence.load import figure
from calibration.beliefs.local.counts import real_changes
from calibration.beliefs.local.factors import Factor, local_factors
from calibration.beliefs.parameters import national
from calibration.fitting.patterns.catalogue import statistics
from calibration.fitting.patterns.record import Floats
from calibration.fitting.targets.target import NINETY
from calibration.joint.calibrate import Fitted, number, rounded
from calibration.joint.inference.bank import Observed
from calibration.joint.inference.emulator import Emulator
from calibration.joint.inference.posterior import resample
from calibration.joint.inference.rescale import generator, noise_covariance, place_response
from calibration.joint.result import CALIBRATED, NOT_CALIBRATED, Calibration
from calibration.joint.spec import DRAWS, Spec

#: What a council publishes of itself that a run counts: measure, its column, and what it is out of.
SHOWN: Final = (
    ("in_year/three_plus", "cla_three_plus", "cla"),
    ("missing/more_than_once", "children_missing_twice", "children_missing"),
    ("missing/children", "children_missing", ""),
    ("missing/incidents", "missing_incidents", ""),
    ("moves/all", "changes", ""),
    ("breakdowns/all", "requested", ""),
)
#: Local factor that carries a council's level of a measure.
LEVELS: Final = {
    "missing/children": "local_missing",
    "missing/incidents": "local_missing",
    "moves/all": "local_move",
    "breakdowns/all": "local_move",
}
#: Withheld counts lie between these.
_WITHHELD: Final = (1.0, 5.0)
#: Fewer equally weighted draws than this: the council is too unlike England to be weighed.
LEAST_EFFECTIVE: Final = 50.0
LEAST_INSIDE: Final = 0.8
_PICK: Final = 71


@dataclass(frozen=True)
class OwnNumber:
    """Hold one number a council shows, as England would show it with the council's pattern.

    Attributes
    ----------
    measure
        The statistic.
    published
        The council's own count or share.
    value
        On the log scale, its level taken out, for a country of England's size.
    spread
        Standard deviation of what was withheld and of the local factor, on the log scale.
    """

    measure: str
    published: float
    value: float
    spread: float


def column(council: AuthorityProfile, name: str) -> float:
    """Return a published count of a council."""
    if name == "changes":
        return real_changes(council)
    if name == "requested":
        parts = ("changes_carer_behaviour", "changes_carer_other", "changes_child_request")
        return sum(council[part] for part in parts)
    return council[name]


def own_numbers(council: AuthorityProfile, factors: list[Factor]) -> list[OwnNumber]:
    """Return what a council shows that runs count too, where there is anything to show."""
    level = {one.name: one for one in factors}
    size = england(council.public_year)["cla"] / council["cla"]
    found = []
    for measure, name, over in SHOWN:
        count = column(council, name)
        out_of = council[over] if over else 1.0
        if count <= 0 or out_of <= 0:
            continue
        value, spread = np.log(count / out_of if over else count * size), 0.0
        if name in council.imputed or over in council.imputed:
            spread = (_WITHHELD[1] - _WITHHELD[0]) / np.sqrt(12.0) / max(count, 1.0)
        if measure in LEVELS:
            factor = level[LEVELS[measure]]
            value -= np.log(factor.mean)
            spread = float(np.hypot(spread, 1.0 / np.sqrt(factor.shape)))
        found.append(
            OwnNumber(measure, count / out_of if over else count, float(value), float(spread))
        )
    return found


def observed_of(
    own: list[OwnNumber], council: AuthorityProfile, spec: Spec, shift: Floats
) -> Observed:
    """Return a council's numbers as the inference compares them."""
    names = list(statistics())
    values, spread = np.full(len(names), np.nan), np.zeros(len(names))
    for one in own:
        at = names.index(one.measure)
        values[at], spread[at] = one.value - shift[at], one.spread
    allowed = float(next(leaves(figure("discrepancy_council").value)))
    return Observed(
        values,
        np.full(len(names), np.log(1.0 + allowed) / NINETY),
        spread,
        float(np.sqrt(spec.sample / council["cla"])),
    )


def weights(emulator: Emulator, u: Floats, observed: Observed) -> Floats:
    """Return how likely each draw makes what the council shows, adding up to 1, shape (draws,)."""
    used = observed.seen & emulator.usable
    place = place_response(emulator, u, observed)
    covariance = noise_covariance(emulator, place, observed)[np.ix_(used, used)]
    away = (observed.values - place.mean)[:, used]
    metric = np.linalg.pinv(covariance, hermitian=True)
    log_weight = -0.5 * np.einsum("ij,jk,ik->i", away, metric, away)
    found = np.exp(log_weight - log_weight.max())
    return np.asarray(found / found.sum())


def factors_of(council: AuthorityProfile) -> list[Factor]:
    """Return a council's local factors at central values."""
    values: dict[str, Any] = dict(central(d.name for d in national()))
    return local_factors(council, values)


def as_england(council: AuthorityProfile, whole: Calibration) -> tuple[str, dict[str, Any]]:
    """Return (status, what is known) of a council where there is no bank: England's posterior.

    Parameters
    ----------
    council
        Its profile.
    whole
        England's calibration; what no table gives is taken from it as it is.
    """
    draws = np.array(whole.result["draws"], dtype=float)
    return whole.status, head_of(council, whole, draws) | {
        "targets": [],
        "effective": float(len(draws)),
        "gate": {
            "passed": whole.status == CALIBRATED,
            "why": list(whole.result["gate"]["why"]),
            "shares": {"fit": None},
        },
    }


def head_of(council: AuthorityProfile, whole: Calibration, draws: Floats) -> dict[str, Any]:
    """Return what every council's result begins with."""
    return {
        "council": {"code": council.code, "name": council.name, "year": council.year},
        "england": whole.key,
        "factors": [vars(one) for one in factors_of(council)],
        "parameters": parameter_rows(whole, draws),
        "draws": rounded(draws),
    }


def calibrate_council(
    council: AuthorityProfile,
    spec: Spec,
    fitted: Fitted,
    whole: Calibration,
    later: AuthorityProfile | None = None,
) -> tuple[str, dict[str, Any]]:
    """Return (status, what was found) for one council; a share of nothing compared is None.

    Parameters
    ----------
    council
        Its profile.
    spec, fitted
        England's bank and posterior.
    whole
        England's calibration; a council's is no better than that.
    later
        Its profile of a year that is held out: what it shows there is only checked.
    """
    factors = factors_of(council)
    own = own_numbers(council, factors)
    observed = observed_of(own, council, spec, fitted.shift)
    weight = weights(fitted.emulator, fitted.u, observed)
    effective = float(1.0 / (weight**2).sum())
    chosen = resample(weight, DRAWS, (spec.seed, _PICK))
    rows = shown_rows(own, fitted, observed, chosen, spec)
    held: list[dict[str, Any]] = []
    if later is not None:
        then = own_numbers(later, factors)
        rows_then = shown_rows(
            then, fitted, observed_of(then, later, spec, fitted.shift), chosen, spec
        )
        held = [row | {"year": later.year} for row in rows_then]
    inside, outside = _share_inside(rows), _share_inside(held)
    why = list(whole.result["gate"]["why"])
    if effective < LEAST_EFFECTIVE:
        why.append("What the council shows is too unlike England for its own posterior.")
    if inside is not None and inside < LEAST_INSIDE:
        why.append(f"{inside:.0%} of the council's own numbers lie inside their 90% interval.")
    if later is not None and outside is not None and outside < LEAST_INSIDE:
        why.append(f"{outside:.0%} of its numbers of {later.year}, held out, lie inside theirs.")
    result = head_of(council, whole, fitted.values[chosen]) | {
        "targets": rows,
        "held": held,
        "effective": effective,
        "gate": {"passed": not why, "why": why, "shares": {"fit": inside, "hold": outside}},
    }
    return (CALIBRATED if not why else NOT_CALIBRATED), result


def _share_inside(rows: list[dict[str, Any]]) -> float | None:
    return float(np.mean([row["inside"] for row in rows])) if rows else None


def parameter_rows(whole: Calibration, draws: Floats) -> list[dict[str, Any]]:
    """Return England's posterior and the council's for each parameter."""
    rows = []
    for i, one in enumerate(whole.result["parameters"]):
        low, high = np.percentile(draws[:, i], (5.0, 95.0))
        rows.append(
            {
                "name": one["name"],
                "label": one["label"],
                "unit": one["unit"],
                "prior": {key: one[key] for key in ("low", "median", "high")},
                "median": float(np.median(draws[:, i])),
                "sd": float(draws[:, i].std()),
                "low": float(low),
                "high": float(high),
            }
        )
    return rows


def shown_rows(
    own: list[OwnNumber], fitted: Fitted, observed: Observed, chosen: Any, spec: Spec
) -> list[dict[str, Any]]:
    """Return what the council shows beside what its posterior says it would, where that is known."""
    names, labels = list(statistics()), statistics()
    compared = observed.seen & fitted.emulator.usable
    place = place_response(fitted.emulator, fitted.u[chosen], observed)
    noise = np.diag(noise_covariance(fitted.emulator, place, observed))
    rng = generator((spec.seed, _PICK, 1))
    replicas = place.mean + np.sqrt(noise) * rng.standard_normal(place.mean.shape)
    rows = []
    for one in own:
        at = names.index(one.measure)
        if not compared[at]:
            continue
        low, middle, high = np.percentile(replicas[:, at], (5.0, 50.0, 95.0))
        # Back from a country of England's size to the council's own count or share.
        back = np.log(one.published) - observed.values[at]
        rows.append(
            {
                "measure": one.measure,
                "label": labels[one.measure].label,
                "published": one.published,
                "predicted": number(np.exp(middle + back)),
                "low": number(np.exp(low + back)),
                "high": number(np.exp(high + back)),
                "inside": bool(low <= observed.values[at] <= high),
            }
        )
    return rows
