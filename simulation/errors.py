"""One kind of error for everything a user can put right."""

from typing import Final

from simulation.files.plain_text import brief

#: Letters of what is said around a value; names and paths within it can be of any length.
_MOST_SAID: Final = 800


class DoorwaysError(Exception):
    """Report a mistake a user can mend: what, which value, which rule, what to do next.

    Values of any length and kind can be given: what is shown of them is short and plain.

    Parameters
    ----------
    thing
        What was wrong, in the user's words ("council", "scenario file").
    value
        The offending value as the user gave it.
    rule
        The rule it broke.
    next_step
        What to do now.
    """

    def __init__(self, thing: str, value: object, rule: str, next_step: str) -> None:
        self.thing, self.value, self.rule, self.next_step = thing, value, rule, next_step
        super().__init__(str(self))

    def parts(self) -> tuple[str, str, str, str]:
        """Return thing, value, rule and next step as they are shown."""
        said = (brief(text, _MOST_SAID) for text in (self.thing, self.rule, self.next_step))
        thing, rule, step = said
        return thing, brief(_written(self.value)), rule, step

    def __str__(self) -> str:
        thing, value, rule, step = self.parts()
        return f"{thing}: {value}. {rule} {step}"

    def __reduce__(self) -> tuple[type["DoorwaysError"], tuple[str, object, str, str]]:
        return type(self), (self.thing, self.value, self.rule, self.next_step)


def _written(value: object) -> str:
    """Return a value as Python writes it; numbers and nests beyond its limits by their kind."""
    try:
        return repr(value) if isinstance(value, str) else str(value)
    except (RecursionError, ValueError):
        return f"a {type(value).__name__} too large to show"
