"""Whose packages are imported under the five names Doorways uses."""

import importlib.util
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

NAMES = ("agents", "simulation", "calibration", "scenarios", "dashboards")
#: The folder that holds the five packages this file belongs to.
ROOT = Path(__file__).resolve().parents[2]
OURS = "doorways"


@dataclass(frozen=True)
class Package:
    """Say where a name is imported from, and which other distribution claims it ("" for none)."""

    name: str
    place: str
    ours: bool
    intruder: str


def packages() -> tuple[Package, ...]:
    """Look at the five names without importing them."""
    claims = _claims()
    return tuple(_package(name, claims.get(name, "")) for name in NAMES)


def _package(name: str, claimed_by: str) -> Package:
    spec = importlib.util.find_spec(name)
    places = [Path(p).resolve() for p in (spec.submodule_search_locations or ())] if spec else []
    place = places[0] if places else None
    ours = place == ROOT / name
    intruder = claimed_by or ("" if ours else "a folder that comes first on the search path")
    return Package(name, str(place) if place else "nowhere", ours, intruder)


def _claims() -> dict[str, str]:
    """Map each of the five names to a foreign distribution that installs files under it."""
    found: dict[str, str] = {}
    for distribution in distributions():
        title = distribution.metadata["Name"] or "an unnamed distribution"
        if title.lower() == OURS:
            continue
        for name in _top_level(distribution) & set(NAMES):
            found[name] = f"{title} {distribution.version}"
    return found


def _top_level(distribution: Distribution) -> set[str]:
    listed = distribution.read_text("RECORD")
    if listed is not None and not any(f"{name}/" in listed for name in NAMES):
        # `files` looks for each of many thousands on the disk.
        return set()
    return {file.parts[0] for file in distribution.files or () if len(file.parts) > 1}
