"""Give back the published cells of years whose profiles are kept, so that a new year can lean on them."""

from collections.abc import Iterable, Mapping
from typing import Final

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities.assemble import Profile
from calibration.beliefs.authorities.groups import BASES, GROUPS, column_of
from calibration.beliefs.authorities.labels import LEAVER_ACTIVITY
from calibration.beliefs.authorities.load import all_profiles, england, numbers
from calibration.beliefs.authorities.sources import ENGLAND, Cells

#: Figures of care leavers of which England's shares are taken, in parts by age.
LEAVERS: Final = tuple(name for table in LEAVER_ACTIVITY.values() for name in table.values())
_OLDER, _YOUNGER = "_leavers_19_21", "_leavers_17_18"
_PERCENTS: Final = {f"{_OLDER}_{one}_percent": f"leavers_19_21_{one}" for one in ("eet", "neet")}


def figures(counts: Mapping[str, float]) -> dict[str, float]:
    """Return the figures that columns were made of: of parts the first has it all, the rest completes its group."""
    columns = dict(counts) | _leavers(counts)
    found = {name: columns[name] for name in BASES if name in columns}
    taken: set[str] = set()
    members = [name for _, names in GROUPS for name in names if not name.startswith("_")]
    for name in (*members, *LEAVERS):
        if column_of(name) in columns:
            found[name] = 0.0 if column_of(name) in taken else columns[column_of(name)]
            taken.add(column_of(name))
    for total, names in GROUPS:
        others = [found[name] for name in names if name in found]
        for name in names:
            if name.startswith("_") and total in found and others:
                found[name] = max(0.0, found[total] - sum(others))
    return found


def _leavers(counts: Mapping[str, float]) -> dict[str, float]:
    """How many leavers there were, of the columns that hold what they do."""
    found = {}
    for total, stem in ((_OLDER, "leavers_19_21"), (_YOUNGER, "leavers_17_18")):
        parts = [counts.get(f"{stem}_{one}") for one in ("eet", "neet", "unknown")]
        known = [part for part in parts if part is not None]
        if len(known) == len(parts):
            found[total] = sum(known)
    if found.get(_OLDER):
        found |= {p: 100 * counts[column] / found[_OLDER] for p, column in _PERCENTS.items()}
    return found


def cells(years: Iterable[int]) -> Cells:
    """Return the cells of kept years: what was filled in is not among them."""
    found: Cells = {}
    for year in years:
        by_code = numbers(year)
        for profile in (england(year), *all_profiles(year)):
            place = by_code.get(profile.code, ENGLAND)
            for name, value in _published(profile).items():
                found.setdefault(name, {}).setdefault(year, {})[place] = value
    return found


def _published(profile: AuthorityProfile) -> dict[str, float]:
    found = figures(profile.counts)
    return {name: value for name, value in found.items() if not _imputed(name, profile)}


def _imputed(name: str, profile: AuthorityProfile) -> bool:
    if name.startswith(_YOUNGER):
        # Its activity is filled in for every council, the number of leavers is not.
        return False
    if name in _PERCENTS or name == _OLDER:
        return "leavers_19_21_eet" in profile.imputed
    if name.startswith("_"):
        group = next(names for _, names in GROUPS if name in names)
        return any(column_of(other) in profile.imputed for other in group)
    return column_of(name) in profile.imputed


def settled(year: int) -> dict[str, Profile]:
    """Return the kept profiles of a year by number, as they lend their make-up to another."""
    by_code = numbers(year)
    return {
        by_code[one.code]: Profile(
            by_code[one.code], one.region, year, figures(one.counts), set(one.imputed)
        )
        for one in all_profiles(year)
    }
