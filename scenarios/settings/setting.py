"""One number of a scenario that can be turned, and the scenario with it turned."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from scenarios.called import called
from scenarios.scenario import Scenario
from simulation.errors import DoorwaysError
from simulation.names import hint
from simulation.runner.spec import digest

#: What stands in the name of a scenario of which something is turned, and letters of the digest after it.
SET: Final = "set"
_LETTERS: Final = 8
#: Differences below this are of the way a number is written.
_ROUNDING: Final = 1e-9


@dataclass(frozen=True)
class Setting:
    """Hold one number that can be turned.

    Attributes
    ----------
    name
        One word for it on the command line and in links.
    says
        What it is, in words that begin a sentence.
    unit
        What it is counted in, "" where that says nothing beside the number.
    low, high, step
        Between which values it makes sense to turn it, and by how much.
    now
        What it is in the scenario as it stands.
    turned
        Returns the scenario with another value.
    """

    name: str
    says: str
    unit: str
    low: float
    high: float
    step: float
    now: float
    turned: Callable[[Scenario, float], Scenario]

    def checked(self, value: float) -> float:
        """Return a value that lies within bounds, whole where steps are.

        Raises
        ------
        DoorwaysError
            When it does not.
        """
        whole = self.step >= 1.0 and self.step.is_integer()
        # What a file says may lie beyond where one would turn it.
        if not min(self.low, self.now) <= value <= max(self.high, self.now) or (
            whole and value != round(value)
        ):
            what = "a whole number" if whole else "a number"
            rule = f"{self.says}: {what} from {self.low:,g} to {self.high:,g}."
            raise DoorwaysError(f"setting {self.name}", value, rule, "Choose such a number.")
        return value

    def is_now(self, value: float) -> bool:
        """Whether a value is what the scenario has already."""
        return abs(value - self.now) <= _ROUNDING * max(1.0, abs(self.now))


def turned(
    scenario: Scenario, settings: Iterable[Setting], values: Mapping[str, float]
) -> Scenario:
    """Return a scenario with some of its settings at other values; with none, the scenario itself.

    Raises
    ------
    DoorwaysError
        When it has no setting of a name, or a value lies out of bounds.
    """
    known = {one.name: one for one in settings}
    for name in values:
        if name not in known:
            rule = f"{scenario.name} has no such setting."
            raise DoorwaysError("setting", name, rule, hint(name, known))
    found, said = scenario, dict[str, float]()
    for name, one in known.items():
        if name in values and not one.is_now(one.checked(values[name])):
            found = one.turned(found, values[name])
            said[name] = values[name]
    if not said:
        return scenario
    texts = texts_of(said)
    # Names are short and titles are not, so the words are for the title.
    suffix, words = f"-{SET}-{digest(texts)[:_LETTERS]}", f" ({in_words(texts)})"
    return called(
        scenario,
        suffix,
        words,
        interventions=found.interventions,
        parameters=found.parameters,
        turned_of=(scenario.name, texts),
    )


def texts_of(values: Mapping[str, float]) -> tuple[str, ...]:
    """Return numbers by name as texts such as ``later=6``."""
    return tuple(f"{name}={value:.10g}" for name, value in values.items())


def in_words(texts: Iterable[str]) -> str:
    """Return such texts as one reads them."""
    return ", ".join(text.replace("_", " ").replace("=", " ") for text in texts)
