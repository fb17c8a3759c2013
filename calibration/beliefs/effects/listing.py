"""Combined effects as a table: one line a study and effect, those not used too."""

from collections.abc import Iterable
from math import isnan
from typing import Any, Final

from calibration.beliefs.effects.combine import Combined, Part
from calibration.beliefs.effects.study import REGRESSION, Study
from simulation.files.csv_text import csv_text

HEADER: Final = (
    *("intervention", "outcome", "study", "used", "indirect", "grade", "design", "published"),
    *(
        "reading",
        "ratio",
        "low",
        "high",
        "error_from",
        "allowed",
        "allowed_low",
        "allowed_high",
        "weight",
    ),
    *("without", "prior", "prior_low", "prior_high", "benefit", "population", "ages", "place"),
    *("period", "comparison", "regression_to_the_mean", "source", "locator", "why_unused"),
)
"""Columns: `prior` is the effect in a new place, `without` the same without the study."""

_PLACES: Final = 4


def as_csv(answers: Iterable[Combined]) -> str:
    """Return combined effects as CSV, one line a study, with a header."""
    rows: list[dict[str, Any]] = []
    for answer in answers:
        rows += [_used(answer, part) for part in answer.parts]
        rows += [_told(answer, row) for row in answer.told]
    return csv_text(rows, HEADER)


def _used(answer: Combined, part: Part) -> dict[str, Any]:
    found, allowed, new = part.as_found, part.allowed, answer.new_place
    numbers = {
        "ratio": found.central,
        "low": found.low,
        "high": found.high,
        "allowed": allowed.central,
        "allowed_low": allowed.low,
        "allowed_high": allowed.high,
        "weight": part.weight,
        "without": part.without,
        "prior": new.central,
        "prior_low": new.low,
        "prior_high": new.high,
        "benefit": answer.benefit,
    }
    rounded = {name: round(number, _PLACES) for name, number in numbers.items()}
    said = {
        "used": "yes",
        "indirect": "yes" if part.is_indirect else "no",
        "error_from": part.study.se_says,
    }
    return _words(answer, part.study) | said | rounded


def _told(answer: Combined, row: Study) -> dict[str, Any]:
    ratio = "" if isnan(row.ratio) else row.ratio
    return _words(answer, row) | {"used": "no", "ratio": ratio, "why_unused": row.unused}


def _words(answer: Combined, row: Study) -> dict[str, Any]:
    return {
        "intervention": answer.effect.intervention,
        "outcome": row.outcome,
        "study": row.id,
        "grade": row.grade,
        "design": row.design,
        "published": row.published,
        "reading": row.reading,
        "population": row.population,
        "ages": f"{row.ages[0]} to {row.ages[1]}",
        "place": row.place,
        "period": row.period,
        "comparison": row.comparison,
        "regression_to_the_mean": REGRESSION[row.rtm],
        "source": row.source,
        "locator": row.locator,
    }
