"""Damage made-up returns the way people, spreadsheets and case systems do, and see what becomes of them."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from xlsxwriter import Workbook

from calibration.beliefs.returns import chains
from calibration.beliefs.returns.accounts import account
from calibration.beliefs.returns.importing import Imported, import_returns
from calibration.beliefs.returns.open_ends import stale
from fuzzing.campaign import BrokenRuleError, Campaign, Tally
from fuzzing.made_returns import COLUMNS, lives, returns
from fuzzing.own_profiles import profile_or_sentence
from simulation.errors import DoorwaysError

YEARS: Final = (2018, 2019)
#: Files of a return: name and rows of cells, the headings first.
Grids = dict[str, list[list[str]]]
#: What stands in cells that are wrong.
CELLS: Final = (
    *(
        "",
        " ",
        "NULL",
        "n/a",
        "#REF!",
        "0",
        "1.0",
        "-1",
        "99999999999",
        "1E+05",
        "é",
        "\u200b",
        "'",
    ),
    *("31/02/2018", "01/01/18", "2017-06-01", "42887", "06/13/2017", "1-Jun-17", "01/04/1066"),
    *("31/03/2018", "01/04/2018", "01/04/2017", "15/09/2017", "01/01/2019", "30/06/2030"),
    *(
        "X1",
        "x1",
        " E4A ",
        "E99",
        "S",
        "L",
        "P",
        "B",
        "T",
        "V3",
        "V4",
        "C2",
        "T1",
        "T4",
        "K3",
        "H5",
    ),
    *(
        "Z1",
        "R5",
        "PR0",
        "PR9",
        "NR1 1AA",
        "nowhere",
        "A",
        "M",
        "true",
        "=1+1",
        "a,b",
        "x\ty",
        "100000",
    ),
)
HEADINGS: Final = ("child", " DECOM ", "CHILD", "LA", "YEAR", "", "DEC", "Dec_", "PL", "UPN ")
NAMES: Final = ("2018", "2017-18", "x", "a/b", "2018-19", "header", "old 2017")


@dataclass(frozen=True)
class Damage:
    """One thing done to a return: which file, row and column it meets, counted around."""

    how: str
    file: int = 0
    row: int = 0
    column: int = 0
    text: str = ""


@dataclass(frozen=True)
class Case:
    """A return and what is done to it."""

    seed: int
    damages: tuple[Damage, ...]
    carrier: str
    bytes_after: tuple[Damage, ...] = ()


def cases() -> SearchStrategy[Case]:
    """Return a strategy for damaged returns: much in the rows, little of what refuses a whole file."""
    at = st.integers(0, 40)
    cell = st.builds(Damage, st.just("cell"), at, at, at, st.sampled_from(CELLS))
    told = st.builds(Damage, st.just("cell of episodes"), at, at, at, st.sampled_from(CELLS))
    row = st.builds(Damage, st.sampled_from(sorted(_ROWS)), at, st.integers(1, 40), at)
    whole = st.one_of(
        st.builds(Damage, st.just("heading"), at, at, at, st.sampled_from(HEADINGS)),
        st.builds(Damage, st.sampled_from(sorted(_WHOLE)), at, at, at),
        st.builds(Damage, st.just("rename"), at, at, at, st.sampled_from(NAMES)),
    )
    bytewise = st.builds(Damage, st.sampled_from(sorted(BYTES)), at, st.integers(0, 5_000), at)
    none: SearchStrategy[tuple[Damage, ...]] = st.just(())
    return st.builds(
        lambda seed, rows, files, carrier, after: Case(seed, rows + files, carrier, after),
        st.integers(1, 30),
        st.lists(st.one_of(cell, told, told, told, row), max_size=8).map(tuple),
        st.one_of(none, none, none, st.tuples(whole)),
        st.sampled_from(("csv", "csv", "csv", "zip", "xlsx", "xml")),
        st.one_of(none, none, none, none, st.tuples(bytewise)),
    )


def _double(rows: list[list[str]], one: Damage) -> None:
    rows.append(list(rows[one.row % len(rows)]))


def _drop(rows: list[list[str]], one: Damage) -> None:
    del rows[one.row % len(rows)]


def _below(rows: list[list[str]], one: Damage) -> list[str]:
    """Return a row below the headings, if there is one."""
    return rows[1 + one.row % (len(rows) - 1)] if len(rows) > 1 else rows[0]


def _swap(rows: list[list[str]], one: Damage) -> None:
    first, second = one.row % len(rows), one.column % len(rows)
    rows[first], rows[second] = rows[second], rows[first]


def _blank(rows: list[list[str]], one: Damage) -> None:
    rows.insert(one.row % len(rows), [""] * len(rows[0]))


def _cut(rows: list[list[str]], one: Damage) -> None:
    row = _below(rows, one)
    del row[one.column % (len(row) + 1) :]


def _widen(rows: list[list[str]], one: Damage) -> None:
    rows[one.row % len(rows)].append("more")


def _drop_column(rows: list[list[str]], one: Damage) -> None:
    place = one.column % max(len(rows[0]), 1)
    for row in rows:
        del row[place : place + 1]


def _empty(rows: list[list[str]], one: Damage) -> None:
    del rows[one.row % 2 :]


_ROWS: Final[dict[str, Callable[[list[list[str]], Damage], None]]] = {
    "double": _double,
    "drop": _drop,
    "swap": _swap,
    "blank": _blank,
    "cut": _cut,
    "widen": _widen,
}
_WHOLE: Final[dict[str, Callable[[list[list[str]], Damage], None]]] = {
    "drop column": _drop_column,
    "empty": _empty,
}
GRID: Final = _ROWS | _WHOLE
BYTES: Final[dict[str, Callable[[bytes, Damage], bytes]]] = {
    "truncate": lambda content, one: content[: one.row % (len(content) + 1)],
    "quote": lambda content, one: _put(content, one.row, b'"'),
    "zero": lambda content, one: _put(content, one.row, b"\0"),
    "high": lambda content, one: _put(content, one.row, b"\x81\xff"),
    "mark": lambda content, one: b"\xef\xbb\xbf" + content,
    "utf-16": lambda content, one: content.decode("utf-8", errors="replace").encode("utf-16"),
    "semicolons": lambda content, one: content.replace(b",", b";"),
    "old lines": lambda content, one: content.replace(b"\n", b"\r"),
}


def _put(content: bytes, at: int, what: bytes) -> bytes:
    place = at % (len(content) + 1)
    return content[:place] + what + content[place:]


def grids(case: Case) -> Grids:
    """Return the files of a case, damaged cell by cell."""
    made = returns(lives(8, YEARS, case.seed), YEARS)
    files = {
        f"{year - 1}-{year % 100}/{name}.csv": [
            COLUMNS[name].split(),
            *([row[column] for column in COLUMNS[name].split()] for row in rows),
        ]
        for year, tables in made.items()
        for name, rows in tables.items()
        if rows
    }
    for one in case.damages:
        _damage(files, one)
    return files


def _damage(files: Grids, one: Damage) -> None:
    names = [n for n in files if one.how != "cell of episodes" or "episodes" in n] or list(files)
    name = names[one.file % len(names)]
    rows = files[name]
    if one.how == "rename":
        files[f"{one.text}/{name.rpartition('/')[2]}"] = files.pop(name)
    elif not rows or not rows[0]:
        return
    elif one.how in GRID:
        GRID[one.how](rows, one)
    else:
        row = rows[0] if one.how == "heading" else _below(rows, one)
        if row:
            row[one.column % len(row)] = one.text


def write_case(folder: Path, case: Case) -> Path:
    """Write the files of a case and return what is imported."""
    files = grids(case)
    if case.carrier == "xlsx":
        contents = {f"{name[:-4]}.xlsx": _workbook(rows) for name, rows in files.items()}
    elif case.carrier == "xml":
        contents = {"2017-18.xml": _xml(files)}
    else:
        contents = {name: _csv(rows) for name, rows in files.items()}
    for one in case.bytes_after:
        name = sorted(contents)[one.file % len(contents)]
        contents[name] = BYTES[one.how](contents[name], one)
    if case.carrier == "zip":
        with zipfile.ZipFile(folder / "return.zip", "w") as archive:
            for name, content in contents.items():
                archive.writestr(name, content)
        return folder / "return.zip"
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def _csv(rows: list[list[str]]) -> bytes:
    quoted = ([f'"{cell}"' if "," in cell else cell for cell in row] for row in rows)
    return "".join(",".join(row) + "\n" for row in quoted).encode()


def _workbook(rows: list[list[str]]) -> bytes:
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("return")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, cell)
    book.close()
    return stream.getvalue()


def _xml(files: Grids) -> bytes:
    """Return the first year as an XML return: one child a header row, episodes beside."""

    def element(name: str, inside: str) -> str:
        return f"<{name}>{inside}</{name}>"

    def plain(text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;")

    def leaves(heads: list[str], row: list[str]) -> str:
        renamed = {"CHILD": "CHILDID", "PLACE": "PL"}
        return "".join(
            element(renamed.get(head, head) if head.isidentifier() else "X", plain(cell))
            for head, cell in zip(heads, row, strict=False)
        )

    tables = {name.rpartition("/")[2]: rows for name, rows in files.items() if rows}
    head, *children = tables.get("header.csv", [["CHILD"]])
    columns, *episodes = tables.get("episodes.csv", [["CHILD"]])
    parts = []
    for row in children:
        own = [one for one in episodes if one[:1] == row[:1]]
        inside = element("HEADER", leaves(head, row))
        inside += "".join(element("EPISODE", leaves(columns[1:], one[1:])) for one in own)
        parts.append(element("CHILD", inside))
    return element("EXPSSDA903", "\n".join(parts)).encode()


class Examine:
    """Import a damaged return: a whole account, or one clear sentence."""

    def __init__(self, folder: Path) -> None:
        """Use a folder for the files of each case."""
        self._folder = folder
        self._tried = 0

    def __call__(self, case: Case) -> str:
        """Return in a few words what came of a case; raise when a promise is broken."""
        self._tried += 1
        folder = self._folder / str(self._tried)
        folder.mkdir()
        path = write_case(folder, case)
        try:
            imported = import_returns(path, lenient=True)
        except DoorwaysError as refused:
            if not all(refused.parts()) or "\n" in refused.rule:
                raise BrokenRuleError("a refusal is not one sentence", str(refused)) from None
            return f"refused: {refused.thing}"
        finally:
            _remove(folder)
        check(imported)
        if case.carrier in {"csv", "zip"} and not case.bytes_after:
            _check_rows(grids(case), imported)
        came = profile_or_sentence(imported)
        return f"{came}, strict would stop" if imported.ledger.stops() else came


def _remove(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()


def check(imported: Imported) -> None:
    """Check what holds of every import.

    Raises
    ------
    BrokenRuleError
        When it does not.
    """
    found = account(imported, show_children=True)
    json.dumps(found, allow_nan=False)
    for one in [found["rows"], *found["files"]]:
        if one["read"] != one["used"] + one["repaired"] + one["rejected"]:
            raise BrokenRuleError("an account does not add up", str(one))
        if "rejected_by_rule" in one and one["rejected"] != sum(
            reason["rows"] for reason in one["rejected_by_rule"]
        ):
            raise BrokenRuleError("a rejected row has no reason, or two", str(one))
    kept = [int(i) for frame in imported.tables.values() for i in frame.index]
    fates = imported.ledger.fates()
    if sorted(kept) != list(fates.index[fates != "rejected"]):
        raise BrokenRuleError("rows kept are not those the account says")
    _check_histories(imported.tables["episodes"])


def _check_rows(files: Grids, imported: Imported) -> None:
    """Check that every line under the headings of a file that was read is a row of the account."""
    above = {
        one.file: int(one.said.split()[0])
        for one in imported.ledger.of_files
        if one.rule == "lines_above"
    }
    for part in imported.ledger.parts:
        lines = sum(bool(",".join(row)) for row in files[part.file])
        if len(part.rows) + 1 + above.get(part.file, 0) != lines:
            raise BrokenRuleError(
                "a row is lost", f"{part.file}: {lines} lines, {len(part.rows)} rows"
            )


def _check_histories(frame: pd.DataFrame) -> None:
    begins = chains.next_start(frame)
    joined, goes_on = chains.joined(frame), chains.goes_on() == frame.REC
    first = ~frame.child.eq(frame.child.shift(1))
    broken = {
        "an episode has no length": frame.DEC <= frame.DECOM,
        "episodes overlap": begins < frame.DEC,
        "an open episode is not the last": frame.DEC.isna() & begins.notna(),
        "an episode of an older return is open": stale(frame),
        "a reason does not fit its end": goes_on != frame.DEC.eq(begins),
        "an open episode has a reason": frame.DEC.isna() & (frame.REC != ""),
        "a start of care is within care": joined & (chains.starts() == frame.RNE),
        "care begins without a start": ~joined & ~first & (chains.starts() != frame.RNE),
        "a child is an adult": frame.adult < frame.DEC,
        "an episode is before birth": frame.born - pd.Timedelta(days=15) > frame.DECOM,
    }
    for kind, where in broken.items():
        if where.any():
            raise BrokenRuleError(kind, frame[where].head(3).to_string())


def run(count: int, seed: int, folder: Path, name: str) -> Tally:
    """Damage so many returns and return what came of them."""
    return Campaign(cases(), Examine(folder)).run(count, seed, name)
