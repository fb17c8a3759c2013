"""Standard input, output and error as they are found: closed, broken or full."""

import errno
import os
import sys

#: Columns below which nothing readable is laid out; a terminal cannot mean fewer.
_NARROWEST = 20
_STANDARD = (("stdin", "r"), ("stdout", "w"), ("stderr", "w"))


def open_missing() -> None:
    """Let every standard stream that was closed before the start lead nowhere.

    A file opened later would otherwise take its number, and what is printed would end in it.
    """
    for number, (name, mode) in enumerate(_STANDARD):
        try:
            os.fstat(number)
        except OSError:
            _lead_nowhere(number)
        if getattr(sys, name) is None:
            stream = open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115
            setattr(sys, name, stream)


def mind_width() -> None:
    """Leave a width of the terminal out of account in which nothing could be said."""
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told) < _NARROWEST:
        del os.environ["COLUMNS"]


def is_broken_pipe(error: BaseException | None) -> bool:
    """Tell whether an error says that nobody reads our output any more."""
    if os.name == "nt" and isinstance(error, OSError) and error.filename is None:
        return error.errno in (errno.EINVAL, errno.EPIPE)
    return isinstance(error, BrokenPipeError)


def let_go() -> None:
    """Let a stream that takes nothing any more lead nowhere; Python would complain at its end."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            _lead_nowhere(stream.fileno())


def _lead_nowhere(number: int) -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    if nowhere != number:
        os.dup2(nowhere, number)
        os.close(nowhere)
