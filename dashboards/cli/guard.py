"""Turn whatever goes wrong into one clear message and an exit code, never a traceback."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from inspect import cleandoc
from typing import Any, NoReturn

import typer
from rich.text import Text
from typer.core import TyperGroup

from agents.words import capital
from dashboards.cli.console import messages
from dashboards.cli.streams import is_broken_pipe, let_go
from dashboards.cli.unread import unread_number
from simulation.errors import DoorwaysError
from simulation.files.plain_text import brief
from simulation.runner.execution import StoppedError

#: A mistake the user can mend, as command lines report wrong use.
MISTAKE = 2
#: Something broke inside the program.
BROKEN = 1
#: What shells report for a program stopped with Ctrl-C, and for one that was told to end.
STOPPED, TERMINATED = 130, 143
DEBUG = "DOORWAYS_DEBUG"
#: Letters shown of a message that is not our own.
_MOST_SAID = 600
_LOGIN = re.compile(r"(?<=//)[^\s/@]*:[^\s@]*(?=@)|(?<=password=)[^\s&'\"]*")


class GuardedGroup(TyperGroup):
    """Read the command line and run every command under `guarded`."""

    def get_command(self, *asked: Any) -> Any:
        """Return a command by its name, its help in paragraphs that are as wide as there is room."""
        found = super().get_command(*asked)
        if found is not None and found.help:
            paragraphs = cleandoc(found.help).split("\n\n")
            found.help = "\n\n".join(" ".join(one.split()) for one in paragraphs)
        return found

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
        With code 2 for what the user can mend, 130 for Ctrl-C, 1 for faults of the program, and
        0 when the reader of a pipe has gone.
    """
    try:
        yield
    except (typer.Exit, typer.Abort, typer.TyperException) as leaving:
        _put_our_way(leaving)
        raise
    except (KeyboardInterrupt, StoppedError):
        messages().print("Stopped.")
        raise typer.Exit(STOPPED) from None
    except DoorwaysError as error:
        _fail(mistake(error), error, MISTAKE)
    except (SystemExit, OSError) as error:
        _leave_unread(error)
        if isinstance(error, SystemExit):
            raise
        _fail(_refused(error), error, MISTAKE)
    except MemoryError as error:
        _fail(
            Text("There is not enough memory. Try --workers 1 or fewer replicates."), error, BROKEN
        )
    except Exception as error:  # noqa: BLE001 - the one place where nothing may get through
        _fail(_broken(error), error, BROKEN)


def unseen(text: str) -> str:
    """Take the login out of an address that was given where none belongs."""
    return _LOGIN.sub("…", text)


def _put_our_way(leaving: Exception) -> None:
    """Change what Typer is about to say of wrong use; say it here where it is about a number."""
    if (number := unread_number(leaving)) is not None:
        _fail(mistake(number), leaving, MISTAKE)
    if isinstance(leaving, typer.TyperException):
        leaving.message = _short(leaving.message)


def _short(text: str) -> str:
    """Return what is shown of a message that is not our own."""
    return brief(unseen(text), _MOST_SAID)


def mistake(error: DoorwaysError) -> Text:
    """Say what was wrong, with which value, which rule it broke and what to do now."""
    thing, value, rule, next_step = error.parts()
    return Text.assemble(
        (f"{capital(thing)}: ", "bold red"),
        (unseen(value), "bold"),
        f"\n{rule}\n{next_step}",
    )


def _refused(error: OSError) -> Text:
    """Say what the system would not let us do: a full disk, a folder that may not be written."""
    what = str(error.filename) if error.filename is not None else "Reading or writing"
    return Text.assemble(
        (f"{what}: ", "bold red"),
        f"{error.strerror or type(error).__name__}.\n",
        "What was stored is kept. Make room, or name a place that can be read and written, "
        f"and run again; with {DEBUG}=1 the full trail is shown.",
    )


def _broken(error: Exception) -> Text:
    return Text.assemble(
        ("Something went wrong inside Doorways: ", "bold red"),
        f"{type(error).__name__}: {_short(str(error))}\n",
        "What was stored is kept. `doorways doctor` checks the installation; "
        f"set {DEBUG}=1 and run again for the full trail to report.",
    )


def _fail(message: Text, error: BaseException, code: int) -> NoReturn:
    if os.environ.get(DEBUG):
        raise error
    # Whoever cannot be told, since stderr is full too, still gets the code.
    with suppress(OSError):
        messages().print(message)
    let_go()
    raise typer.Exit(code) from None


def _leave_unread(error: SystemExit | OSError) -> None:
    """Leave, if the reader of a pipe has gone, as others do that were read enough: content.

    Who was to be told of wrong use and did not listen still gets its code.
    """
    # Rich and Typer catch the pipe's error themselves, and leave with a code for it.
    pipe = error.__context__ if isinstance(error, SystemExit) else error
    if not is_broken_pipe(pipe):
        return
    let_go()
    unheard = pipe is not None and isinstance(pipe.__context__, typer.TyperException)
    raise typer.Exit(MISTAKE if unheard else 0) from None
