"""Name in every cell of a table its column, so that a narrow screen can show each row as a card.

The style of the pages does the rest. No template has to say its headings twice.
"""

import re
from collections.abc import Iterator, Sequence

_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_HEADING = re.compile(r'<th scope="col"[^>]*>(.*?)</th>', re.DOTALL)
_CELL = re.compile(r"<t[hd]\b")
_TAG = re.compile(r"<[^>]*>")


def with_columns(page: str) -> str:
    """Return a page of ours with the heading of its column noted in each cell of a table's body.

    Parameters
    ----------
    page
        HTML as the templates of this folder make it: what others wrote is escaped in it.
    """
    return _TABLE.sub(lambda found: _table(found.group()), page)


def _table(table: str) -> str:
    head, begin, body = table.partition("<tbody>")
    headings = [_TAG.sub("", heading).strip() for heading in _HEADING.findall(head)]
    return head + begin + _ROW.sub(lambda row: _row(row.group(), headings), body)


def _row(row: str, headings: Sequence[str]) -> str:
    names: Iterator[str] = iter(headings)
    return _CELL.sub(lambda cell: f'{cell.group()} data-column="{next(names)}"', row)
