"""What the register needs to know of a parameter the model declares."""

from typing import Protocol


class DeclaredParameter(Protocol):
    """A parameter as a process, an intervention or the costs declare it."""

    @property
    def name(self) -> str:
        """Globally unique identifier, also the figure's id."""

    @property
    def unit(self) -> str:
        """Unit in words, the same as the figure's."""

    @property
    def low(self) -> float:
        """Lowest allowed value."""

    @property
    def high(self) -> float:
        """Highest allowed value."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the value, () for a number."""
