"""Every cell of a report's tables names its column, whatever the heading says, and nothing else moves."""

import re

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from dashboards.report.cards import with_columns

HEADINGS = st.lists(st.text(max_size=20), min_size=1, max_size=5)


def table(headings: list[str], rows: int) -> str:
    """Write a table as the templates do, its texts escaped."""
    head = "".join(f'<th scope="col" class="n">{escape(one)}</th>\n' for one in headings)
    cells = "".join(f'<td class="n">{escape(one)}</td>' for one in headings[1:])
    body = f'<tr data-measure="x"><th scope="row">{escape(headings[0])}</th>{cells}</tr>\n' * rows
    return f"<table>\n<thead><tr>\n{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>"


@given(st.lists(st.tuples(HEADINGS, st.integers(0, 3)), max_size=3))
def test_each_cell_names_its_own_column(tables: list[tuple[list[str], int]]) -> None:
    """In every table and row the cells name the headings in order; without that nothing changed."""
    page = "<h1>x</h1>".join(table(headings, rows) for headings, rows in tables)
    made = with_columns(page)
    named = re.findall(r'<t[hd] data-column="([^"]*)"', made)
    wanted = [str(escape(one)).strip() for headings, rows in tables for one in headings * rows]
    assert named == wanted
    assert re.sub(r' data-column="[^"]*"', "", made) == page


def test_marks_within_a_heading_are_left_out() -> None:
    """A heading with an element inside is named by its words."""
    page = '<table><thead><tr><th scope="col">A <i>b</i></th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>'
    assert '<td data-column="A b">1</td>' in with_columns(page)
