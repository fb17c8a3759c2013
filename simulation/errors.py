"""One kind of error for everything a user can put right."""


class DoorwaysError(Exception):
    """Report a mistake a user can mend: what, which value, which rule, what to do next.

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

    def __str__(self) -> str:
        return f"{self.thing}: {self.value!r}. {self.rule} {self.next_step}"

    def __reduce__(self) -> tuple[type["DoorwaysError"], tuple[str, object, str, str]]:
        return type(self), (self.thing, self.value, self.rule, self.next_step)
