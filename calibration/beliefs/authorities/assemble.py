"""Put one year's profiles together: published cells first, then what the margins say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import fmean, median

from calibration.beliefs.authorities.groups import AVERAGES, BASES, COSTS, DENSE, GROUPS
from calibration.beliefs.authorities.impute import SMALL, complete, fit_margins, rake, share_out
from calibration.beliefs.authorities.sources import ENGLAND, Cells
from calibration.beliefs.authorities.spelling import ABSENT, SUPPRESSED, Cell

MOST = 0.85
"""Share of councils that must be published before a year counts as there."""

NEVER_BELOW: Mapping[str, str] = {"looked_after_in_year": "cla"}
"""Figures that hold another: where the other is large, a withheld one is not a small number."""

MANY = 3
"""Rows never published, above which they are moved to what England's figure leaves for them."""

PLAUSIBLE = (0.5, 2.0)
"""How far England's remainder may move the expected sum of missing councils."""


@dataclass
class Profile:
    """One council's figures while they are being put together."""

    place: str
    region: str
    year: int
    values: dict[str, float] = field(default_factory=dict)
    filled: set[str] = field(default_factory=set)
    flags: set[str] = field(default_factory=set)


def begun(cells: Cells, name: str) -> int | None:
    """First year for which a figure was published for England, None when it never was."""
    published = [
        year
        for year, places in cells.get(name, {}).items()
        if isinstance(places.get(ENGLAND), float)
    ]
    return min(published, default=None)


def not_begun(cells: Cells, year: int) -> frozenset[str]:
    """Figures that were first published for a later year."""
    return frozenset(name for name in BASES if (begun(cells, name) or year) > year)


def lacking(cells: Cells, year: int, places: int) -> tuple[str, ...]:
    """Figures that a year lacks: England's, once begun to be published, or of main ones most councils'."""

    def there(name: str) -> bool:
        at = cells.get(name, {}).get(year, {})
        if name not in DENSE:
            first = begun(cells, name)
            return (first is not None and year < first) or isinstance(at.get(ENGLAND), float)
        many = sum(isinstance(cell, float) for cell in at.values())
        return isinstance(at.get(ENGLAND), float) and many > MOST * places

    return tuple(name for name in BASES if not there(name))


def years(cells: Cells, places: int) -> tuple[int, ...]:
    """Years that lack nothing, for so many councils."""
    return tuple(year for year in sorted(cells.get("cla", {})) if not lacking(cells, year, places))


def _sum(cells: Iterable[Cell]) -> float:
    return sum(cell for cell in cells if isinstance(cell, float))


class Year:
    """Settle one year for all councils.

    Parameters
    ----------
    cells
        Everything published.
    year
        Year of the stock.
    regions
        Region of each council that can run, by DfE number.
    heirs
        Numbers of the councils that took the place of one that is over, by its number.
    later
        Profiles of another year, whose make-up serves councils that publish none of their own:
        of the year after for those that did not exist yet, of the year before where a table is
        not out yet.
    """

    def __init__(
        self,
        cells: Cells,
        year: int,
        regions: Mapping[str, str],
        heirs: Mapping[str, tuple[str, ...]],
        later: Mapping[str, Profile] | None = None,
    ) -> None:
        self.cells, self.year, self.later = cells, year, later or {}
        self.before = {
            place: [old for old, new in heirs.items() if place in new] for place in regions
        }
        self.heirs = heirs
        self.profiles = {place: Profile(place, region, year) for place, region in regions.items()}

    def settle(self) -> dict[str, Profile]:
        """Every council's profile; a total before its members, a base before what leans on it."""
        for name in BASES:
            self._single(name)
            for members in (members for total, members in GROUPS if total == name):
                self._group(name, members)
        self._consistent_missing()
        return self.profiles

    def cell(self, name: str, place: str, year: int | None = None) -> Cell:
        """A published cell."""
        return self.cells.get(name, {}).get(year or self.year, {}).get(place, ABSENT)

    def england(self, name: str, year: int | None = None) -> float:
        """England's published figure; 0 when withheld, a stand-in before it was first published."""
        cell = self.cell(name, ENGLAND, year)
        if isinstance(cell, float):
            return cell
        first = begun(self.cells, name)
        return self._before(name, year or self.year, first) if first else 0.0

    def _before(self, name: str, year: int, first: int) -> float:
        """England's first figure at the same rate on its base, for the years before it; else 0."""
        if year > first:
            return 0.0
        base = BASES.get(name, "")
        now, then = (self.england(base, y) if base else 1.0 for y in (year, first))
        return self.england(name, first) * now / then if then else 0.0

    def _read(self, name: str, place: str) -> Cell:
        """A published cell; one withheld although it cannot be small counts as not published."""
        cell = self.cell(name, place)
        inside = self.profiles[place].values.get(NEVER_BELOW.get(name, ""), 0.0)
        return ABSENT if cell == SUPPRESSED and inside > SMALL[1] else cell

    def _single(self, name: str) -> None:
        holes: dict[str, float] = {}
        for place, profile in self.profiles.items():
            cell = self._read(name, place)
            if isinstance(cell, float):
                profile.values[name] = cell
            else:
                holes[place] = self._expected(name, profile, cell)
                profile.filled.add(name)
        if name not in AVERAGES:
            holes = self._to_margin(name, holes)
        for place, value in holes.items():
            self.profiles[place].values[name] = round(value, 2)

    def _expected(self, name: str, profile: Profile, cell: Cell) -> float:
        base = BASES[name]
        if cell == ABSENT:
            found = self._nearest(name, profile.place)
            if found is not None:
                return found
        if name in COSTS:
            return self._region_median(name, profile.region)
        if not base:
            return self.england(name)
        whole = self.england(base) or sum(
            other.values.get(base, 0.0) for other in self.profiles.values()
        )
        return self.england(name) * profile.values[base] / whole

    def _region_median(self, name: str, region: str) -> float:
        known = [
            cell
            for place, other in self.profiles.items()
            if other.region == region and isinstance(cell := self.cell(name, place), float)
        ]
        return median(known) if known else self.england(name)

    def _nearest(self, name: str, place: str) -> float | None:
        """The nearest year's own figure (of two, their mean), moved by England's change since."""
        moved: dict[int, list[float]] = {}
        for year in self.cells[name]:
            before = self.england(name, year)
            value = self._own_or_inherited(name, place, year)
            if value is not None and before:
                distance = abs(year - self.year)
                moved.setdefault(distance, []).append(value * self.england(name) / before)
        return fmean(moved[min(moved)]) if moved else None

    def _own_or_inherited(self, name: str, place: str, year: int) -> float | None:
        cell = self.cell(name, place, year)
        if isinstance(cell, float):
            return cell
        parts = [self._part(name, place, old, year) for old in self.before[place]]
        known = [part for part in parts if part is not None]
        # Of a council that was merged from several, one of which is not told, nothing is known.
        if not parts or len(known) < len(parts):
            return None
        return fmean(known) if name in AVERAGES else sum(known)

    def _part(self, name: str, place: str, old: str, year: int) -> float | None:
        """What a successor takes of a former council's figure; of a price or percentage, all of it."""
        whole = self.cell(name, old, year)
        if not isinstance(whole, float):
            return None
        return whole if name in AVERAGES else whole * self._share(name, place, self.heirs[old])

    def _share(self, name: str, place: str, new: tuple[str, ...]) -> float:
        """Part of a former council that one successor takes, from the first year both are known."""
        for column in (name, "children_0_17"):
            for year in sorted(self.cells[column]):
                parts = {p: self.cell(column, p, year) for p in new}
                numbers = {p: c for p, c in parts.items() if isinstance(c, float)}
                if len(numbers) == len(new) and sum(numbers.values()) > 0:
                    return numbers[place] / sum(numbers.values())
        return 1.0 / len(new)

    def _to_margin(self, name: str, holes: Mapping[str, float]) -> dict[str, float]:
        """Move what was filled so that councils add up to England, within the bounds of withholding."""
        known = sum(p.values[name] for place, p in self.profiles.items() if place not in holes)
        small = [place for place in holes if self._read(name, place) == SUPPRESSED]
        large = {place: value for place, value in holes.items() if place not in small}
        rest = self.england(name) - known
        expected = sum(large.values()) + sum(
            min(SMALL[1], max(SMALL[0], holes[place])) for place in small
        )
        factor = rest / expected if expected else 1.0
        factor = min(PLAUSIBLE[1], max(PLAUSIBLE[0], factor))
        large = {place: value * factor for place, value in large.items()}
        low, high = SMALL[0] * len(small), SMALL[1] * len(small)
        left = min(high, max(low, rest - sum(large.values())))
        parts = share_out(left, [holes[place] for place in small], *SMALL)
        return large | dict(zip(small, parts, strict=True))

    def _consistent_missing(self) -> None:
        """Keep children missing twice within children missing, and those within incidents."""
        for profile in self.profiles.values():
            v, filled = profile.values, profile.filled
            if "children_missing_twice" in filled:
                v["children_missing_twice"] = min(
                    v["children_missing_twice"], v["children_missing"]
                )
            if "missing_incidents" in filled:
                least = v["children_missing"] + v["children_missing_twice"]
                v["missing_incidents"] = max(v["missing_incidents"], least)

    def _group(self, total: str, members: tuple[str, ...]) -> None:
        """Fill one breakdown of all councils: rows never published by make-up, others by margins."""
        table = {
            place: {name: self.cell(name, place) for name in members} for place in self.profiles
        }
        never = [
            place
            for place, cells in table.items()
            if all(cell == ABSENT for cell in cells.values())
        ]
        made_up = {place: self._made_up(place, total, members) for place in never}
        rest = {place: cells for place, cells in table.items() if place not in made_up}
        self._settle(total, members, made_up, rest)
        if len(never) > MANY:
            left = {
                name: self.england(name) - sum(self.profiles[place].values[name] for place in rest)
                for name in members
            }
            self._settle(total, members, fit_margins(made_up, left), rest)

    def _settle(
        self,
        total: str,
        members: tuple[str, ...],
        made_up: Mapping[str, Mapping[str, float]],
        table: Mapping[str, Mapping[str, Cell]],
    ) -> None:
        """Take made-up rows as they are and fill the withheld cells of the others by margins."""
        for place, parts in made_up.items():
            self._take(place, dict.fromkeys(members, ABSENT), total, parts)
        holes = {
            place: tuple(name for name, cell in cells.items() if not isinstance(cell, float))
            for place, cells in table.items()
        }
        rests = {
            place: max(0.0, self.profiles[place].values[total] - _sum(cells.values()))
            for place, cells in table.items()
        }
        filled = rake(rests, holes, {name: self._margin(name, table) for name in members})
        for place, cells in table.items():
            self._take(place, cells, total, filled[place])

    def _take(
        self, place: str, cells: Mapping[str, Cell], total: str, holes: Mapping[str, float]
    ) -> None:
        profile = self.profiles[place]
        profile.values |= complete(profile.values[total], cells, holes)
        profile.filled |= holes.keys()

    def _margin(self, name: str, table: Mapping[str, Mapping[str, Cell]]) -> float:
        """What England's figure leaves for the withheld cells of one column."""
        cell = self.cell(name, ENGLAND)
        # A figure withheld for England too is itself a small number.
        whole = cell if isinstance(cell, float) else SMALL[1]
        made_up = sum(p.values[name] for place, p in self.profiles.items() if place not in table)
        return whole - made_up - _sum(cells[name] for cells in table.values())

    def _made_up(self, place: str, total: str, members: tuple[str, ...]) -> dict[str, float]:
        """A row never published for a council, after the best make-up there is."""
        weights = (
            self._inherited(place, members)
            or self._own_other_year(place, members)
            or {name: self.england(name) for name in members}
        )
        whole = self.profiles[place].values[total]
        parts = share_out(whole, [weights[name] for name in members])
        return dict(zip(members, parts, strict=True))

    def _inherited(self, place: str, members: tuple[str, ...]) -> dict[str, float]:
        """The predecessors' row of the same year; what it withholds counts as a middling small."""
        found: dict[str, float] = {}
        for old in self.before[place]:
            cells = {name: self.cell(name, old) for name in members}
            if any(isinstance(cell, float) for cell in cells.values()):
                for name, cell in cells.items():
                    known = cell if isinstance(cell, float) else fmean(SMALL)
                    found[name] = found.get(name, 0.0) + known
        return found

    def _own_other_year(self, place: str, members: tuple[str, ...]) -> dict[str, float]:
        """The council's own row settled in another year or published in full, moved as England's."""
        later = self.later.get(place)
        if later:
            return self._moved({name: later.values[name] for name in members}, later.year)
        for year in sorted(self.cells[members[0]], key=lambda y: (abs(y - self.year), y)):
            found = {name: self.cell(name, place, year) for name in members}
            numbers = {name: cell for name, cell in found.items() if isinstance(cell, float)}
            if len(numbers) == len(members):
                return self._moved(numbers, year)
        return {}

    def _moved(self, values: Mapping[str, float], year: int) -> dict[str, float]:
        """Figures of another year times England's change since: recoding did not spare one council."""
        return {
            name: value * (self.england(name) or 1.0) / (self.england(name, year) or 1.0)
            for name, value in values.items()
        }
