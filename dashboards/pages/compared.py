"""What comes of a comparison on its page: what it says, every number, and the files to take away."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboards.pages.away import Away
from dashboards.report.content import Content


@dataclass(frozen=True, eq=False)
class Compared:
    """Hold a comparison, of all its runs or of some.

    Attributes
    ----------
    found
        What comparison.json holds.
    away
        Its files; None until they are written.
    """

    content: Content
    found: Mapping[str, Any]
    away: Away | None = None

    @property
    def headline(self) -> str:
        """Return what it says in a sentence or two."""
        return self.content.headline
