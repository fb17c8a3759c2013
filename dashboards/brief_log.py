"""What libraries under the page log, in the terminal: a line each, not a trail.

A browser, or a program that poses as one, chooses what they meet; their trails say nothing to
the person who serves the page. DOORWAYS_DEBUG keeps them, as on the command line.
"""

import logging
import os

#: Loggers under this name are ours: what fails there keeps its trail.
OURS = "dashboards"
LONGEST = 300


class Brief(logging.Formatter):
    """Write a record of a library as one line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; ours with its trail."""
        if record.name.split(".")[0] == OURS or os.environ.get("DOORWAYS_DEBUG"):
            return super().format(record)
        error = record.exc_info[1] if record.exc_info else None
        said = record.getMessage() + (f": {error!r}" if error is not None else "")
        # Signs of a stranger's are written so that a terminal does not obey them.
        return "".join(c if c.isprintable() else repr(c)[1:-1] for c in said)[:LONGEST]


def log_briefly() -> None:
    """Let everything logged from now on come out like this, on stderr."""
    handler = logging.StreamHandler()
    handler.setFormatter(Brief())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
