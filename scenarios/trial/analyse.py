"""How an evaluator would analyse a trial: a mixed model, a permutation test, a comparison of changes."""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import ttest_1samp

from scenarios.trial.design import LEVEL, Trial
from scenarios.trial.names import RANDOMISED, Design

type Floats = NDArray[np.float64]
type Bools = NDArray[np.bool_]

_EQUAL: Final = 1e-9
_NORMAL: Final = 1.959963984540054


@dataclass(frozen=True)
class Answer:
    """Hold what one analysis of one trial says.

    Attributes
    ----------
    estimate
        Of the logarithm of the ratio with the service to without it; NaN when it came to nothing.
    low, high
        Its 95% interval; NaN where the analysis gives none.
    p
        Of no effect; NaN where there is no verdict.
    """

    estimate: float
    low: float
    high: float
    p: float

    @property
    def rejects(self) -> bool:
        """Tell whether it says that there is an effect."""
        return self.p <= LEVEL


NOTHING: Final = Answer(np.nan, np.nan, np.nan, np.nan)


def analyses_of(trial: Trial) -> tuple[str, ...]:
    """Return the names of the analyses a design has."""
    if trial.design is Design.STEPPED_WEDGE:
        return ("permutation", "mixed_model")
    if trial.design is Design.PARALLEL:
        return ("permutation", "change_in_difference")
    return ("change_in_difference",) if trial.design is Design.MATCHED else ("before_after",)


def analysed(
    trial: Trial, y: Floats, exposed: Bools, others: Floats | None, seed: int
) -> Mapping[str, Answer]:
    """Analyse one trial in every way its design has.

    Parameters
    ----------
    y
        Logarithm of the outcome's rate, shape (authorities, periods).
    exposed
        Who has the service when, in the same shape.
    others
        Of a matched design, the same of the authority each is compared with.
    seed
        Of drawn allocations, where there are too many to try all.
    """
    found = {}
    for name in analyses_of(trial):
        if name == "permutation":
            found[name] = permutation(trial, y, exposed, np.random.default_rng(seed))
        elif name == "mixed_model":
            found[name] = mixed_model(y, exposed)
        elif name == "before_after":
            found[name] = of_changes(change(y, trial))
        elif trial.design is Design.PARALLEL:
            found[name] = between_halves(change(y, trial), exposed[:, -1])
        else:
            assert others is not None
            found[name] = of_changes(change(y, trial) - change(others, trial))
    return found


def within(y: Floats, exposed: Bools) -> float:
    """Return the effect by authority and period: least squares with a level of each authority and period.

    Zero where the exposure is a sum of the two and nothing can be told.
    """
    x = centred(exposed.astype(float))
    square = float((x * x).sum())
    return float((x * centred(y)).sum() / square) if square > _EQUAL else 0.0


def centred(x: Floats) -> Floats:
    """Take the level of each authority and of each period off a table."""
    return np.asarray(
        x - x.mean(axis=1, keepdims=True) - x.mean(axis=0, keepdims=True) + x.mean(), float
    )


def permutation(trial: Trial, y: Floats, exposed: Bools, random: np.random.Generator) -> Answer:
    """Compare the effect with what every other allocation of the same authorities would have shown.

    Two-sided and exact where all allocations are tried. With so few that even the most extreme is no
    rarer than the level, there is no verdict.
    """
    seen = within(y, exposed)
    every = np.array([within(y, one) for one in trial.every(random)])
    if verdicts_possible(trial):
        extreme = np.abs(every) >= abs(seen) - _EQUAL
        drawn = trial.allocations > every.size
        p = (extreme.sum() + drawn) / (every.size + drawn)
        return Answer(seen, np.nan, np.nan, float(p))
    return Answer(seen, np.nan, np.nan, np.nan)


def verdicts_possible(trial: Trial) -> bool:
    """Tell whether a randomised design has allocations enough for a verdict at the level."""
    return trial.design not in RANDOMISED or 1.0 / trial.allocations <= LEVEL


def mixed_model(y: Floats, exposed: Bools) -> Answer:
    """Fit the stepped wedge's usual model: a level a period, a random level an authority, the exposure.

    By restricted maximum likelihood, with a Wald interval, as evaluators report it.
    """
    from statsmodels.regression.mixed_linear_model import MixedLM

    many, periods = y.shape
    level = np.tile(np.eye(periods), (many, 1))
    exog = np.column_stack([level, exposed.ravel().astype(float)])
    groups = np.repeat(np.arange(many), periods)
    with warnings.catch_warnings():
        # What does not converge, or ends at no variance between authorities, is still what is reported.
        warnings.simplefilter("ignore")
        try:
            fitted = MixedLM(y.ravel(), exog, groups).fit(reml=True)
        except np.linalg.LinAlgError:
            return NOTHING
    estimate, error = float(fitted.params[periods]), float(fitted.bse[periods])
    if not np.isfinite(error):
        return Answer(estimate, np.nan, np.nan, np.nan)
    low, high = estimate - _NORMAL * error, estimate + _NORMAL * error
    return Answer(estimate, low, high, float(fitted.pvalues[periods]))


def change(y: Floats, trial: Trial) -> Floats:
    """Return each authority's mean after everybody began less its mean before, shape (authorities,)."""
    return np.asarray(y[:, trial.lead :].mean(axis=1) - y[:, : trial.lead].mean(axis=1), float)


def of_changes(changes: Floats) -> Answer:
    """Ask by Student's t whether changes are none on average."""
    if changes.std() < _EQUAL:
        return NOTHING
    found = ttest_1samp(changes, 0.0)
    ends = found.confidence_interval(1.0 - LEVEL)
    return Answer(float(changes.mean()), float(ends.low), float(ends.high), float(found.pvalue))


def between_halves(changes: Floats, began: Bools) -> Answer:
    """Ask by Welch's t whether those that began changed otherwise than those that did not."""
    from scipy.stats import ttest_ind

    with_it, without = changes[began], changes[~began]
    if min(with_it.size, without.size) < 2 or changes.std() < _EQUAL:
        return NOTHING
    found = ttest_ind(with_it, without, equal_var=False)
    ends = found.confidence_interval(1.0 - LEVEL)
    return Answer(
        float(with_it.mean() - without.mean()),
        float(ends.low),
        float(ends.high),
        float(found.pvalue),
    )


def rates(counts: Floats, children: Sequence[float]) -> Floats:
    """Return log rates per child; half an event is added, so that a period without any has one."""
    return np.asarray(np.log((counts + 0.5) / np.asarray(children)[:, None]), float)
