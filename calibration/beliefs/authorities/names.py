"""Find a council by what people call it: name, everyday name, or a code of any time.

``former_codes.csv`` lists codes, numbers and names that councils have or had beside those of the
profiles, with where each stands; ``everyday_names.csv`` what people say. A council that was
divided, and a name that fits several, is an error with all candidates.
"""

import csv
import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from calibration.beliefs.authorities.base_year import own_tables
from calibration.beliefs.authorities.councils import TABLE as COUNCILS
from calibration.beliefs.authorities.councils import read_councils, split
from calibration.beliefs.authorities.of_tables import of_tables
from simulation.errors import DoorwaysError

TABLES: Final = Path(__file__).parent / "tables"
#: Below this share of letters in common, councils of quite other names are put forward.
_ALIKE: Final = 0.65
#: Words of a council's title that many leave out.
_TITLES: Final = re.compile(
    r"\b(the|of|city|county|council|metropolitan|district|borough|london|royal|unitary|authority"
    r"|corporation|cc|bc|dc|mbc|mdc|lb|ua)\b"
)

Row = Mapping[str, str]


def find(text: str, table: Sequence[Row]) -> Row:
    """Return the row of the council that a name, ONS code or DfE number stands for.

    Parameters
    ----------
    text
        As a person wrote it: case, accents, punctuation and titles do not matter.
    table
        Councils as they are now, with ``code``, ``dfe_code`` and ``name``.

    Raises
    ------
    DoorwaysError
        When there is none, or several; the latter are named.
    """
    for look in (_exactly, _formerly, _everyday, _without_titles):
        found, rule = look(text, table)
        if len(found) == 1:
            return found[0]
        if found:
            names = [f"{row['name']} ({row['code']})" for row in found]
            says = f"{rule} {', '.join(names[:-1])} and {names[-1]}."
            raise DoorwaysError("Council", text, says, "Choose one of them.")
    raise DoorwaysError(
        "Council",
        text,
        "No council in England has, or lately had, this name or code.",
        _suggestion(text, [row["name"] for row in table]),
    )


Found = tuple[list[Row], str]
_SEVERAL: Final = "Several councils answer to it:"


def _exactly(text: str, table: Sequence[Row]) -> Found:
    wanted = _plain(text)
    return [
        row for row in table if wanted in (_plain(row[n]) for n in ("code", "dfe_code", "name"))
    ], _SEVERAL


def _formerly(text: str, table: Sequence[Row]) -> Found:
    """Heirs of a former council, or the holder of another code."""
    for wanted, part in ((_plain(text), _plain), (_core(text), _core)):
        for row in (*_read("former_codes.csv"), *_ended(own_tables())):
            if wanted and wanted in (
                _plain(row["code"]),
                _plain(row["dfe_code"]),
                part(row["name"]),
            ):
                heirs = _with_codes(row["now"].split(), table)
                if heirs:
                    return heirs, f"{row['name']} {row['what']}; its area is now that of"
    return [], ""


def other_codes() -> Mapping[str, str]:
    """Return codes that one council has or had beside its own, by that code."""
    return {
        row["code"]: row["now"]
        for row in _read("former_codes.csv")
        if row["code"] and len(row["now"].split()) == 1
    }


@of_tables()
def _ended(added: Path | None) -> tuple[Row, ...]:
    """Councils that a user's own table of councils ends, with what took their place."""
    path = added / COUNCILS.name if added else None
    if path is None or not path.is_file():
        return ()
    return tuple(
        {
            **{"code": one.code, "dfe_code": one.dfe_code, "name": one.name},
            "what": f"ended after 31 March {one.until}",
            "now": " ".join(heir.code for heir in heirs),
        }
        for one, heirs in split(read_councils([COUNCILS, path])).items()
    )


def _everyday(text: str, table: Sequence[Row]) -> Found:
    rows = _read("everyday_names.csv")
    for part in (_plain, _core):
        codes = [row["code"] for row in rows if part(row["name"]) == part(text)]
        if codes:
            return _with_codes(codes, table), _SEVERAL
    return [], ""


def _without_titles(text: str, table: Sequence[Row]) -> Found:
    wanted = {_core(text)}
    if "county" in text.lower():
        # "Nottingham County" is more often the shire than the city.
        wanted.add(_core(text) + "shire")
    return [row for row in table if _core(row["name"]) in wanted], _SEVERAL


def _with_codes(codes: Iterable[str], table: Sequence[Row]) -> list[Row]:
    wanted = list(codes)
    return sorted((r for r in table if r["code"] in wanted), key=lambda r: wanted.index(r["code"]))


@cache
def _read(filename: str) -> tuple[dict[str, str], ...]:
    with (TABLES / filename).open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


def _words(text: str) -> str:
    """Lower-case words without accents and punctuation; "&" is "and"."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    bare = re.sub(r"['’`]", "", bare.casefold().replace("&", " and "))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bare).split())


@cache
def _plain(text: str) -> str:
    """What two spellings of one name have in common: its letters and digits."""
    return _words(text).replace(" ", "")


@cache
def _core(text: str) -> str:
    return _TITLES.sub("", _words(text)).replace(" ", "") or _plain(text)


def _suggestion(text: str, names: Sequence[str]) -> str:
    wanted = _plain(text)
    plain = {_plain(name): name for name in names}
    starts = [n for p, n in plain.items() if len(wanted) >= 3 and p.startswith(wanted)]
    inside = [n for p, n in plain.items() if len(wanted) >= 3 and wanted in p]
    near = [plain[p] for p in difflib.get_close_matches(wanted, plain, n=3, cutoff=_ALIKE)]
    found = list(dict.fromkeys([*starts, *inside, *near]))[:4]
    if not found:
        return "'doorways authorities' lists the councils; choose one of them."
    return f"Did you mean {' or '.join(found)}?"
