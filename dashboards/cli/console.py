"""Where the command line writes: results to stdout, everything else to stderr, always UTF-8."""

import io
import sys
from collections.abc import Iterable
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from dashboards.cli.streams import let_go
from simulation.files.plain_text import shown

#: Columns used when the output is a file or a pipe, so that tables are not squeezed.
PIPED_WIDTH = 132


def speak_utf8() -> None:
    """Make stdout and stderr take pound signs and dashes whatever the terminal's code page."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def output() -> Console:
    """Give the console for results, made anew so that redirected streams are honoured."""
    return _console(stderr=False)


def write_out(text: str) -> None:
    """Write text to stdout without any layout, for other programs to read."""
    sys.stdout.write(shown(text))
    sys.stdout.flush()


def messages() -> Console:
    """Give the console for progress, notes and errors."""
    return _console(stderr=True)


class PlainConsole(Console):
    """Show text as text: no markup, no emoji codes, and characters that steer a terminal spelled out."""

    def render_str(self, text: str, **how: Any) -> Text:
        """Return a text as it is laid out, whole."""
        # How wide a tab is depends on where it stands, so a column made for it would be too narrow.
        return super().render_str(shown(text).replace("\t", " "), **how)

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Lay out a renderable; what Rich itself says to the terminal is left alone."""
        for one in super().render(renderable, options):
            yield one if one.control else Segment(shown(one.text), one.style)


class _Messages(PlainConsole):
    """A console whose reader may go away: the work goes on, and what it has to say is lost."""

    def on_broken_pipe(self) -> None:
        """Say nothing more."""
        self.quiet = True
        let_go()


def _console(*, stderr: bool) -> Console:
    kind, stream = (_Messages, sys.stderr) if stderr else (PlainConsole, sys.stdout)
    width = None if stream.isatty() else PIPED_WIDTH
    return kind(
        stderr=stderr, width=width, highlight=False, soft_wrap=False, markup=False, emoji=False
    )
