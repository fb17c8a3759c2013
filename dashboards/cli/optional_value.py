"""An option that may stand alone: `--needed`, `--needed entries=-10%`."""

from collections.abc import Sequence
from typing import Any

from typer.core import TyperCommand

from scenarios.usual import MONEY


def with_value(told: Sequence[str], option: str, usual: str) -> list[str]:
    """Return a command line in which an option that stands alone has its usual value."""
    found: list[str] = []
    for k, word in enumerate(told):
        alone = word == option and (k + 1 == len(told) or told[k + 1].startswith("-"))
        found.append(f"{option}={usual}" if alone else word)
    return found


class NeededCommand(TyperCommand):
    """Read a command line on which --needed may stand without a measure."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words that follow the command's name: alone, it asks that the service pay for itself."""
        return super().parse_args(ctx, with_value(args, "--needed", MONEY))
