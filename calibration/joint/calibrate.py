"""England's joint calibration: bank, posterior, gate, and a check against the councils themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from calibration.fitting.patterns.record import Floats
from calibration.joint import rehearsal
from calibration.joint.inference.bank import Bank
from calibration.joint.inference.emulator import Emulator, fit_emulator
from calibration.joint.inference.identify import Identified, identify
from calibration.joint.inference.posterior import posterior
from calibration.joint.inference.predict import Prediction, predict
from calibration.joint.inference.sbc import LEAST_TRUTHS, LEVELS, Coverage, check_coverage
from calibration.joint.inference.screen import screen
from calibration.joint.observed import ObservedTargets, observed_targets, one_a_measure
from calibration.joint.prior import Prior, values_at
from calibration.joint.result import CALIBRATED, LEAST_FITTED, LEAST_HELD, NOT_CALIBRATED
from calibration.joint.runs import JobRunner, bank_of, councils_at, difference, england_truths
from calibration.joint.spec import DRAWS, Spec

#: Seed of the councils' runs that check the posterior's centre.
_CHECK_SEED: Final = 303
TRUTHS: Final = 400
_INTERVAL: Final = (5.0, 95.0)

type Say = Callable[[str], None]


@dataclass(frozen=True)
class Fitted:
    """Hold what was inferred before it is put into words.

    Attributes
    ----------
    emulator
        The bank's mean response.
    fit
        The fitted targets as they were compared.
    shift
        How England's councils differ from the sample, (statistics,).
    u, values
        Posterior draws as prior probabilities and as parameter values, (draws, parameters).
    """

    emulator: Emulator
    fit: ObservedTargets
    shift: Floats
    u: Floats
    values: Floats


def calibrate(
    spec: Spec, runner: JobRunner, say: Say = lambda _: None
) -> tuple[str, dict[str, Any]]:
    """Calibrate England and return (status, everything found as plain data).

    The result holds: ``spec`` (targets, priors, bank, seeds), ``parameters`` (prior and posterior of
    each, how far it is informed), ``draws`` (parameter values, one row a draw), ``targets``
    (published, simulated, interval, verdict of each), ``gate`` (coverage, shares inside, why it
    failed), ``screen``, ``correlation``, ``tensions``.

    Parameters
    ----------
    spec
        What to calibrate on what.
    runner
        Where runs are kept and how many work at once.
    say
        Told what is being done.
    """
    say("Simulating the bank")
    bank = bank_of(spec, runner)
    say("Simulating all councils at central values")
    shift = difference(spec, runner)
    say("Inferring")
    fitted = infer(spec, bank, shift)
    centre = np.median(fitted.values, axis=0)
    values = {p.name: float(v) for p, v in zip(spec.priors, centre, strict=True)}
    say("Simulating all councils at the posterior's centre")
    real = councils_at(spec, runner, values, _CHECK_SEED)
    say("Simulating countries whose parameters are known")
    known = england_truths(spec, runner)
    say("Checking coverage")
    coverage = coverage_of(spec, bank, fitted, runner)
    whole = check_coverage(bank, fitted.fit.observed, seed=spec.seed, external=known)
    return result_of(spec, fitted, real, Coverages(coverage, whole))


@dataclass(frozen=True)
class Coverages:
    """Hold where known parameters fell: in runs of the bank's size, and of England's."""

    sample: Coverage
    england: Coverage


def infer(spec: Spec, bank: Bank, shift: Floats) -> Fitted:
    """Return the posterior of England's parameters from a bank."""
    chosen = tuple(one for one in spec.targets if one.role == "fit")
    fit = observed_targets(chosen, shift, spec.size)
    emulator = fit_emulator(bank)
    u = posterior(emulator, fit.observed, DRAWS, spec.seed).u
    return Fitted(emulator, fit, shift, u, values_at(spec.priors, u))


def coverage_of(spec: Spec, bank: Bank, fitted: Fitted, runner: JobRunner) -> Coverage:
    """Return where known parameters fall in posteriors made the same way."""
    usual = min(TRUTHS, max(LEAST_TRUTHS, spec.rows // 10))
    truths = rehearsal.TRUTHS if spec.rehearsal else usual

    def on_done(done: int) -> None:
        runner.execution.tell(done, truths)

    return check_coverage(bank, fitted.fit.observed, truths, spec.seed, on_done=on_done)


def result_of(
    spec: Spec, fitted: Fitted, real: Floats, coverage: Coverages
) -> tuple[str, dict[str, Any]]:
    """Put what was found into plain data, and judge it."""
    identified = identify(fitted.emulator, fitted.u, fitted.fit.observed)
    rows = [
        row for group in one_a_measure(spec.targets) for row in compared(spec, fitted, group, real)
    ]
    order = {one.id: i for i, one in enumerate(spec.targets)}
    rows.sort(key=lambda row: order[row["id"]])
    gate = gate_of(coverage, rows, rehearsed=spec.rehearsal)
    screened = screen(fitted.emulator, fitted.fit.observed)
    result = {
        "spec": spec.plain(),
        "parameters": parameters_of(spec.priors, fitted, identified),
        "draws": rounded(fitted.values),
        "targets": rows,
        "gate": gate,
        "screen": {"retained": screened.share, "rows": len(fitted.emulator.u)},
        "correlation": rounded(identified.correlation),
        "tensions": tensions_of(identified, fitted),
    }
    return (CALIBRATED if gate["passed"] else NOT_CALIBRATED), result


def compared(
    spec: Spec, fitted: Fitted, group: tuple[Any, ...], real: Floats
) -> list[dict[str, Any]]:
    """Return published beside simulated for targets of which no two share a statistic."""
    of = observed_targets(group, fitted.shift, spec.size)
    found = predict(fitted.emulator, fitted.u, of.observed, spec.seed)
    return [
        row_of(one, at, found, fitted.shift, real)
        for one, at in zip(of.targets, of.columns, strict=True)
    ]


def row_of(one: Any, at: int, found: Prediction, shift: Floats, real: Floats) -> dict[str, Any]:
    """Return one line of the table of targets."""

    def back(log_value: float) -> float | None:
        return number(np.exp(log_value + shift[at]))

    return {
        "id": one.id,
        "measure": one.measure,
        "label": one.label,
        "role": one.role,
        "year": one.year,
        "share": one.is_share,
        "published": one.value,
        "simulated": number(np.exp(real[at])),
        "predicted": back(found.mean[at]),
        "low": back(found.low[at]),
        "high": back(found.high[at]),
        "compared": bool(found.compared[at]),
        "inside": bool(found.inside[at]),
        "residual": number(found.residual[at]),
        "sd": {
            "parameters": float(found.parameter[at]),
            "chance": float(np.hypot(found.sampling[at], found.spread[at])),
            "model": float(np.hypot(found.discrepancy[at], found.error[at])),
        },
        "discrepancy": one.discrepancy,
        "source": one.source,
        "figures": list(one.figures),
        "note": one.note,
    }


def parameters_of(
    priors: tuple[Prior, ...], fitted: Fitted, identified: Identified
) -> list[dict[str, Any]]:
    """Return prior and posterior of each parameter."""
    found = []
    for i, prior in enumerate(priors):
        draws = fitted.values[:, i]
        low, high = np.percentile(draws, _INTERVAL)
        found.append(
            {
                "name": prior.name,
                "label": prior.label,
                "unit": prior.figure.unit,
                "prior": {
                    "low": prior.value(0.05),
                    "median": prior.value(0.5),
                    "high": prior.value(0.95),
                },
                "median": float(np.median(draws)),
                "mean": float(draws.mean()),
                "sd": float(draws.std()),
                "low": float(low),
                "high": float(high),
                "contraction": float(identified.contraction[i]),
                "overlap": float(identified.overlap[i]),
                "informed": identified.verdicts[i],
            }
        )
    return found


def gate_of(
    both: Coverages, rows: list[dict[str, Any]], *, rehearsed: bool = False
) -> dict[str, Any]:
    """Judge a calibration: coverage, and the shares of targets inside their intervals; a rehearsal never passes."""
    coverage, whole = both.sample, both.england
    verdict, large = coverage.verdict(), whole.verdict(least=len(whole.ranks))
    shares = {role: share_inside(rows, role) for role in ("fit", "hold")}
    why = [rehearsal.WHY] if rehearsed else []
    why += [f"Coverage: {reason}." for reason in verdict.why]
    why += [f"Coverage at England's size: {reason}." for reason in large.why]
    for role, least, words in (("fit", LEAST_FITTED, "fitted"), ("hold", LEAST_HELD, "held-out")):
        share = shares[role]
        if share is None:
            why.append(f"None of the {words} targets was compared, {least:.0%} are needed.")
        elif share < least:
            why.append(
                f"{share:.0%} of the {words} targets lie inside their 90% interval, "
                f"{least:.0%} are needed."
            )
    return {
        "passed": not why,
        "why": why,
        "shares": shares,
        "truths": len(coverage.ranks),
        "size": verdict.size,
        "power": verdict.power,
        "coverage": coverage_rows(coverage),
        "error": {f"{level:.0%}": coverage.error(level) for level in LEVELS},
        "england": {
            "truths": len(whole.ranks),
            "power": large.power,
            "coverage": coverage_rows(whole),
            "error": {f"{level:.0%}": whole.error(level) for level in LEVELS},
        },
    }


def coverage_rows(coverage: Coverage) -> list[dict[str, Any]]:
    """Return for each parameter how often its intervals held the truth."""
    return [
        {
            "name": name,
            **{f"{level:.0%}": float(coverage.covered(level)[i]) for level in LEVELS},
            "p": float(coverage.p_values[i]),
            "histogram": coverage.histograms[i].tolist(),
            "sd_ratio": float(coverage.sd_ratio[:, i].mean()),
        }
        for i, name in enumerate(coverage.parameters)
    ]


def share_inside(rows: list[dict[str, Any]], role: str) -> float | None:
    """Return the share of one role's targets inside their intervals; None when none was compared.

    One that could not be compared is not inside: a bank that tells little does not pass for it.
    """
    own = [row for row in rows if row["role"] == role]
    if not any(row["compared"] for row in own):
        return None
    return float(np.mean([row["inside"] for row in own]))


def tensions_of(identified: Identified, fitted: Fitted) -> list[dict[str, Any]]:
    """Return targets that pull a parameter opposite ways, the strongest first."""
    named = {one.measure: one.id for one in fitted.fit.targets}
    return [
        {
            "parameter": one.parameter,
            "up": named[one.up],
            "down": named[one.down],
            "up_pull": one.up_pull,
            "down_pull": one.down_pull,
        }
        for one in identified.tensions
    ]


def rounded(table: Floats) -> list[list[float]]:
    """Return a table with six significant digits, so that it is stored the same everywhere."""
    return [[float(f"{value:.6g}") for value in row] for row in table]


def number(value: float) -> float | None:
    """Return a number, or nothing where there is none: databases refuse the rest."""
    return float(value) if np.isfinite(value) else None
