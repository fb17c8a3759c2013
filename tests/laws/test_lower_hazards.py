"""In the whole model: lowering a hazard that nothing answers to gives no child more of it."""

from typing import Any

import pytest

from simulation.testing import Played

#: Processes whose events act on nothing but the one they alternate with: parameter and partner.
WITHOUT_FEEDBACK = {
    "becoming_neet": ("neet_hazard", "leaving_neet"),
    "leaving_neet": ("eet_hazard", "becoming_neet"),
    "substance_start": ("substance_hazard", "substance_stop"),
    "substance_stop": ("substance_stop_hazard", "substance_start"),
}
#: With these a young person comes to be known: what is the matter is found then.
FOUND = ("escalation", "care_entry")


@pytest.fixture(scope="module")
def usual(bench: Any) -> Played:
    """Return the arm without services, with these events ten times as often as usual."""
    played: Played = bench.play(**scaled(bench, 10.0))
    return played


def scaled(bench: Any, ratio: float, only: str = "") -> dict[str, Any]:
    """Return the hazards above times ten, and one of them times `ratio` instead."""
    values = {}
    for process, (name, _) in WITHOUT_FEEDBACK.items():
        factor = ratio if process == only or not only else 10.0
        value = bench.values[name]
        many = isinstance(value, (tuple, list)) or getattr(value, "shape", ())
        values[name] = tuple(factor * v for v in value) if many else factor * value
    return values


@pytest.mark.parametrize("ratio", [0.0, 3.0, 9.0])
@pytest.mark.parametrize("process", WITHOUT_FEEDBACK)
def test_a_lower_hazard_gives_no_child_more(
    bench: Any, usual: Played, process: str, ratio: float
) -> None:
    """With the hazard at 0, 0.3 or 0.9 of what it was, no child has more of the events than before.

    And nothing happens differently to anybody but in the process it alternates with. Of those who
    come to the edge of care or into it later what is found depends on the hazard: they may begin
    elsewhere, and are left out.
    """
    lower = bench.play(**scaled(bench, ratio, process))
    before, after = usual.log.counts(process), lower.log.counts(process)
    assert sum(before.values()) > 10
    assert sum(after.values()) < sum(before.values())
    found = {uid for name in FOUND for uid in lower.log.counts(name)}
    more = {uid for uid, n in after.items() if n > before.get(uid, 0)}
    assert more <= found
    assert len(set(after) - found) > 5 or ratio == 0.0
    partner = WITHOUT_FEEDBACK[process][1]
    rest = [log.without(process, partner) for log in (usual.log, lower.log)]
    assert rest[0].digest() == rest[1].digest()
