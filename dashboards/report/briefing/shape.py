"""What a briefing holds, as plain values: the only shape its three writers read."""

from dataclasses import dataclass

from dashboards.report.sheets import Sheet


@dataclass(frozen=True)
class Tile:
    """Hold one answer: one number, one range, one verdict, and what it is a number of."""

    heading: str
    number: str
    range: str
    verdict: str
    about: str


@dataclass(frozen=True)
class Section:
    """Hold one part of the second page: sentences, a table, and a list, as far as there are any."""

    heading: str
    says: tuple[str, ...] = ()
    sheet: Sheet | None = None
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Briefing:
    """Hold a briefing in reading order; the chart stands between tiles and sections."""

    title: str
    headline: str
    cautions: tuple[str, ...]
    tiles: tuple[Tile, ...]
    sections: tuple[Section, ...]
    stamp: tuple[tuple[str, str], ...]
