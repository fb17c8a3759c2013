"""Put one year's profiles together: published cells first, then what the margins say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median

from calibration.authorities.groups import AVERAGES, BASES, COSTS, DENSE, GROUPS
from calibration.authorities.impute import SMALL, fill_group, share_out
from calibration.authorities.sources import ABSENT, ENGLAND, SUPPRESSED, Cell, Cells

SUCCESSORS: Mapping[str, tuple[str, ...]] = {"909": ("942", "943"), "928": ("940", "941")}
"""Councils that were split (Cumbria, Northamptonshire) and what took their place."""

MOST = 0.85
"""Share of councils that must be published before a year counts as there."""

PLAUSIBLE = (0.5, 2.0)
"""How far England's remainder may move the expected sum of missing councils."""


@dataclass
class Profile:
    """One council's figures while they are being put together."""

    place: str
    region: str
    values: dict[str, float] = field(default_factory=dict)
    filled: set[str] = field(default_factory=set)
    flags: set[str] = field(default_factory=set)


def years(cells: Cells, places: int) -> tuple[int, ...]:
    """Years in which England has every figure and most councils have the main ones."""

    def complete(year: int) -> bool:
        return all(
            isinstance(cells.get(name, {}).get(year, {}).get(ENGLAND), float) for name in BASES
        ) and all(
            sum(isinstance(cell, float) for cell in cells[name][year].values()) > MOST * places
            for name in DENSE
        )

    return tuple(year for year in sorted(cells.get("cla", {})) if complete(year))


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
    later
        Profiles of the year after, whose make-up serves councils that did not exist yet.
    """

    def __init__(
        self,
        cells: Cells,
        year: int,
        regions: Mapping[str, str],
        later: Mapping[str, Profile] | None = None,
    ) -> None:
        self.cells, self.year, self.later = cells, year, later or {}
        self.profiles = {place: Profile(place, region) for place, region in regions.items()}

    def settle(self) -> dict[str, Profile]:
        """Every council's profile; a total before its members, a base before what leans on it."""
        for name in BASES:
            self._single(name)
            for members in (members for total, members in GROUPS if total == name):
                for profile in self.profiles.values():
                    self._group(profile, name, members)
        self._consistent_missing()
        return self.profiles

    def cell(self, name: str, place: str, year: int | None = None) -> Cell:
        """A published cell."""
        return self.cells.get(name, {}).get(year or self.year, {}).get(place, ABSENT)

    def england(self, name: str, year: int | None = None) -> float:
        """England's published figure, 0 when withheld."""
        cell = self.cell(name, ENGLAND, year)
        return cell if isinstance(cell, float) else 0.0

    def _single(self, name: str) -> None:
        holes: dict[str, float] = {}
        for place, profile in self.profiles.items():
            cell = self.cell(name, place)
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
        """The nearest year's own figure, or its predecessor's, moved by England's change since."""
        by_distance = sorted(self.cells[name], key=lambda y: (abs(y - self.year), y))
        for year in by_distance:
            before = self.england(name, year)
            value = self._own_or_inherited(name, place, year)
            if value is not None and before:
                return value * self.england(name) / before
        return None

    def _own_or_inherited(self, name: str, place: str, year: int) -> float | None:
        cell = self.cell(name, place, year)
        if isinstance(cell, float):
            return cell
        for old, new in SUCCESSORS.items():
            whole = self.cell(name, old, year)
            if place in new and isinstance(whole, float):
                return whole * (self._share(name, place, new) if name not in AVERAGES else 1.0)
        return None

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
        small = [place for place in holes if self.cell(name, place) == SUPPRESSED]
        large = {place: value for place, value in holes.items() if place not in small}
        rest = self.england(name) - known
        expected = sum(large.values()) + sum(
            min(SMALL[1], max(SMALL[0], holes[place])) for place in small
        )
        factor = rest / expected if expected else 1.0
        factor = factor if PLAUSIBLE[0] <= factor <= PLAUSIBLE[1] else 1.0
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

    def _group(self, profile: Profile, total: str, members: tuple[str, ...]) -> None:
        cells = {name: self.cell(name, profile.place) for name in members}
        weights = {name: self.england(name) or SMALL[0] for name in members}
        if all(cell == ABSENT for cell in cells.values()):
            other = self.later.get(profile.place)
            donor = other.values if other else self._own_other_year(profile.place, members)
            weights = {name: donor.get(name, 0.0) for name in members} if donor else weights
        filled = fill_group(profile.values[total], cells, weights)
        profile.values |= filled
        profile.filled |= {name for name, cell in cells.items() if not isinstance(cell, float)}

    def _own_other_year(self, place: str, members: tuple[str, ...]) -> dict[str, float]:
        """The same council's own make-up in the nearest year published in full."""
        for year in sorted(self.cells[members[0]], key=lambda y: (abs(y - self.year), y)):
            found = {name: self.cell(name, place, year) for name in members}
            numbers = {name: cell for name, cell in found.items() if isinstance(cell, float)}
            if len(numbers) == len(members):
                return numbers
        return {}
