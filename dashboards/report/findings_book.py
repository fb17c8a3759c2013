"""The workbook of what an import found: one sheet a rule, row and column marked."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd
from xlsxwriter import Workbook

from calibration.beliefs.returns.importing import Imported
from calibration.beliefs.returns.layout import modules
from calibration.beliefs.returns.rules import rules
from simulation.files.plain_text import shown
from simulation.files.writing import whole

#: Rows of one sheet; a finding that is met more often says how many are left out.
MOST_ROWS: Final = 50_000
_SUMMARY: Final = (
    *("Rule", "Problem", "National rules", "Weight", "Table", "Column", "Rows"),
    *("What is wrong", "What is done about it", "Where"),
)
_BEFORE: Final = ("File", "Row", "Table", "Done")
_CHILD: Final = ("Child", "Was", "Is")
_MARK: Final = "●"


def write_findings(
    path: Path, imported: Imported, found: Mapping[str, Any], *, show_children: bool
) -> None:
    """Write the workbook; values and children stand in it only when asked for.

    Raises
    ------
    DoorwaysError
        When it cannot be written.
    """
    with whole(path) as fresh:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        book = Workbook(str(fresh), options)
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        mark = book.add_format({"bg_color": "#ffd9d9", "font_color": "#9c0006", "align": "center"})
        _summary(book.add_worksheet("Summary"), found, head)
        places = imported.ledger.places()
        joined = imported.ledger.found().join(places[["file", "module", "row"]])
        met = dict(iter(joined.groupby("rule", sort=False)))
        for name in rules():
            if name in met:
                who = imported.who if show_children else None
                _sheet(book.add_worksheet(name), name, met[name], who, head, mark)
        book.close()


def _summary(sheet: Any, found: Mapping[str, Any], head: Any) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_column(7, 8, 60)
    for column, title in enumerate(_SUMMARY):
        sheet.write_string(0, column, title, head)
    for row, one in enumerate(found["findings"], start=1):
        names = ("rule", "problem", "national_rules", "weight", "table", "column")
        for column, name in enumerate(names):
            sheet.write_string(row, column, shown(str(one[name])))
        sheet.write_number(row, 6, one["rows"])
        sheet.write_string(row, 7, one["words"])
        sheet.write_string(row, 8, one["treatment"])
        sheet.write_string(
            row, 9, shown(f"{one['file']} {one['said']}".strip() if "said" in one else "")
        )


def _sheet(
    sheet: Any, name: str, met: pd.DataFrame, who: pd.Series | None, head: Any, mark: Any
) -> None:
    rule = rules()[name]
    columns = _columns(met)
    titles = [*_BEFORE, *(_CHILD if who is not None else ()), *columns]
    sheet.write_string(0, 0, f"{rule.words} {rule.treatment}")
    national = f"National rules: {rule.national}. " if rule.national else ""
    left = f" The first {MOST_ROWS:,} are listed." if len(met) > MOST_ROWS else ""
    sheet.write_string(1, 0, f"{national}Met {len(met):,} times.{left}")
    for column, title in enumerate(titles):
        sheet.write_string(2, column, title, head)
    sheet.freeze_panes(3, 2)
    sheet.set_column(0, 0, 36)
    for row, one in enumerate(met.head(MOST_ROWS).itertuples(), start=3):
        sheet.write_string(row, 0, shown(str(one.file)))
        sheet.write_number(row, 1, int(str(one.row)))
        sheet.write_string(row, 2, modules()[str(one.module)].title)
        sheet.write_string(row, 3, str(one.act))
        if who is not None:
            for k, text in enumerate((who.get(one.Index, ""), one.old, one.new), start=4):
                sheet.write_string(row, k, shown(str(text)))
        if one.column in columns:
            sheet.write_string(row, titles.index(str(one.column), len(_BEFORE)), _MARK, mark)


def _columns(met: pd.DataFrame) -> list[str]:
    """Return the columns of the tables in which a rule was met, in the order of the return."""
    of_all = [column for name in met.module.unique() for column in modules()[str(name)].columns]
    return list(dict.fromkeys(of_all))
