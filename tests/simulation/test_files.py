"""Files people hand over and files they get: encodings, limits, whole or not at all, one kind of CSV."""

import csv
import io
import math
import os
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.errors import DoorwaysError
from simulation.files import toml_file
from simulation.files.csv_text import MARK, csv_text, read_csv
from simulation.files.plain_text import MOST_SHOWN, UNSEEN, brief, shown
from simulation.files.reading import MOST_BYTES, read_table_text, read_text
from simulation.files.toml_file import MOST_DEPTH, MOST_DIGITS, MOST_PARTS, parse_toml
from simulation.files.writing import whole, write_text

#: Text as a person writes it.
PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])).filter(
    lambda text: not UNSEEN.search(text)
)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder that the examples of a property share."""
    return tmp_path_factory.mktemp("files")


def saved(text: str, encoding: str) -> bytes:
    """Return a text as a program saves it in an encoding, with the mark that UTF-16 needs."""
    mark = MARK if encoding in ("utf-16-le", "utf-16-be") else ""
    return (mark + text).encode(encoding)


@settings(deadline=None)
@given(st.text())
def test_shown_text_steers_nothing(text: str) -> None:
    """What is shown holds no character that cannot be seen, loses none, and stays as it is."""
    plain = shown(text)
    assert UNSEEN.search(plain) is None
    assert len(plain) == len(text) + sum(
        3 if ord(one) < 0x100 else 5 for one in UNSEEN.findall(text)
    )
    assert shown(plain) == plain


@settings(deadline=None)
@given(st.text(max_size=3000), st.integers(40, 300))
def test_brief_text_is_short(text: str, most: int) -> None:
    """A long text keeps its ends and says how long it was."""
    said = brief(text, most)
    assert UNSEEN.search(said) is None
    if len(text) <= most:
        assert said == shown(text)
    else:
        assert said.endswith(f"({len(text):,} characters)")
        assert len(said) <= 6 * most + 40


def _nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


VALUES = {
    "text": "x" * 200_000,
    "list": list(range(100_000)),
    "nest": _nested(100_000),
    "number": 16**9000,
    "control": {"a": "\x1b" * 9000},
}


@pytest.mark.parametrize("kind", VALUES)
def test_an_error_is_short_whatever_it_is_about(kind: str) -> None:
    """An error shows at most a few hundred letters of a value of any size, kind and depth."""
    said = str(DoorwaysError("thing", VALUES[kind], "A rule.", "A step."))
    assert len(said) < MOST_SHOWN + 200
    assert said.startswith("thing: ")
    assert said.endswith(" A rule. A step.")


@settings(deadline=None)
@given(PLAIN, st.sampled_from(ENCODINGS))
def test_text_is_read_however_it_was_saved(folder: Path, text: str, encoding: str) -> None:
    """UTF-8 with or without a mark and UTF-16 with one give the same text."""
    text = text.removeprefix(MARK)
    place = folder / "text"
    place.write_bytes(saved(text, encoding))
    assert read_text(place, "file") == text
    assert read_table_text(place, "file") == text


def test_lines_end_alike(tmp_path: Path) -> None:
    """Windows' and old Macintosh's ends of lines are read as line feeds."""
    (tmp_path / "a").write_bytes(b"a\r\nb\rc\n")
    assert read_text(tmp_path / "a", "file") == "a\nb\nc\n"


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"name = 'a'\n# \xa3 5\n", "line 2"),
        ("a\nb".encode("utf-16-le"), "line 1"),
        (b"\xff\xfe\x00", "UTF-16"),
        (b"x" * (MOST_BYTES + 1), f"{MOST_BYTES:,} bytes"),
    ],
)
def test_other_files_are_one_clear_error(content: bytes, word: str, tmp_path: Path) -> None:
    """Another encoding, UTF-16 without its mark and a file too large say so and what to do."""
    place = tmp_path / "a.toml"
    place.write_bytes(content)
    with pytest.raises(DoorwaysError) as caught:
        read_text(place, "scenario file")
    assert (caught.value.thing, caught.value.value) == ("scenario file", str(place))
    assert word in caught.value.rule


@pytest.mark.parametrize("name", ["", "none.toml", "x" * 5000, "a\0b"])
def test_what_is_no_file_is_one_clear_error(name: str, tmp_path: Path) -> None:
    """A folder, a name without a file and a name no file can have are told, not raised."""
    with pytest.raises(DoorwaysError, match="scenario file"):
        read_text(tmp_path / name, "scenario file")


@pytest.mark.parametrize("encoding", [*ENCODINGS, "cp1252"])
def test_tables_of_every_usual_kind(encoding: str, tmp_path: Path) -> None:
    """A published table is read alike in UTF-8, UTF-16 and Windows-1252."""
    (tmp_path / "t.csv").write_bytes(saved("name,cost\r\nBrontë – A,£5\r\n", encoding))
    assert read_csv(tmp_path / "t.csv", "table") == [{"name": "Brontë – A", "cost": "£5"}]


@pytest.mark.parametrize("content", [b"a,b\r\n\x00,1\r\n", b"a\n" + b"x" * 200_000, b"a\n\x81\xff"])
def test_what_is_no_table_is_one_clear_error(content: bytes, tmp_path: Path) -> None:
    """Bytes that are no text, and a cell beyond any sense, name the file."""
    (tmp_path / "t.csv").write_bytes(content)
    with pytest.raises(DoorwaysError, match=r"t\.csv"):
        read_csv(tmp_path / "t.csv", "table")


TOO_MUCH = {
    "nested": ("a = 1\nb = " + "[" * 100_000 + "]" * 100_000, "Line 2"),
    "nested tables": ("a = " + "{a = " * 5000 + "1" + "}" * 5000, "Line 1"),
    "digits": ("a = 1\n\nb = " + "9" * 5000, "Line 3"),
    "hexadecimal": ("a = 0x" + "f" * 9000, "Line 1"),
    "key": ("a" + ".a" * 50_000 + " = 1", "Line 1"),
    "heading": ("# hi\n[a" + ' . "b"' * 30_000 + "]", "Line 2"),
    "size": ("a = 1\n" * 100_000, "characters"),
}


@pytest.mark.parametrize("case", TOO_MUCH)
def test_limits_hold_before_anything_is_parsed(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Depth, digits, parts of keys and size are refused, with the line, before the parser sees them."""
    text, word = TOO_MUCH[case]

    def parser(_: str) -> Any:
        raise AssertionError("it was parsed")

    monkeypatch.setattr(toml_file.tomllib, "loads", parser)
    with pytest.raises(DoorwaysError, match=word) as caught:
        parse_toml(text, "scenario file", "mine.toml")
    assert len(str(caught.value)) < 400


def test_limits_do_not_count_what_is_quoted() -> None:
    """Brackets, dots and digits inside strings and comments are only text."""
    dots, deep, digits = "." * 99, "[" * 99, "9" * 999
    for quote in ('"', "'", '"""', "'''"):
        text = f"a = {quote}{dots}{deep}{digits}#{quote} # {dots}{deep}{digits}"
        assert parse_toml(text, "file", "x") == {"a": f"{dots}{deep}{digits}#"}
    assert parse_toml('a = """\\"""[[" ""[\\\\"""\nb = 1', "f", "x") == {
        "a": '"""[[" ""[\\',
        "b": 1,
    }


def test_what_is_allowed_is_allowed() -> None:
    """A nest, number and key just inside the limits are read."""
    text = f"a = {'[' * MOST_DEPTH}{']' * MOST_DEPTH}\nb = {'9' * MOST_DIGITS}\n"
    text += ".".join(["c"] * MOST_PARTS) + " = 1\n"
    assert parse_toml(text, "file", "x") == tomllib.loads(text)


@settings(deadline=None)
@given(
    st.recursive(
        st.text("[]{}=.\"#\\'\n,0123456789abx_-+ \t") | st.text(),
        lambda inner: st.lists(inner, max_size=6).map("".join),
    )
)
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever a file holds, it is tables with plain texts, or one error that names the file."""
    try:
        found = parse_toml(text, "file", "x.toml")
    except DoorwaysError:
        return
    assert UNSEEN.search("".join(said for _, said in toml_file._texts(found, ()))) is None


@pytest.mark.parametrize(
    "place", ['a = "{}"', 'a = ["b", "{}"]', '"{}" = 1', '[x]\na = {{ b = "{}" }}']
)
@pytest.mark.parametrize("letter", ["\\u001b", "\\u009b", "\\u007f", "\\u202E", "\u2066", "\u0085"])
def test_no_text_holds_what_cannot_be_seen(place: str, letter: str) -> None:
    """Control codes and turns of direction are refused wherever a text or key can stand."""
    with pytest.raises(DoorwaysError, match="cannot be seen"):
        parse_toml(place.format(f"site {letter} one"), "file", "x.toml")


CELLS = st.text() | st.none() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)


@settings(deadline=None)
@given(st.lists(st.fixed_dictionaries({"a": CELLS, "b,": CELLS}), min_size=1))
def test_csv_gives_back_what_went_in(rows: list[dict[str, Any]]) -> None:
    """Every cell is read back, numbers as numbers, and no text could run as a formula."""
    text = csv_text(rows)
    assert text.startswith(MARK)
    read = list(csv.DictReader(io.StringIO(text.removeprefix(MARK), newline="")))
    assert len(read) == len(rows)
    for before, after in zip(rows, read, strict=True):
        for name, value in before.items():
            cell = after[name]
            if isinstance(value, str):
                assert cell in (shown(value), f"'{shown(value)}")
                assert cell[:1] not in tuple("=@\t\n＝＋－＠")
            elif value is None:
                assert cell == ""
            else:
                assert math.isclose(float(cell), value) or int(cell) == value


@pytest.mark.parametrize(
    "cell", ["=1+1", "+x", "-2+3+cmd|' /C calc'!D2", "@SUM(A1)", "\t=1", "-", "＝1", "=1"]
)
def test_formulas_are_text(cell: str) -> None:
    """What a spreadsheet would run begins with an apostrophe."""
    assert csv_text([{"a": cell}], mark=False).split("\n", 1)[1].strip('"').startswith("'")


@pytest.mark.parametrize(
    "cell", ["-1", "+0.5", "-1e-9", "-.5", "-1 2 -3", "1-2", "a=b", "−5", "'x"]
)
def test_numbers_and_words_stay_as_they_are(cell: str) -> None:
    """Numbers in text, also several, and words with such signs inside them are left alone."""
    assert csv_text([{"a": cell}], mark=False) == f"a\n{cell}\n"


def test_a_column_list_says_order_and_gaps() -> None:
    """Columns come in the order asked for; what a row lacks is empty, with only a header for no rows."""
    assert csv_text([{"b": 1}, {"a": 2}], ("a", "b"), mark=False) == "a,b\n,1\n2,\n"
    assert csv_text([], ("a", "b"), mark=False) == "a,b\n"


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    """A file written anew holds the new text alone, and nothing else is left in its folder."""
    place = tmp_path / "a.txt"
    place.write_text("before, and longer", encoding="utf-8")
    write_text(place, "£5\n")
    assert place.read_bytes() == "£5\n".encode()
    assert list(tmp_path.iterdir()) == [place]


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_broken_write_leaves_what_was_there(fault: BaseException, tmp_path: Path) -> None:
    """When a disk is full or somebody stops it, the old file is still there and nothing beside it."""
    place = tmp_path / "a.txt"
    place.write_text("before", encoding="utf-8")

    def half() -> None:
        with whole(place) as fresh:
            fresh.write_text("aft", encoding="utf-8")
            raise fault

    with pytest.raises((DoorwaysError, KeyboardInterrupt)) as caught:
        half()
    assert isinstance(caught.value, KeyboardInterrupt) or "no space left" in str(caught.value)
    assert place.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [place]


def test_a_file_open_elsewhere_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a spreadsheet holds a file, as on Windows, the error says so and nothing is lost."""
    place = tmp_path / "comparison.csv"
    place.write_text("before", encoding="utf-8")

    def held(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Access is denied", str(target))

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(DoorwaysError, match="spreadsheet") as caught:
        write_text(place, "after")
    assert caught.value.value == str(place)
    assert place.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [place]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """Writing where nothing can be written is one clear error."""
    for place in (tmp_path / "none" / "a.txt", tmp_path):
        with pytest.raises(DoorwaysError, match="cannot be written"):
            write_text(place, "x")


def test_a_device_stays_a_device() -> None:
    """What is no file, such as the null device, is written to and never replaced."""
    write_text(Path(os.devnull), "gone")
    assert not Path(os.devnull).is_file()
