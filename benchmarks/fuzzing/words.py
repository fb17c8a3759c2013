"""What people type after an option: right, nearly right, at the edge, or rubbish."""

from collections.abc import Mapping, Sequence
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, Final, get_args

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from calibration.beliefs.authorities.load import listing
from calibration.beliefs.effects.outcomes import INTERVENTIONS
from fuzzing.fitting import opened
from fuzzing.pieces import STRINGS
from scenarios import usual
from scenarios.scenario import list_scenarios
from simulation.outcomes.measures import MEASURES

#: Stands within addresses for a password, and must never be seen anywhere.
SECRET: Final = "Sw0rdfishQzx"
#: Files and folders that lie where the command is typed; `fixtures` makes them.
MINE: Final = f'name = "mine"\ntitle = "Mine"\n{opened()}'
_ODD_TITLE: Final = (
    r'name = "odd"' + "\n" + r'title = "[/red] home [bold =1+1 <b> \u001b[31m £"' + "\n"
)
STUDIES: Final = "[[study]]\nid = 1\n"


def fixtures() -> dict[str, bytes | None]:
    """Return what lies in the folder a command is typed in, by name; None is a folder."""
    return {
        "mine.toml": MINE.encode(),
        "mark.toml": MINE.encode("utf-8-sig"),
        "wide.toml": MINE.encode("utf-16"),
        "old.toml": MINE.replace("Two", "Zwölf").encode("cp1252"),
        "odd.toml": _ODD_TITLE.encode(),
        "broken.toml": b"name = \n",
        "empty.toml": b"",
        "studies.toml": STUDIES.encode(),
        "folder.toml": None,
        "taken": b"mine",
        "junk.sqlite": b"SQLite format 3\x00" + b"junk" * 200,
        "empty.sqlite": b"",
        "folder": None,
        "[red]folder": None,
        "-dash": None,
    }


NUMBERS: Final = (
    *("-1", "0", "1", "2", "3", "4", "7", "16", "20", "21", "28", "28.1", "256", "257", "65536"),
    *("100001", "2147483648", "9223372036854775807", "9223372036854775808", "-9223372036854775809"),
    *("1" + "0" * 30, "9" * 5_000, "1e3", "1.5", "0.999", "nan", "inf", "-inf", "1e308", "1e-300"),
    *(
        "",
        " ",
        " 3",
        "3 ",
        "1_000",
        "1,000",
        "٣",
        "３",
        "½",
        "0x10",
        "--3",
        "+2",
        "two",
        "1;2",
        "None",
    ),
)
PATHS: Final = (
    *("results", "folder", "folder/below", "taken", "taken/below", "missing/below/deep", ".", "-"),
    *("", " ", "[red]folder", "[bold", "-dash", "~", "~nobody/x", "é漢字", "with space", "a" * 300),
    *("folder/" * 60, "mine.toml", "con", "nul.txt", "a:b", "a?b*c", "tab\there", "line\nbreak"),
    *("\x1b[31mred", "\udce9bytes", "/proc/nothing/here", "/dev/null/x", "../beside"),
)
FILES: Final = (
    *("mine.toml", "mark.toml", "wide.toml", "old.toml", "odd.toml", "broken.toml", "empty.toml"),
    *("folder.toml", "missing.toml", "mine.toml-null", "mine.toml-recording", "studies.toml"),
    *("./mine.toml", "MINE.TOML", "mine.toml.toml", "a" * 300 + ".toml", "\udce9.toml"),
)
ADDRESSES: Final = (
    *("runs.sqlite", "folder/runs.sqlite", "new/folder/runs.sqlite", "taken", "taken/x.sqlite"),
    *("folder", "junk.sqlite", "empty.sqlite", ":memory:", "sqlite://", "sqlite:///", "", " ", "-"),
    *(
        "sqlite:///runs.sqlite",
        "sqlite:///:memory:",
        "sqlite:////proc/x.sqlite",
        "sqlite:///folder",
    ),
    *("sqlite:///file:x.sqlite?uri=true", "sqlite:///x.sqlite?mode=ro", "sqlite:x", "sqlite//x"),
    *("mysql://u@h/x", "http://127.0.0.1:1/x", "://", "a://b", "x" * 400, "sqlite:///" + "x" * 400),
    *("\x1b[31m.sqlite", "[red].sqlite", "\udce9.sqlite", "line\nbreak.sqlite", "~nobody/x.sqlite"),
    *("postgresql://127.0.0.1:1/x", "postgresql+psycopg://bob@127.0.0.1:1/x", "postgresql://"),
)
#: A password where people put it, and where slips of the pen put it.
WITH_SECRET: Final = tuple(
    form.replace("SECRET", SECRET)
    for form in (
        "postgresql://bob:SECRET@127.0.0.1:1/x",
        "postgresql+psycopg://bob:SECRET@127.0.0.1:1/x",
        "postgres://bob:SECRET@127.0.0.1:1/x",
        "postgresql://127.0.0.1:1/x?user=bob&password=SECRET",
        "postgresql://127.0.0.1:1/x?sslpassword=SECRET",
        "postgresql://127.0.0.1:1/x?passfile=SECRET",
        "postgresql://127.0.0.1:1/x?options=-c%20a%3DSECRET",
        "postgresql://127.0.0.1:1/x?nonsense=SECRET",
        "postgresql//bob:SECRET@127.0.0.1/x",
        "postgresql:/bob:SECRET@127.0.0.1/x",
        "postgresql:bob:SECRET@127.0.0.1/x",
        "postgresql+nonsense://bob:SECRET@127.0.0.1/x",
        "mysql://bob:SECRET@127.0.0.1/x",
        "bob:SECRET@127.0.0.1/x",
        "bob:SECRET@127.0.0.1:5432",
        "postgresql://bob:SECRET@127.0.0.1:port/x",
        "postgresql://bob:SECRET@127.0.0.1:99999/x",
        "postgresql://bob:SECRET@127.0.0.1:-1/x",
        "postgresql://bob:SECRET@[::1:1/x",
        "postgresql://bob:a@SECRET@127.0.0.1:1/x",
        "postgresql://bob:a/SECRET@127.0.0.1:1/x",
        "postgresql://bob:a#SECRET@127.0.0.1:1/x",
        "postgresql://bob:a?SECRET@127.0.0.1:1/x",
        "postgresql://bob:%53SECRET%40@127.0.0.1:1/x",
        "postgresql://bob:%zzSECRET@127.0.0.1:1/x",
        "postgresql://bob@SECRET@127.0.0.1:1/x",
        "postgresql://SECRET@127.0.0.1:1/x",
        "postgresql://:SECRET@127.0.0.1:1/x",
        "postgresql://bob:SECRET@" + "h" * 400 + "/x",
        "postgresql://bob:SECRET@127.0.0.1:1/" + "x" * 400,
        "postgresql://bob:SECRET@127.0.0.1:1/x\x1b[31m",
        "postgresql://bob:SECRET[red]@127.0.0.1:1/x",
        "host=127.0.0.1 port=1 user=bob password=SECRET",
        "password=SECRET",
        "PGPASSWORD=SECRET runs.sqlite",
        "sqlite://bob:SECRET@/x.sqlite",
        "sqlite:///x.sqlite?password=SECRET",
        "sqlite+pysqlcipher://:SECRET@/x.sqlite",
        " postgresql://bob:SECRET@127.0.0.1:1/x",
        "\tpostgresql://bob:SECRET@127.0.0.1:1/x ",
        "postgresql://bob:SECRET@127.0.0.1:1/x;y",
        "POSTGRESQL://bob:SECRET@127.0.0.1:1/x",
        "'postgresql://bob:SECRET@127.0.0.1:1/x'",
        "jdbc:postgresql://127.0.0.1:1/x?user=bob&password=SECRET",
    )
)
_COUNCILS: Final = (
    *("Rutland", "rutland", " Rutland ", "E06000017", "e06000017", "North Yorkshire", "Norfolk"),
    *(
        "Barnsley",
        "E08000016",
        "E08000038",
        "Sheffield",
        "E08000039",
        "E10000023",
        "BCP",
        "Cumbria",
    ),
    *("Bournemouth, Christchurch and Poole", "City of London", "Isles of Scilly", "Rutlnd", "York"),
    *("Kingston upon Hull, City of", "Hull", "E99999999", "England", "E92000001", "Ruttland [red]"),
)
_WORDS: Final = {
    "measure": [m.name for m in MEASURES] + ["care_entrie", "cost", "total"],
    "of": ["difference", "baseline", "scenario", "Difference"],
    "method": ["pawn", "morris", "sobol", "Pawn", "sobl"],
    "region": ["South West", "south west", "London", "Wessex", "East"],
    "intervention": [*INTERVENTIONS, usual.SCENARIO, "nwd"],
    "outcome": ["missing", "entry", "missin"],
    "calibration": ["England", "england", "Norfolk", "0", "abc", "none", "f" * 64],
}
#: Options that say how much work there is: always given, and small, so that a line takes little.
_FEW: Final = {
    "years": ("1", "2", "3"),
    "replicates": ("2", "3", "4"),
    "runs": ("200", "200", "40"),
    "bank": ("200", "0", "8", "64"),
    "top": ("1", "2"),
    "horizon": ("1", "2"),
    "workers": ("1", "2"),
    "seed": ("0", "1", "9223372036854775807"),
    "step_days": ("1", "7", "28"),
    "port": ("0", "0", "65535"),
    "origin": ("2022", "2023", "2024"),
    "value_of_care_week": ("0", "100", "1e6"),
}
WORK: Final = ("years", "replicates", "runs", "bank")


@cache
def _words() -> Mapping[str, Sequence[str]]:
    """Return the words that fit an option or nearly, by its name."""
    found = listing().to_dict("list")
    councils = (*_COUNCILS, *map(str, found["name"][::12]), *map(str, found["code"][::12]))
    scenarios = (
        *(one.name for one in list_scenarios()),
        *FILES,
        f"{usual.SCENARIO}s",
        "baseline-null",
    )
    own_files = dict.fromkeys(("targets", "priors", "extra"), FILES)
    places = {"authority": councils, "scenario": scenarios, "baseline": scenarios}
    return {**_WORDS, **_FEW, **own_files, **places, "db": ADDRESSES + WITH_SECRET}


def fitting(name: str, kind: Any, default: Any) -> Sequence[str]:
    """Return words that fit an option of a name and a kind of value, or nearly."""
    if name in _words():
        return _words()[name]
    if choices := _choices(kind):
        return (*choices, choices[0].upper(), f"{choices[0]}x")
    if kind in (int, float):
        return NUMBERS
    return PATHS if kind is Path or name == "json_file" else (*PATHS, str(default))


def _choices(kind: Any) -> list[str]:
    for one in (kind, *get_args(kind)):
        if isinstance(one, type) and issubclass(one, Enum):
            return [str(choice.value) for choice in one]
    return []


@cache
def rubbish() -> SearchStrategy[str]:
    """Return a strategy of words that fit nothing; none holds a password, which is for --db alone."""
    # No line can hold a NUL, and half a character only as a byte that is none in its encoding.
    unheard = {0: "0", 0xD800: "\udc80", 0xDFFF: "\udcff"}
    typed = tuple(text.translate(unheard) for text in STRINGS)
    return st.sampled_from((*NUMBERS, *PATHS, *FILES, *ADDRESSES, *typed))
