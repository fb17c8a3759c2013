"""What many virtual trials of one design say: how often each analysis finds something, and how truly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, isfinite
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest, norm

from scenarios.statistics import MEAN_LEVEL
from scenarios.trial.analyse import Answer, analysed, analyses_of, rates, verdicts_possible
from scenarios.trial.design import LEVEL, Trial
from scenarios.trial.names import IN_WORDS, RANDOMISED, Pool
from simulation.version import RESULTS_VERSION

type Floats = NDArray[np.float64]

#: Power that trials are planned for.
WANTED: Final = 0.8
#: A true log ratio below this is none.
_NOTHING: Final = 1e-6


@dataclass(frozen=True)
class Found:
    """Hold what the trials say.

    Attributes
    ----------
    about
        What was asked for.
    true
        The true effect in the whole authorities while they had the service: mean log ratio, and as a
        ratio; its spread over trials; `reach`, the share of those looked after or on the edge of care
        whom the service supported; and `in_those_supported`, the ratio among them that would make the
        whole what it is, if nobody else felt anything.
    analyses
        One mapping an analysis: name, `verdicts` (how many trials gave one), `rejects` with its 95%
        interval (power, or the false-positive rate where nothing is there), `estimate`, `bias` with its
        standard error, `coverage` and `spread`; and `needed`, authorities for 80% power, where a design
        is randomised and something is there.
    notes
        How to read it.
    """

    about: Mapping[str, Any]
    true: Mapping[str, Any]
    analyses: tuple[Mapping[str, Any], ...]
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as plain data."""
        return {
            **self.about,
            "results_version": RESULTS_VERSION,
            "level": LEVEL,
            "true": dict(self.true),
            "analyses": [dict(one) for one in self.analyses],
            "notes": list(self.notes),
        }


def summed_up(
    about: Mapping[str, Any], trial: Trial, seen: Sequence[Mapping[str, Any]], seed: int
) -> Found:
    """Analyse every trial and return what they say together.

    Parameters
    ----------
    seen
        What each trial saw, as `scenarios.trial.replication.trial_of` returns it.
    """
    effects = np.array([true_effect(one) for one in seen])
    answers = [_answers(trial, one, [seed, k]) for k, one in enumerate(seen)]
    analyses = tuple(
        _summed(trial, name, [one[name] for one in answers], effects) for name in analyses_of(trial)
    )
    return Found(about, _true(effects, seen), analyses, tuple(_notes(trial, effects)))


def true_effect(one: Mapping[str, Any]) -> float:
    """Return the log ratio of what was counted with the service to without it, while it was there."""
    exposed = np.array(one["exposed"], dtype=bool)
    with_it, without = (np.array(one[name])[exposed].sum() for name in ("y", "without"))
    return float(np.log((with_it + 0.5) / (without + 0.5)))


def _answers(trial: Trial, one: Mapping[str, Any], seed: list[int]) -> Mapping[str, Answer]:
    """Analyse one trial."""
    own, others = one["children"]
    y = rates(np.array(one["y"]), own)
    compared = rates(np.array(one["others"]), others) if others else None
    exposed = np.array(one["exposed"], dtype=bool)
    return analysed(
        trial, y, exposed, compared, int(np.random.SeedSequence(seed).generate_state(1)[0])
    )


def _true(effects: Floats, seen: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the true effect, how far it reaches, and what it would be in those reached."""
    mean, reach = float(effects.mean()), float(np.mean([one["reach"] for one in seen]))
    among = (np.exp(mean) - 1.0) / reach + 1.0 if reach > 0 else None
    return {
        "log_ratio": mean,
        "ratio": float(np.exp(mean)),
        "standard_error": float(effects.std(ddof=1) / np.sqrt(effects.size)),
        "spread": float(effects.std(ddof=1)),
        "reach": reach,
        "in_those_supported": None if among is None or among < 0 else float(among),
    }


def _summed(trial: Trial, name: str, answers: Sequence[Answer], effects: Floats) -> dict[str, Any]:
    """Return one analysis over all trials."""
    verdicts = [one for one in answers if isfinite(one.p)]
    estimates = np.array([one.estimate for one in answers])
    told = np.isfinite(estimates)
    gaps = estimates[told] - effects[told]
    held = [
        one.low <= true <= one.high
        for one, true in zip(answers, effects, strict=True)
        if isfinite(one.low)
    ]
    return {
        "name": name,
        "verdicts": len(verdicts),
        "rejects": _share([one.rejects for one in verdicts]),
        "estimate": float(estimates[told].mean()) if told.any() else None,
        "spread": float(estimates[told].std(ddof=1)) if told.sum() > 1 else None,
        "bias": float(gaps.mean()) if gaps.size else None,
        "bias_error": float(gaps.std(ddof=1) / np.sqrt(gaps.size)) if gaps.size > 1 else None,
        "coverage": _share(held),
        "needed": _needed(trial, estimates[told], float(effects.mean())),
    }


def _share(each: Sequence[bool]) -> dict[str, float] | None:
    """Return a share with its 95% interval (Wilson's); None of nothing."""
    if not each:
        return None
    interval = binomtest(int(sum(each)), len(each)).proportion_ci(MEAN_LEVEL, method="wilson")
    return {
        "mean": sum(each) / len(each),
        "low": float(interval.low),
        "high": float(interval.high),
    }


def _needed(trial: Trial, estimates: Floats, effect: float) -> int | None:
    """Return how many authorities would give 80% power, were the spread to fall as with their number.

    With a design of its own size, and a normal test: it says of what order the number is.
    """
    if trial.design not in RANDOMISED or abs(effect) < _NOTHING or estimates.size < 2:
        return None
    spread = float(estimates.std(ddof=1)) * np.sqrt(trial.authorities)
    reach = norm.ppf(1.0 - LEVEL / 2.0) + norm.ppf(WANTED)
    authorities: int = ceil((reach * spread / abs(effect)) ** 2)
    return authorities


def _notes(trial: Trial, effects: Floats) -> list[str]:
    """Return what a reader has to know."""
    told = [f"Design: {IN_WORDS[trial.design]}."]
    if trial.pool is Pool.ENTRY_RULE:
        told.append(
            "Authorities are those whose number looked after rose most in the year before: part of the rise "
            "was luck, and falls back by itself."
        )
    if not verdicts_possible(trial):
        told.append(
            f"There are {trial.allocations} ways the lot could have fallen: even the most extreme is no rarer "
            f"than {1 / trial.allocations:.0%}, so the permutation test can give no verdict."
        )
    if trial.design not in RANDOMISED:
        told.append(
            "Nothing is drawn by lot: what this design finds where nothing is there is its own error, however "
            "many authorities there are."
        )
    if np.abs(effects).max() < _NOTHING:
        told.append("Nothing is there to be found: what is rejected is rejected falsely.")
    told.append(
        "The true effect is that in the whole authority; each trial believes other effects, drawn from what "
        "is known, so estimates vary by that too."
    )
    return told
