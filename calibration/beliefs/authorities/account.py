"""What was made of published tables: read, used, left out and why, table by table."""

from dataclasses import dataclass, field


@dataclass
class OfTable:
    """One table's account: rows read are those used and those left out, always.

    Attributes
    ----------
    table
        Its name here.
    files
        Names of its files with the digests of what is in them, in the order in which they count.
    rows, used
        Rows read, and rows of which a figure was taken.
    left_out
        Rows left out, by reason.
    twice
        Figures said again with the same number.
    seen, councils
        Councils with a row, and those with a figure of their own, by year.
    """

    table: str
    files: dict[str, str] = field(default_factory=dict)
    rows: int = 0
    used: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    twice: int = 0
    seen: dict[int, set[str]] = field(default_factory=dict)
    councils: dict[int, set[str]] = field(default_factory=dict)

    @property
    def years(self) -> tuple[int, ...]:
        """Years that it has, oldest first."""
        return tuple(sorted(self.councils))


@dataclass
class OfYear:
    """What became of one year.

    Attributes
    ----------
    year
        The year to 31 March.
    tables
        What was done with each table, in words.
    whole
        Whether its profiles are written, so that it can be used.
    lacking
        Main tables without which it cannot.
    cells, filled
        Figures of all councils, and those of them that were filled in, by the table they are of.
    carried
        Figures whose England is that of the year before at the same rate, since no table has them.
    look
        What somebody should look at.
    """

    year: int
    tables: dict[str, str] = field(default_factory=dict)
    whole: bool = False
    lacking: tuple[str, ...] = ()
    cells: int = 0
    filled: dict[str, int] = field(default_factory=dict)
    carried: tuple[str, ...] = ()
    look: list[str] = field(default_factory=list)
