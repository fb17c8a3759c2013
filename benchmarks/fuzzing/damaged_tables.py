"""Damage published tables the way publishers, spreadsheets and downloads do, and see what becomes of them."""

import csv
import io
import shutil
import tempfile
from collections.abc import Container, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from unittest.mock import patch

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities import base_year, history, load, sources
from calibration.beliefs.authorities.build import save, save_year
from calibration.beliefs.authorities.councils import HEADER
from calibration.beliefs.authorities.councils import TABLE as COUNCILS
from calibration.beliefs.authorities.extras import NO_HOMES
from calibration.beliefs.authorities.new_year import Added, add
from calibration.beliefs.authorities.of_tables import forget_read
from fuzzing.campaign import BrokenRuleError, Campaign, Tally
from fuzzing.damaged_returns import BYTES, GRID, Damage
from fuzzing.made_tables import Grid, england_of, place, tables, write
from simulation.errors import DoorwaysError
from simulation.files.csv_text import read_csv

#: The years that are kept, and the one that is added.
KEPT, NEW = (2023, 2024), 2025
#: The councils of the small country, by number.
NUMBERS: Final = ("805", "807", "811", "815", "821", "838", "908")
#: What stands in cells that are wrong.
CELLS: Final = (
    *("", " ", "c", "k", "low", "[c]", "x", "z", "u", "*", "~", "<5", "..", "n/a", "#REF!"),
    *("815.0", " 815 ", "0815", "815", "999", "E06000065", "E06000099", "Kent", "Total"),
    *("202425", "2024-25", "2024/25", "2025.0", "2026", "20x5", "25", "1,234", "1.234,5", "12%"),
    *("0", "5", "-1", "1e3", "1E+05", "99999999", "3.5", "nan", "é", "=1+1", "\u200b"),
    *("National", "LA", "Local Authority", "local authority", "Regional", "District"),
)
HEADINGS: Final = (
    "Time_Period",
    "year",
    "NUMBER",
    "value",
    "LA code",
    "old_la_code",
    "",
    "characteristic",
)
NAMES: Final = ("table", "la_cla_placement_stability copy", "b1_children_in_need_2013_to_2025")
#: What names of tables begin with that a year can be without.
_NOT_MAIN: Final = (
    *("b4_", "b5_", "c3_", "d5_", "ons_", "la_cla_placement", "la_conviction", "b1_"),
    *("lait_", "national_activity", "ofsted_", "sn_model", "cla_number_and_rate"),
)
_REGISTER: Final = "ofsted_register_by_la_sector.csv"
_REGISTERED: Final = frozenset(NO_HOMES) | {"homes_register_year", "supported_register_year"}
#: Damages after which a number may be another one that could be true.
TELLING: Final = frozenset({"cell"})


@dataclass(frozen=True)
class Case:
    """What is done to the tables of a small country."""

    damages: tuple[Damage, ...]
    bytes_after: tuple[Damage, ...] = ()
    left_out: tuple[str, ...] = ()


def cases() -> SearchStrategy[Case]:
    """Return a strategy for damaged tables."""
    at = st.integers(0, 1_500)
    few = st.integers(0, 25)
    cell = st.builds(Damage, st.just("cell"), few, at, few, st.sampled_from(CELLS))
    row = st.builds(
        Damage, st.sampled_from(("double", "drop", "swap", "blank", "cut")), few, at, at
    )
    whole = st.one_of(
        st.builds(Damage, st.just("heading"), few, at, few, st.sampled_from(HEADINGS)),
        st.builds(Damage, st.sampled_from(("drop column", "empty", "cut")), few, at, few),
        st.builds(Damage, st.just("rename"), few, at, few, st.sampled_from(NAMES)),
    )
    bytewise = st.builds(Damage, st.sampled_from(sorted(BYTES)), few, st.integers(0, 60_000), few)
    none: SearchStrategy[tuple[Damage, ...]] = st.just(())
    seldom = st.one_of(none, none, none, none, none, none, st.tuples(bytewise))
    return st.builds(
        lambda rows, files, after, out: Case(rows + files, after, tuple(out)),
        st.lists(st.one_of(row, row, row, cell), max_size=4).map(tuple),
        st.one_of(none, none, none, none, none, st.tuples(whole)),
        seldom,
        st.one_of(st.just([]), st.lists(st.sampled_from(_NOT_MAIN), max_size=3)),
    )


@contextmanager
def small_country(folder: Path) -> Iterator[tuple[AuthorityProfile, ...]]:
    """Let the tables that ship be those of seven councils and of England as their sum."""
    made = folder / "shipped"
    profiles, contents = _seven()
    made.mkdir()
    for name, content in contents.items():
        (made / name).write_bytes(content)
    with ExitStack() as stack:
        stack.enter_context(patch.object(load, "TABLES", made))
        stack.enter_context(patch.object(history, "TABLE", made / "history.csv"))
        stack.enter_context(patch.object(sources, "COUNCILS", made / "councils.csv"))
        stack.enter_context(patch.object(base_year, "data_folder", lambda *_: folder / "data"))
        stack.callback(forget_read)
        forget_read()
        yield profiles


@cache
def _seven() -> tuple[tuple[AuthorityProfile, ...], Mapping[str, bytes]]:
    """Return the seven councils in the last kept year, and the tables that ship of them by file name."""
    codes = {code for code, number in load.numbers(KEPT[-1]).items() if number in NUMBERS}
    whole = {year: tuple(p for p in load.all_profiles(year) if p.code in codes) for year in KEPT}
    with tempfile.TemporaryDirectory() as name:
        made = Path(name)
        for year, profiles in whole.items():
            rows = _rows(load.TABLES / f"profiles_{year}.csv", codes)
            save_year(made, year, rows, [_england(rows[0], profiles)])
        save(made / "councils.csv", _rows(COUNCILS, codes), HEADER)
        save(made / "history.csv", _rows(history.TABLE, codes), history.HEADER)
        return whole[KEPT[-1]], _contents(made)


def _rows(path: Path, codes: Container[str]) -> list[dict[str, str]]:
    return [row for row in read_csv(path, "table") if row["code"] in codes]


def _england(row: Mapping[str, str], profiles: tuple[AuthorityProfile, ...]) -> dict[str, str]:
    sums = {n: sum(one[n] for one in profiles) for n in profiles[0].counts}
    means = {
        n: s / len(profiles) for n, s in sums.items() if n.endswith(("percent", "week", "year"))
    }
    texts = {"code": history.ENGLAND_CODE, "name": "England", "region": "England"}
    return dict.fromkeys(row, "") | texts | {n: f"{v:.10g}" for n, v in (sums | means).items()}


def grids(profiles: tuple[AuthorityProfile, ...]) -> dict[str, Grid]:
    """Return the tables of the kept and the new year, which are the same but for the year."""
    numbers = load.numbers(KEPT[-1])
    places = [england_of(profiles), *(place(numbers[one.code], one) for one in profiles)]
    old, new = (tables(places, year) for year in (KEPT[-1], NEW))
    return {name: new[name] + earlier[1:] for name, earlier in zip(new, old.values(), strict=True)}


class Examine:
    """Add damaged tables: a year that says what it filled in, or one clear sentence."""

    def __init__(self, folder: Path) -> None:
        """Use a folder for the files of each case."""
        self._folder = folder
        self._tried = 0
        self._hit: set[str] = set()
        with self._country() as (profiles, where):
            self._clean = grids(profiles)
            write(where / "tables", self._clean)
            add(where / "tables")
            self._truth = _figures()

    @contextmanager
    def _country(self) -> Iterator[tuple[tuple[AuthorityProfile, ...], Path]]:
        self._tried += 1
        where = self._folder / str(self._tried)
        where.mkdir()
        try:
            with small_country(where) as profiles:
                yield profiles, where
        finally:
            shutil.rmtree(where)

    def __call__(self, case: Case) -> str:
        """Return in a few words what came of a case; raise when a promise is broken."""
        with self._country() as (_, where):
            self._write(case, where / "tables")
            before = _contents(where / "shipped")
            try:
                found = add(where / "tables")
            except DoorwaysError as refused:
                if not all(refused.parts()) or "\n" in refused.rule:
                    raise BrokenRuleError("a refusal is not one sentence", str(refused)) from None
                if (where / "data").exists():
                    raise BrokenRuleError(
                        "something was kept though refused", str(refused)
                    ) from None
                return f"refused: {refused.thing}"
            if _contents(where / "shipped") != before:
                raise BrokenRuleError("a table that ships has changed")
            return self._checked(case, found)

    def _write(self, case: Case, folder: Path) -> None:
        files = {name: [list(row) for row in rows] for name, rows in self._clean.items()}
        for begins in case.left_out:
            for name in [one for one in files if one.startswith(begins)]:
                del files[name]
        self._hit = {_damage(files, one) for one in case.damages}
        contents = {name: _csv(rows) for name, rows in files.items()}
        for one in case.bytes_after:
            name = sorted(contents)[one.file % len(contents)]
            self._hit.add(name)
            contents[name] = BYTES[one.how](contents[name], one)
        folder.mkdir()
        for name, content in contents.items():
            (folder / name).write_bytes(content)

    def _checked(self, case: Case, found: Added) -> str:
        for one in found.tables:
            if one.rows != one.used + sum(one.left_out.values()):
                raise BrokenRuleError("an account does not add up", str(one))
        year = next((one for one in found.years if one.year == NEW), None)
        if year is None or not year.whole:
            return "not whole yet" if year else "no new year"
        if not any(one.how in TELLING for one in case.damages):
            self._compare(found)
        return "added"

    def _compare(self, found: Added) -> None:
        """Check that every figure is the published one, or is said to be filled in."""
        # A council without a row in the register may have no homes: nobody can tell.
        unsure = _REGISTERED if _REGISTER in self._hit else ()
        for key, (value, filled) in _figures().items():
            if key[1] in unsure:
                continue
            true, hidden = self._truth[key]
            if not filled and (hidden or abs(value - true) > 0.005):
                said = f"{key}: {value} for {true}; {found.years}"
                raise BrokenRuleError("a figure was lost and nothing says so", said)


def _figures() -> dict[tuple[str, str], tuple[float, bool]]:
    """Return every figure of the new year, and whether it is filled in, by council and column."""
    return {
        (one.name, name): (value, name in one.imputed)
        for one in (load.england(NEW), *load.all_profiles(NEW))
        for name, value in one.counts.items()
    }


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def _damage(files: dict[str, Grid], one: Damage) -> str:
    """Damage one file; return its name."""
    name = sorted(files)[one.file % len(files)]
    rows = files[name]
    if one.how == "rename":
        files[f"{one.text}.csv"] = files.pop(name)
    elif rows and rows[0]:
        _damage_rows(rows, one)
    return name


def _damage_rows(rows: Grid, one: Damage) -> None:
    if one.how in GRID:
        # What is done to rows is not done to the first line, which is damaged by itself.
        head, body = rows[0], rows[1:]
        if one.how in ("drop column", "empty"):
            GRID[one.how](rows, one)
        elif body:
            GRID[one.how](body, one)
            rows[:] = [head, *body]
    else:
        below = 0 if one.how == "heading" or len(rows) == 1 else 1 + one.row % (len(rows) - 1)
        row = rows[below]
        if row:
            row[one.column % len(row)] = one.text


def _csv(rows: Grid) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def run(count: int, seed: int, folder: Path, name: str) -> Tally:
    """Damage so many sets of tables and return what came of them."""
    return Campaign(cases(), Examine(folder)).run(count, seed, name)
