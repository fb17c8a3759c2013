"""One study's answer about one outcome: what it found, how surely, and how it was done."""

from dataclasses import dataclass
from math import log, nan
from typing import Final

DESIGNS: Final = {
    "randomised": "randomised trial",
    "meta_analysis": "several studies combined",
    "comparison_areas": "areas compared with other areas",
    "comparison_group": "young people compared with others, not chosen at random",
    "before_after": "the same service before and after",
    "description": "description or self-report",
}
"""How a study was done, in words."""

GRADES: Final = ("A", "B", "C", "D")

REGRESSION: Final = {
    "not needed": "not a before-and-after figure",
    "by grade": "not corrected; the low weight of the grade stands in",
    "by history": "corrected from councils' own year-to-year variation",
}
"""What was done about regression to the mean."""


EVERY_AGE: Final = (0, 17)
"""Ages of a study that does not say whom it is about: all children."""


@dataclass(frozen=True, slots=True)
class Correction:
    """Say from which published counts a council-level figure is corrected.

    Parameters
    ----------
    measure
        Measure of the councils' history ("starts", "cla", "ceases").
    before, after
        Years to 31 March of the two periods compared.
    adopters
        Names of the councils the figure is about.
    treated_too
        Names of other councils that had the service and so cannot stand for untreated ones.
    rising
        Whether councils took the service up because their numbers rose, not only were high.
    """

    measure: str
    before: tuple[int, ...]
    after: tuple[int, ...]
    adopters: tuple[str, ...]
    treated_too: tuple[str, ...] = ()
    rising: bool = False


@dataclass(frozen=True, slots=True)
class Study:
    """Hold one row of studies.toml.

    Parameters
    ----------
    id
        Name of the row.
    study
        Name of the piece of work; one work may inform an outcome once only.
    intervention, outcome
        What was done and what was counted, as in `outcomes`.
    published
        The finding in the words and numbers of the source.
    reading
        How those numbers become a ratio.
    design, grade, rtm
        A key of `DESIGNS`, one of `GRADES`, a key of `REGRESSION`.
    population, place, period, comparison
        Who, where, when, and against whom.
    source, locator
        Key of sources.toml; row of the evidence tables.
    ratio
        With the service over without it; not a number when the finding gives none.
    se
        Standard error of its logarithm; not a number when the row is not used.
    se_says
        Where the standard error comes from.
    exposure
        Share of the effect (on the log scale) that such a figure would show: 1 when it counts
        the young people supported, less when it counts a whole council.
    ages
        Youngest and oldest whom it is about; needed when it lends.
    lends_to
        Other services for which this study is indirect evidence.
    correction
        What a correction "by history" rests on.
    unused
        Why the row is shown but not used; empty when it is used.
    """

    id: str
    study: str
    intervention: str
    outcome: str
    published: str
    reading: str
    design: str
    grade: str
    rtm: str
    population: str
    place: str
    period: str
    comparison: str
    source: str
    locator: str
    ratio: float = nan
    se: float = nan
    se_says: str = ""
    exposure: float = 1.0
    ages: tuple[int, int] = EVERY_AGE
    lends_to: tuple[str, ...] = ()
    correction: Correction | None = None
    unused: str = ""

    @property
    def log_ratio(self) -> float:
        """Return the natural logarithm of the ratio."""
        return log(self.ratio)

    @property
    def error_is_assumed(self) -> bool:
        """Tell whether a figure of the register stands in for an error nobody published."""
        return self.se_says.startswith("effect_")

    @property
    def is_used(self) -> bool:
        """Tell whether the row informs its outcome."""
        return not self.unused
