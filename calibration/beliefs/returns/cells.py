"""Bring every value of a table to the form the return gives it, and tell what had to be changed."""

import re
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from calibration.beliefs.returns.codes import codes
from calibration.beliefs.returns.layout import Column
from calibration.beliefs.returns.ledger import Ledger
from calibration.beliefs.returns.reading import Table

#: What programs write where nothing is known.
_NOTHING: Final = frozenset(
    [
        "NULL",
        "NA",
        "N/A",
        "#N/A",
        "NAN",
        "NAT",
        "NONE",
        "NIL",
        "-",
        "--",
        ".",
        "?",
        "#REF!",
        "#VALUE!",
        "#NAME?",
        "#NUM!",
        "<NA>",
        "(NULL)",
        "(BLANK)",
    ]
)
_DECIMAL: Final = re.compile(r"(\d+)\.0+")
_SCIENTIFIC: Final = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.I)
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f\u00a0\u200b\ufeff]+")
_FLAG: Final = "FLAG"
#: Characters that an identifier of the return has at most.
_LONGEST: Final = 10


def blank_words(table: Table, ledger: Ledger) -> None:
    """Take off what cannot be seen, and make words that stand for nothing blank."""
    for name, column in table.module.columns.items():
        if name not in table.frame:
            continue
        places, values = pd.factorize(table.frame[name].astype(object))
        plain = [_UNSEEN.sub(" ", str(one)) for one in values]
        valid = codes(column.field) if column.kind == "code" else {}
        empty = [
            text.strip().upper() in _NOTHING and text.strip().upper() not in valid for text in plain
        ]
        new = np.array(
            ["" if none else text for text, none in zip(plain, empty, strict=True)], dtype=object
        )
        if any(empty):
            rows = table.frame.index[np.array(empty)[places]]
            ledger.repair("blank_word", rows, name, table.frame.loc[rows, name], "")
        table.frame[name] = new[places] if len(values) else table.frame[name]


def conform(table: Table, ledger: Ledger) -> None:
    """Read identifiers, codes, numbers and postcodes; reject rows without what they need."""
    for name, column in table.module.columns.items():
        if column.kind == "child":
            _children(table, name, ledger)
        elif column.kind == "code":
            _codes(table, column, ledger)
        elif column.kind == "number":
            _numbers(table, column, ledger)
        elif column.kind == "postcode":
            plain = table.frame[name].str.upper().str.replace(" ", "", regex=False)
            table.frame[name] = plain.astype(object)
        elif column.kind in {"text", "loose_date"}:
            table.frame[name] = table.frame[name].str.strip().astype(object)


def _children(table: Table, name: str, ledger: Ledger) -> None:
    written = table.frame[name].str.strip().astype(object)
    table.frame[name] = written
    table.frame = ledger.reject("needed_blank", table.frame, written.index[written == ""], name)
    written = table.frame[name]
    short = written.index[written.str.fullmatch(_SCIENTIFIC).fillna(value=False).astype(bool)]
    table.frame = ledger.reject("child_scientific", table.frame, short, name)
    written = table.frame[name]
    decimal = written.index[written.str.fullmatch(_DECIMAL).fillna(value=False).astype(bool)]
    if len(decimal):
        new = written[decimal].str.replace(r"\.0+$", "", regex=True)
        ledger.repair("child_decimal", decimal, name, written[decimal], new)
        table.frame.loc[decimal, name] = new
    ledger.tell("child_long", written.index[written.str.len() > _LONGEST], name)


def _codes(table: Table, column: Column, ledger: Ledger) -> None:
    frame, name = table.frame, column.name
    for year in frame.year.unique():
        rows = frame.index[frame.year == year]
        written = frame.loc[rows, name].astype(object)
        places, values = pd.factorize(written)
        read = [_code(str(value), column.field, int(year)) for value in values]
        new = np.array([one[0] for one in read], dtype=object)
        met = np.array([one[1] for one in read], dtype=object)
        for rule in sorted({one[1] for one in read} - {""}):
            hit = met[places] == rule
            if rule == "code_doubtful":
                ledger.tell(rule, rows[hit], name, written[hit])
            else:
                ledger.repair(rule, rows[hit], name, written[hit], new[places][hit])
        if len(values):
            frame.loc[rows, name] = new[places]


@lru_cache(maxsize=100_000)
def _code(written: str, field: str, year: int) -> tuple[str, str]:
    """Return the code that a value stands for, and the rule that it met on the way."""
    known = codes(field)
    text = written.strip().upper()
    found, rule = text, "written" if written != text else ""
    if not text:
        return "", ""
    if found not in known:
        found, rule = _meant(text, field, year), "flag_written" if field == _FLAG else "written"
    if found not in known:
        return "", "code_invalid"
    code = known[found]
    if "upstream" in code.roles:
        return found, "upstream"
    if not code.holds_in(year):
        return found, "code_year"
    if year in code.doubtful:
        return found, rule or "code_doubtful"
    return found, rule


def _meant(text: str, field: str, year: int) -> str:
    """Return the code of a value written as a number, in words, or with its meaning beside it."""
    if met := _DECIMAL.fullmatch(text):
        return met[1]
    # What a word meant changed its code over the years: the code of that year comes first.
    for code in sorted(codes(field).values(), key=lambda one: not one.holds_in(year)):
        if text == code.meaning.upper() or text in code.roles:
            return code.code
    return re.split(r"[ :\-–(=]", text, maxsplit=1)[0]


def _numbers(table: Table, column: Column, ledger: Ledger) -> None:
    written = table.frame[column.name].str.strip()
    numbers = pd.to_numeric(written.where(written != ""), errors="coerce")
    fits = (numbers >= 0) & (numbers <= column.most) & (numbers % 1 == 0)
    wrong = written.index[(written != "") & ~fits]
    ledger.repair("number_invalid", wrong, column.name, written[wrong], "")
    decimal = written.index[fits & written.str.contains(".", regex=False)]
    ledger.repair("written", decimal, column.name, written[decimal], numbers[decimal])
    table.frame[column.name] = numbers.where(fits)
