"""What synthesis is told about a council: plain figures, no files and no screens."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

#: What the code of a private profile begins with.
PRIVATE: Final = "private:"


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

    @property
    def public_code(self) -> str:
        """Return the ONS code under which tables tell of its past, neighbours and services."""
        return self.code

    @property
    def public_year(self) -> int:
        """Return the year of England's tables that it is set against."""
        return self.year


@dataclass(frozen=True)
class ReferencedProfile(AuthorityProfile):
    """Hold a council whose rates are counted from chosen years.

    Attributes
    ----------
    reference
        These years, newest first.
    """

    reference: tuple[AuthorityProfile, ...] = ()


@dataclass(frozen=True)
class PrivateProfile(ReferencedProfile):
    """Hold what a council's own return says, in the shape of published figures.

    Attributes
    ----------
    published
        ONS code of the council, and the year, whose published figures stand for what a return does not
        tell; no code where several councils are one.
    start
        Those looked after on 31 March, column by column, as `agents.synthesis.own_start` reads them;
        none in years that only rates are counted from.
    unaccompanied
        Whether unaccompanied children are part of it.
    """

    published: tuple[str, int] = ("", 0)
    start: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    unaccompanied: bool = True

    @property
    def public_code(self) -> str:
        """Return the ONS code of the council whose published figures it leans on."""
        return self.published[0]

    @property
    def public_year(self) -> int:
        """Return the year of England's tables nearest its own."""
        return self.published[1]
