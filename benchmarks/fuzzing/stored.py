"""What must hold of a damaged database: its figures are the undamaged ones, or it is refused."""

import json
import re
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from fuzzing.campaign import BrokenRuleError, note
from fuzzing.databases import Damage, harmed, tables_of
from fuzzing.shell import Account, Said
from fuzzing.stand_ins import RAN, nothing
from fuzzing.typing_lines import DONE, MISTAKE, check_said

REPLICATES: Final = 4
RUNS: Final = 2 * REPLICATES
FOLDER: Final = "results"
LINE: Final = (
    *(
        "compare",
        "--no-funnel",
        "--authority",
        "Rutland",
        "--years",
        "1",
        "--replicates",
        str(REPLICATES),
    ),
    *("--workers", "1", "--out", FOLDER),
)
#: What a comparison says of runs it took from the store, and of those it could not use.
_TAKEN: Final = re.compile(r"Taken from the results database, of [\d,]+ runs each: ([^.]*)\.")
_AGAIN: Final = re.compile(
    r"([\d,]+)(?: of [\d,]+)? stored runs could not be used and w\w+ made again"
)
#: The parts of comparison.json that say how it was made, not what was found.
_HOW: Final = ("timings", "notes")


class Stored:
    """Keep one finished comparison, damage copies of its database, and ask for it again.

    Parameters
    ----------
    folder
        An empty folder.
    """

    def __init__(self, folder: Path) -> None:
        self._account = Account(folder)
        # What others ran in this process is not ours to count.
        RAN.clear()
        said = self._account.type(*LINE)
        if said.code != DONE:
            raise RuntimeError(f"the comparison itself failed: {said.both}")
        self._place = self._account.here / FOLDER
        self._base = folder / "base.sqlite"
        shutil.copyfile(self._file, self._base)
        self._figures = self._found()
        self._keys = self._stored(self._base)
        self.tables = tables_of(self._base)

    @property
    def _file(self) -> Path:
        return self._place / "doorways.sqlite"

    def __call__(self, damages: Sequence[Damage]) -> str:
        """Return what came of a damaged database; raise when a promise is broken."""
        shutil.rmtree(self._account.here)
        self._place.mkdir(parents=True)
        shutil.copyfile(self._base, self._file)
        with harmed(self._file, damages):
            before = self._stored(self._file)
            said, ran = self._asked()
        if said.code != DONE:
            return f"refused: {_rule(said)}"
        self._check_figures()
        self._check_account(said, ran, before)
        if ran:
            # What was made again is kept: the next time everything is taken from the store.
            said, more = self._asked()
            if said.code != DONE or more:
                raise BrokenRuleError(
                    "it does not heal", f"{more} runs again; {note(said.err, 600)}"
                )
            self._check_figures()
        return (
            "the same figures, nothing made again"
            if not ran
            else f"the same figures, {ran} runs made again"
        )

    def _asked(self) -> tuple[Said, int]:
        RAN.clear()
        (self._place / "comparison.json").unlink(missing_ok=True)
        # What says the figures once more takes longest of all.
        with patch("dashboards.report.comparison.write_briefing", nothing):
            said = self._account.type(*LINE)
        if said.code not in (DONE, MISTAKE):
            raise BrokenRuleError(f"exit code {said.code}: {_named(said)}", note(said.both, 3_000))
        check_said(said, None)
        return said, len(RAN)

    def _found(self) -> dict[str, Any]:
        text = (self._place / "comparison.json").read_text(encoding="utf-8")
        return {name: value for name, value in json.loads(text).items() if name not in _HOW}

    def _check_figures(self) -> None:
        found = self._found()
        wrong = [name for name, value in self._figures.items() if found.get(name) != value]
        if wrong:
            raise BrokenRuleError(f"other figures: {', '.join(wrong)}")

    def _check_account(self, said: Said, ran: int, before: frozenset[str] | None) -> None:
        """Check the numbers of runs that are said against what was run and what was there."""
        told = " ".join(said.both.split())
        taken = _TAKEN.search(told)
        reused = (
            sum(int(n.replace(",", "")) for n in re.findall(r"([\d,]+) of ", taken[1]))
            if taken
            else 0
        )
        if reused + ran != RUNS:
            raise BrokenRuleError(
                "a number of runs is not true",
                f"{reused} taken and {ran} made of {RUNS}: {note(told, 2_000)}",
            )
        again = _AGAIN.search(told)
        said_again = int(again[1].replace(",", "")) if again else 0
        if before is not None and said_again != len(before) - reused:
            raise BrokenRuleError(
                "runs are made again without a word"
                if not said_again
                else "another number is said to be made again",
                f"{len(before)} stored, {reused} taken, {said_again} said: {note(told, 2_000)}",
            )

    def _stored(self, file: Path) -> frozenset[str] | None:
        """Return which of the comparison's runs a database names, or None when it cannot be told."""
        try:
            with closing(
                sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=0)
            ) as connection:
                keys = frozenset(key for (key,) in connection.execute("SELECT run_key FROM run"))
        # SQLite's own message may hold what the damage made of a table's name.
        except (sqlite3.Error, OSError, UnicodeDecodeError):
            return None
        return keys & self._keys if hasattr(self, "_keys") else keys


def _named(said: Said) -> str:
    found = re.findall(r"\b([A-Z]\w+(?:Error|Exception))\b", said.both)
    return found[-1] if found else "?"


def _rule(said: Said) -> str:
    """Name a refusal by the line after the one that says what is wrong, without paths and numbers."""
    told = said.err.strip().splitlines()
    places = [i for i, line in enumerate(told) if re.match(r"[A-Z][a-z -]+: ", line)]
    rule = " ".join(told[places[0] + 1 : places[0] + 2]) if places else told[-1]
    return re.sub(r"'[^']*'|/\S+|\d+|\([^)]*\)", "#", rule)[:90]
