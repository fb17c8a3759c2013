"""A council's own return: checked row by row, and made into a private profile."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from dashboards.pages.away import files_of
from dashboards.pages.fields import Option, Pick
from dashboards.pages.options import councils
from dashboards.pages.own.brought import brought
from dashboards.pages.own.fields import Files, ProfileName
from dashboards.pages.study import Answer, Group, Study, Table, Work
from dashboards.report.sheets import Sheet

if TYPE_CHECKING:
    from calibration.beliefs.returns.importing import Imported

STRICT, LENIENT, ENGLAND = "strict", "lenient", "england"
FINDINGS: Final = "findings.xlsx"
CHANGED: Final = {
    "What own data changed": "report.html",
    "Figures": "figures.csv",
    "Levels": "levels.csv",
    "Rates": "rates.csv",
    "Every number": "changed.json",
}


def _answer(values: Mapping[str, Any], work: Work) -> Answer:
    from calibration.beliefs.returns.accounts import account
    from calibration.beliefs.returns.importing import import_returns
    from dashboards.report import findings_sheets as sheets
    from dashboards.report.findings_book import write_findings

    folder = brought.folder(values["returns"])
    imported = import_returns(folder, lenient=values["how"] == LENIENT)
    found = account(imported)
    write_findings(work.folder / FINDINGS, imported, found, show_children=False)
    checked = Answer(
        sheets.headline(found),
        points=tuple(sheets.sentences(found)),
        tables=(
            Table("Rows read, used, repaired and rejected", sheets.tables(found)),
            Table("What was found", sheets.problems(found)),
            Table("What the returns hold, by year", protected(sheets.by_year(found))),
        ),
        files=files_of({"Findings, a sheet a rule": FINDINGS}),
    )
    if imported.stopped:
        stops = ", ".join(imported.ledger.stops())
        note = f"Nothing was kept: these stop a strict import ({stops}). Mend them, or let the listed repairs stand."
        return replace(checked, notes=(note,))
    if not values["profile"]:
        return replace(checked, notes=("Nothing was kept: a name makes a private profile of it.",))
    made = _made(imported, values, work, checked)
    brought.forget(values["returns"])
    return made


def _made(imported: "Imported", values: Mapping[str, Any], work: Work, checked: Answer) -> Answer:
    """Make and keep a private profile; return the account with what own data changed."""
    from calibration.beliefs.own.changed import shared
    from calibration.beliefs.own.made import Asked
    from dashboards.report import own_data_sheets as sheets
    from dashboards.report.own_data import kept_with

    council = values["authority"]
    asked = Asked(values["profile"], () if council == ENGLAND else (council,))
    told, _ = kept_with(imported, asked, work.folder, [work.folder / FINDINGS])
    told = shared(told)
    tables = {
        "Figures of the start": sheets.figures(told),
        "Levels against England's": sheets.levels(told),
        "Leaving care and moving": sheets.rates(told),
    }
    called = f"private:{values['profile']}"
    return replace(
        checked,
        headline=sheets.headline(told),
        says=(checked.headline, sheets.READING),
        points=(*checked.points, *sheets.sentences(told)),
        tables=(*(Table(title, one) for title, one in tables.items()), *checked.tables),
        notes=(
            f"It is kept for you alone to read, and can be chosen as {called} wherever a council is.",
            "The files that were brought are taken away from this program's folder again.",
            f"To take it away with all that was made of it: doorways forget {called}",
        ),
        files={**checked.files, **files_of(CHANGED)},
    )


def protected(sheet: Sheet) -> Sheet:
    """Return a table of counts of children in which none under six is shown."""
    rows = tuple((row[0], *map(_hidden, row[1:])) for row in sheet.rows)
    return Sheet(sheet.headings, rows, sheet.worded)


def _hidden(cell: str) -> str:
    from calibration.beliefs.own.changed import LEAST

    plain = cell.replace(",", "")
    return f"under {LEAST}" if plain.isdecimal() and int(plain) < LEAST else cell


class Of(Pick):
    """Choose the council whose published figures stand for what no return tells."""

    def words(self, value: str) -> list[str]:
        """Return it as on the command line."""
        return [] if value == ENGLAND else ["--authority", self.called(value)]


class How(Pick):
    """Choose whether repairs stand."""

    def words(self, value: str) -> list[str]:
        """Return it as on the command line."""
        return ["--lenient"] if value == LENIENT else []


def study() -> Study:
    """Declare the study."""
    return Study(
        "returns",
        Group.PLAN,
        "What does our own return hold?",
        "Your children looked after return (SSDA903), checked by the national rules in plain words, with an account of every "
        "row; with a name it becomes a private profile that every page takes. Nothing leaves this computer, and no child is named.",
        (
            Files(
                name="returns",
                label="The return's files",
                hint="CSV, XML or workbooks, one year's files or a folder of many years', or a zip: drop them here or choose them.",
            ),
            How(
                name="how",
                label="Repairs",
                offered=lambda: (
                    Option(STRICT, "List them and stop (strict)"),
                    Option(LENIENT, "Let them stand, each listed (lenient)"),
                ),
                usual=STRICT,
            ),
            Of(
                name="authority",
                label="Published figures for the rest",
                offered=lambda: (Option(ENGLAND, "England's, at this size"), *councils()),
                usual=ENGLAND,
            ),
            ProfileName(
                name="profile",
                label="Keep it as private:",
                hint="up to 12 small letters, digits and hyphens; empty: check it alone",
            ),
        ),
        _answer,
        quick=True,
        verb="import-903",
        private=True,
    )
