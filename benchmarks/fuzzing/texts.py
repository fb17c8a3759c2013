"""Scenario files: true to the schema, nearly so, changed by hand, or nothing of the kind at all."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from pydantic import BaseModel

from calibration.beliefs.evidence.load import figures
from fuzzing.fitting import (
    NUMBERS,
    effects,
    keys,
    models,
    opened,
    part_opened,
    parts,
    shipped,
    values,
)
from fuzzing.pieces import LETTERS, LINES, STRINGS, VALUES
from fuzzing.weighted import weighted
from scenarios import usual
from scenarios.intervention_schema import kinds
from scenarios.override import settable
from scenarios.scenario import ScenarioFile

#: How a file is saved, the usual way most often.
ENCODINGS: Final = (
    *("utf-8",) * 60,
    *("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"),
)
NEWLINES: Final = (*("\n",) * 30, "\r\n", "\r", "\n\r", "\u2028")
#: Sizes at which limits are set, and far beyond.
SIZES: Final = (3, 15, 16, 17, 60, 61, 300, 999, 1_100, 5_000, 20_000, 100_000, 400_000)
#: One value in so many is an odd one.
_ODD_ONE_IN: Final = 24

_NAMES: Final = (
    "mine",
    "a",
    "two-homes-2",
    "x9",
    usual.SCENARIO,
    f"{usual.SCENARIO}-null",
    "baseline",
)
_TEXTS: Final = ("'Two homes'", '"One home, in Skipton"', '"""\nA\nparagraph."""', "'x'")
#: Values that fit what stands above the services, by key.
_FITTING: Final[dict[str, Sequence[str]]] = {
    "name": [f"'{name}'" for name in _NAMES],
    "title": ("'Two homes'", '"One home, in Skipton"', "'x'", "'Two homes [pilot]'", "'£1.2m – ½'"),
    "description": _TEXTS,
    "notes": ("[]", "['A note.']", "['One.', 'Two.']"),
    "sources": ("[]", "['N03']", "['iu_2018_adapt', 'W04']", "['https://example.org/a']"),
    "twin_of": ("''", f"'{usual.SCENARIO}'"),
}
_HEAD: Final = [
    key for key in ScenarioFile.model_fields if key not in ("parameters", "interventions")
]


def contents(largest: int = SIZES[-1]) -> SearchStrategy[bytes]:
    """Return a strategy of files' bytes; no extreme one is larger than `largest` is long."""
    return weighted(
        (11, saved(changed(documents()))),
        (5, saved(changed(st.sampled_from(shipped())))),
        (1, saved(random_toml())),
        (1, saved(extremes(largest))),
        (1, st.binary(max_size=200)),
    )


@st.composite
def documents(draw: DrawFn) -> str:
    """Write a scenario key by key from the schema; most values fit, and some do not."""
    lines = [_line(draw, key) for key in _HEAD if key in ("name", "title") or draw(st.booleans())]
    chosen = draw(st.lists(st.sampled_from(_parameters()), max_size=3, unique=True))
    if chosen:
        lines += ["[parameters]", *(_setting(draw, name) for name in chosen)]
    for _ in range(draw(st.integers(0, 2))):
        spec = draw(st.sampled_from(sorted(kinds().items())))[1].spec
        lines += ["[[interventions]]", f"kind = {draw(_values('kind'))}", *_some(draw, spec)]
        for part, model in parts(spec).items():
            for _ in range(draw(st.integers(0, 3))):
                lines += [f"[[interventions.{part}]]", *_some(draw, model)]
    return "\n".join(lines) + "\n"


def _some(draw: DrawFn, model: type[BaseModel]) -> list[str]:
    """Write some of the keys of a table."""
    known = [key for key in keys(model) if key != "kind"]
    return [
        _line(draw, key) for key in draw(st.lists(st.sampled_from(known), max_size=4, unique=True))
    ]


def _line(draw: DrawFn, key: str) -> str:
    return f"{key} = {draw(_values(key))}"


@cache
def _values(key: str) -> SearchStrategy[str]:
    """Return a strategy of a key's values, one in so many an odd one, at the cost of one draw."""
    odd, fitting = _odd(), tuple(_FITTING.get(key) or values().get(key) or NUMBERS)
    often = (_ODD_ONE_IN - 1) * len(odd) // len(fitting)
    return st.sampled_from((*fitting * often, *odd))


@cache
def _odd() -> tuple[str, ...]:
    return (*VALUES, *(_quoted(text) for text in STRINGS))


@cache
def _odd_values() -> SearchStrategy[str]:
    return st.sampled_from(_odd())


def _quoted(text: str) -> str:
    """Write a text as TOML has it, line ends and all: what stands in it is the reader's to judge."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@cache
def _parameters() -> tuple[str, ...]:
    return (*settable(), "no_such_parameter", *effects())


def _setting(draw: DrawFn, name: str) -> str:
    """Set a parameter: to one value, or to a range, near its figure's value or anywhere."""
    if name not in settable() or draw(st.integers(1, _ODD_ONE_IN)) == _ODD_ONE_IN:
        return f"{name} = {draw(_odd_values())}"
    figure, factors = figures()[name].value, draw(st.sampled_from(_SPREADS))
    values = [_scaled(figure, factor, *settable()[name]) for factor in factors]
    if len(values) == 1:
        return f"{name} = {values[0]}"
    return f"{name} = {{ low = {values[0]}, central = {values[1]}, high = {values[2]} }}"


_SPREADS: Final = (
    *((1.0,), (0.8,), (0.95,), (1.1,), (1.0,), (0.0,), (1e6,)),
    *(
        (0.9, 1.0, 1.1),
        (0.95, 1.0, 1.05),
        (0.8, 1.0, 1.2),
        (0.5, 1.0, 2.0),
        (1.0, 1.0, 1.0),
        (0.0, 0.5, 1.0),
        (0.999, 1.0, 1.001),
    ),
    *((1.1, 1.0, 0.9), (-1.0, 1.0, 2.0), (1e-300, 1e-200, 1e-100)),
)


def _scaled(value: Any, factor: float, low: float, high: float) -> str:
    """Write a figure times a factor, drawn back into its support for factors near one."""
    if isinstance(value, tuple):
        return "[" + ", ".join(_scaled(part, factor, low, high) for part in value) + "]"
    scaled = float(value) * factor
    return repr(min(max(scaled, low), high) if 0 < factor <= 2 else scaled)


@st.composite
def changed(draw: DrawFn, texts: SearchStrategy[str]) -> str:
    """Change a text up to three times, as editing, pasting and careless copying do."""
    text = draw(texts)
    for _ in range(draw(st.sampled_from((0, 0, 0, 1, 1, 2, 3)))):
        change, at = draw(st.sampled_from(CHANGES)), draw(st.integers(0, 9_999))
        text = change(draw, text, at)
    return text


def _of_lines(text: str, at: int) -> tuple[list[str], int]:
    lines = text.split("\n")
    return lines, at * len(lines) // 10_000


def _line_out(draw: DrawFn, text: str, at: int) -> str:
    lines, place = _of_lines(text, at)
    return "\n".join(lines[:place] + lines[place + 1 :])


def _line_twice(draw: DrawFn, text: str, at: int) -> str:
    lines, place = _of_lines(text, at)
    return "\n".join([*lines[:place], lines[place], *lines[place:]])


def _line_in(draw: DrawFn, text: str, at: int) -> str:
    lines, place = _of_lines(text, at)
    return "\n".join([*lines[:place], draw(st.sampled_from(LINES)), *lines[place:]])


def _value_other(draw: DrawFn, text: str, at: int) -> str:
    lines, place = _of_lines(text, at)
    for step in range(len(lines)):
        key, equals, _ = lines[(place + step) % len(lines)].partition("=")
        if equals and "#" not in key:
            lines[(place + step) % len(lines)] = f"{key}= {draw(_odd_values())}"
            break
    return "\n".join(lines)


def _key_other(draw: DrawFn, text: str, at: int) -> str:
    lines, place = _of_lines(text, at)
    _, equals, value = lines[place].partition("=")
    lines[place] = draw(st.sampled_from(_keys())) + (equals or " = ") + (value or "1")
    return "\n".join(lines)


@cache
def _keys() -> tuple[str, ...]:
    some = tuple(settable())[::25]
    return (
        *_HEAD,
        *dict.fromkeys(key for model in models() for key in model.model_fields),
        *effects(),
        *some,
        "'é'",
        "a.b",
        '"\\u0007"',
    )


def _letter_in(draw: DrawFn, text: str, at: int) -> str:
    place = at * len(text) // 10_000
    return text[:place] + draw(st.sampled_from(LETTERS)) + text[place:]


def _cut_off(draw: DrawFn, text: str, at: int) -> str:
    return text[: at * len(text) // 10_000]


CHANGES: Final[tuple[Callable[[DrawFn, str, int], str], ...]] = (
    _value_other,
    _value_other,
    _key_other,
    _line_in,
    _line_twice,
    _line_out,
    _letter_in,
    _cut_off,
)


@st.composite
def saved(draw: DrawFn, texts: SearchStrategy[str]) -> bytes:
    """Save a text: in some encoding, with some ends of lines, and now and then with a byte off."""
    text, encoding = draw(texts), draw(st.sampled_from(ENCODINGS))
    text = text.replace("\n", draw(st.sampled_from(NEWLINES)))
    unheard = "surrogatepass" if encoding.startswith("utf") else "replace"
    content = bytearray(text.encode(encoding, errors=unheard))
    for place, byte in draw(st.sampled_from(_DAMAGE)):
        if content:
            content[place * len(content) // 10_000] = byte
    return bytes(content)


#: Places, in parts of ten thousand, and the bytes found there.
_DAMAGE: Final[tuple[tuple[tuple[int, int], ...], ...]] = (
    *((),) * 300,
    *(
        ((place, byte),)
        for place in (0, 1, 3_000, 9_999)
        for byte in (0x00, 0x80, 0xFF, 0xC3, 0xED)
    ),
    ((0, 0xFF), (1, 0xFE)),
)


@st.composite
def random_toml(draw: DrawFn) -> str:
    """Put lines, keys and values together without sense."""
    pieces = st.one_of(
        st.sampled_from(LINES), st.builds(_assigned, st.sampled_from(_keys()), _odd_values())
    )
    return "\n".join(draw(st.lists(pieces, max_size=8)))


def _assigned(key: str, value: str) -> str:
    return f"{key} = {value}"


@st.composite
def extremes(draw: DrawFn, largest: int) -> str:
    """Write one thing far too long, too deep or too often, in a file that is right otherwise."""
    kind = draw(st.sampled_from(sorted(EXTREMES)))
    size = draw(st.sampled_from([size for size in SIZES if size <= largest]))
    return EXTREMES[kind](size)


_START: Final = "name = 'big'\ntitle = 'Big'\n"


def _set() -> str:
    """Return the beginning of a file up to the value of a parameter."""
    return f"{_START}[parameters]\n{effects()[0]}"


EXTREMES: Final[dict[str, Callable[[int], str]]] = {
    "brackets": lambda n: f"{_START}notes = {'[' * n}{']' * n}",
    "brackets left open": lambda n: f"{_START}notes = {'[' * n}",
    "braces": lambda n: f"{_START}parameters = {'{a=' * n}1{'}' * n}",
    "dotted key": lambda n: f"{_START}{'.'.join(['a'] * n)} = 1",
    "dotted heading": lambda n: f"{_START}[{'.'.join(['a'] * n)}]",
    "digits": lambda n: f"{_set()} = {'9' * n}",
    "digits after the point": lambda n: f"{_set()} = 0.{'9' * n}",
    "digits in hexadecimal": lambda n: f"{_set()} = 0x{'f' * n}",
    "exponent": lambda n: f"{_set()} = 1e{'9' * n}",
    "parts of a service": lambda n: _START + opened() + part_opened() * min(n, 5_000),
    "services": lambda n: _START + opened() * min(n, 5_000),
    "title": lambda n: f"name = 'big'\ntitle = '{'t' * n}'",
    "name": lambda n: f"name = '{'n' * n}'\ntitle = 'Big'",
    "name with hyphens": lambda n: f"name = '{'a-' * n}'\ntitle = 'Big'",
    "description": lambda n: f"{_START}description = '{'d' * n}'",
    "kind": lambda n: f"{_START}[[interventions]]\nkind = '{'k' * n}'",
    "unknown key": lambda n: f"{_START}{'k' * n} = 1",
    "unknown keys": lambda n: _START + "".join(f"k{i} = 1\n" for i in range(min(n, 20_000))),
    "unknown parameter": lambda n: f"{_START}[parameters]\n{'p' * n} = 1",
    "parameters twice": lambda n: (
        f"{_START}[parameters]\n" + f"{effects()[0]} = 1\n" * min(n, 20_000)
    ),
    "list for a number": lambda n: f"{_set()} = [{'1,' * n}]",
    "notes": lambda n: f"{_START}notes = [{','.join(['"x"'] * n)}]",
    "sources": lambda n: f"{_START}sources = [{','.join(['"N03"'] * n)}]",
    "comment": lambda n: f"{_START}#{'c' * n}",
    "comments": lambda n: _START + "#\n" * n,
    "blank lines": lambda n: _START + "\n" * n,
    "spaces": lambda n: f"{_START}notes ={' ' * n}[]",
    "open string": lambda n: f"{_START}description = '{'d' * n}",
    "open paragraph": lambda n: f'{_START}description = """{"d" * n}',
    "backslashes": lambda n: f'{_START}description = "{chr(92) * n}"',
    "quotes": lambda n: f"{_START}description = {chr(34) * n}",
    "headings": lambda n: _START + "".join(f"[parameters.a{i}]\n" for i in range(min(n, 20_000))),
    "wide letters": lambda n: f"{_START}description = '{'漢' * n}'",
}


def as_text(content: bytes) -> str:
    """Write a file's bytes for people, exactly."""
    return repr(content)
