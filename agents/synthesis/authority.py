"""What synthesis is told about a council: plain figures, no files and no screens."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class AuthorityProfile:
    """Hold one council's published figures for one base year.

    Attributes
    ----------
    code, name, region
        ONS code, council name and region.
    year
        Base year; stocks are those of 31 March of it, flows those of the twelve months before.
    counts
        Figures by column name, children or pounds as the column says.
    imputed
        Columns whose published cell was suppressed or missing and was filled in.
    """

    code: str
    name: str
    region: str
    year: int
    counts: Mapping[str, float]
    imputed: frozenset[str] = field(default_factory=frozenset)

    def __getitem__(self, column: str) -> float:
        return self.counts[column]
