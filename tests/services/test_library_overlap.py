"""Whatever of the library is opened together, what it does to one thing never goes below the floor."""

from collections.abc import Iterator
from itertools import combinations
from types import SimpleNamespace
from typing import Any

import pytest

from calibration.beliefs.evidence.draw import at
from calibration.beliefs.evidence.figure import leaves
from calibration.beliefs.evidence.load import figure
from scenarios.intervention_schema import kinds
from scenarios.parts import shipped_parts
from scenarios.scenario import LIBRARY
from simulation.files.toml_file import read_toml
from simulation.services.acting import combined, joined

NOBODY: Any = (0, 1.0, 0.0, 0.0)
OVERLAP, FLOOR = (next(leaves(figure(name).value)) for name in ("overlap_factor", "overlap_floor"))


def strongest_sizes() -> dict[str, dict[str, float]]:
    """Return, by lever, each part's and each service's strongest ratio that is drawn one time in twenty."""
    found: dict[str, dict[str, float]] = {}
    for part in shipped_parts():
        for one in read_toml(LIBRARY / part.file, "file")["effects"]:
            if "/" not in one["acts_on"]:
                found.setdefault(one["acts_on"], {})[part.name] = lowest(one)
    for name, service in kinds().items():
        for effect in service.effects:
            if not effect.option and figure(effect.size).is_drawn:
                value = at(figure(effect.size), 0.05)
                found.setdefault(effect.lever, {})[name] = float(next(leaves(value)))
    return {lever: sizes for lever, sizes in found.items() if len(sizes) > 1}


def lowest(effect: dict[str, Any]) -> float:
    """Return the lower end of an effect of a file."""
    if "figure" in effect:
        return float(next(leaves(at(figure(effect["figure"]), 0.05))))
    size = effect["ratio"]
    return float(size["low"] if isinstance(size, dict) else size)


def together(ratios: list[float], overlap: float = OVERLAP, floor: float = FLOOR) -> float:
    """Return what several effects on one thing make of a hazard of 1, as the engine joins them."""
    world: Any = SimpleNamespace(services=[SimpleNamespace(overlap=overlap, floor=floor)])
    found = NOBODY
    for ratio in ratios:
        found = plain(joined)(found, ratio)
    return float(plain(combined)(1.0, world, found))


def plain(rule: Any) -> Any:
    """Return a rule as plain Python."""
    return getattr(rule, "py_func", rule)


LEVERS = strongest_sizes()


def cases() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Return every two, and all, of what acts on one thing."""
    for lever, sizes in LEVERS.items():
        yield from ((lever, pair) for pair in combinations(sizes, 2))
        yield lever, tuple(sizes)


@pytest.mark.parametrize(("lever", "names"), list(cases()), ids=lambda one: str(one)[:60])
def test_together_they_stay_above_the_floor(lever: str, names: tuple[str, ...]) -> None:
    """Not below the floor unless one alone is, never below the product, and not short of the strongest."""
    ratios = [LEVERS[lever][name] for name in names]
    found, product = together(ratios), 1.0
    for ratio in ratios:
        product *= min(ratio, 1.0)
    assert found >= min(FLOOR, *ratios) * (1 - 1e-12)
    assert found >= product * (1 - 1e-12)
    assert found == pytest.approx(together(ratios[::-1]))


def test_the_library_has_such_levers() -> None:
    """Coming into care is acted on by many, so that the test above is about something."""
    assert len(LEVERS["care_entry"]) > 5
    # However many are opened, and however strong: ten of a half are a fifth.
    assert together([0.5] * 10) == pytest.approx(FLOOR)
    assert together([0.1, 0.5]) == pytest.approx(0.1)
