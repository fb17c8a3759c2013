"""What a plan names twice would be counted twice."""

from collections.abc import Sequence

from simulation.errors import DoorwaysError


def refuse_twice(key: str, said: Sequence[object]) -> None:
    """Refuse what a key of a plan names twice.

    Raises
    ------
    DoorwaysError
        When something is.
    """
    twice = next((one for one in said if said.count(one) > 1), None)
    if twice is not None:
        rule = "It is named twice, and would be counted twice."
        raise DoorwaysError(f"batch plan, {key}", str(twice), rule, "Name each once.")
