"""Turn whatever goes wrong into one clear message and an exit code, never a traceback."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from rich.text import Text
from typer.core import TyperGroup

from dashboards.cli.console import messages
from simulation.errors import DoorwaysError
from simulation.files.plain_text import brief

#: A mistake the user can mend, as command lines report wrong use.
MISTAKE = 2
#: Something broke inside the program.
BROKEN = 1
#: What shells report for a program stopped with Ctrl-C.
STOPPED = 130
DEBUG = "DOORWAYS_DEBUG"
#: Letters shown of a message that is not our own.
_MOST_SAID = 600


class GuardedGroup(TyperGroup):
    """Read the command line and run every command under `guarded`."""

    def make_context(self, *told: Any, **more: Any) -> Any:
        """Read the command line and explain what is wrong with it."""
        with guarded():
            return super().make_context(*told, **more)

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]
        """Run the chosen command and explain what goes wrong."""
        with guarded():
            return super().invoke(ctx)


@contextmanager
def guarded() -> Iterator[None]:
    """Explain errors on stderr and leave with their exit code.

    With the environment variable DOORWAYS_DEBUG set, errors keep their traceback.

    Raises
    ------
    typer.Exit
        With code 2 for the user's mistakes, 130 for Ctrl-C and 1 for faults of the program.
    """
    try:
        yield
    except (typer.Exit, typer.Abort):
        raise
    except typer.TyperException as wrong:
        wrong.message = brief(wrong.message, _MOST_SAID)
        raise
    except BrokenPipeError:
        _close_quietly()
        raise typer.Exit(0) from None
    except DoorwaysError as error:
        _fail(mistake(error), error, MISTAKE)
    except KeyboardInterrupt:
        messages().print("Stopped.")
        raise typer.Exit(STOPPED) from None
    except MemoryError as error:
        _fail(
            Text("There is not enough memory. Try --workers 1 or fewer replicates."), error, BROKEN
        )
    except Exception as error:  # noqa: BLE001 - the one place where nothing may get through
        _fail(_broken(error), error, BROKEN)


def mistake(error: DoorwaysError) -> Text:
    """Say what was wrong, with which value, which rule it broke and what to do now."""
    thing, value, rule, next_step = error.parts()
    return Text.assemble(
        (f"{thing[:1].upper()}{thing[1:]}: ", "bold red"),
        (value, "bold"),
        f"\n{rule}\n{next_step}",
    )


def _broken(error: Exception) -> Text:
    return Text.assemble(
        ("Something went wrong inside Doorways: ", "bold red"),
        f"{type(error).__name__}: {brief(str(error), _MOST_SAID)}\n",
        "What was stored is kept. `doorways doctor` checks the installation; "
        f"set {DEBUG}=1 and run again for the full trail to report.",
    )


def _fail(message: Text, error: BaseException, code: int) -> None:
    if os.environ.get(DEBUG):
        raise error
    messages().print(message)
    raise typer.Exit(code) from None


def _close_quietly() -> None:
    """Keep the interpreter from complaining about a pipe whose reader has gone."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())
