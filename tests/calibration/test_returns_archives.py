"""Archives and workbooks that cannot be unpacked: each ends in one sentence that says why and what to do."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from calibration.beliefs.returns.importing import import_returns
from fuzzing.made_returns import write
from fuzzing.small_returns import episode, year_of
from simulation.errors import DoorwaysError

#: Where headers of a zip file begin, and which of their bytes hold version, flags and method: in the header
#: before each entry, and in the list at the end.
PLACES = {b"PK\3\4": (4, 6, 8), b"PK\1\2": (6, 8, 10)}
VERSION, FLAGS, METHOD = range(3)


def packed(folder: Path) -> bytes:
    """A return of one child and one year in an archive."""
    stream = io.BytesIO()
    write(folder, {2018: year_of(episode("A1", "01/06/2017", "01/09/2017", "E4A"))})
    with zipfile.ZipFile(stream, "w") as archive:
        for path in sorted(folder.rglob("*.csv")):
            archive.write(path, path.relative_to(folder))
    return stream.getvalue()


def workbook(_: Path) -> bytes:
    """A workbook, which is an archive too."""
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True})
    book.add_worksheet("Header").write_row(0, 0, ["CHILD", "SEX", "DOB"])
    book.close()
    return stream.getvalue()


CARRIERS = pytest.mark.parametrize(
    ("made", "ending"), [(packed, ".zip"), (workbook, ".xlsx")], ids=["archive", "workbook"]
)


def said_of(content: bytes, which: int, value: int) -> bytes:
    """Write a value where every header says a version, flags or a method."""
    changed = bytearray(content)
    for mark, places in PLACES.items():
        at = content.find(mark)
        while at >= 0:
            changed[at + places[which]] = value
            at = content.find(mark, at + 1)
    return bytes(changed)


def one_byte_changed(content: bytes) -> bytes:
    """Change a letter of the first entry, so that its checksum is wrong."""
    at = zipfile.ZipFile(io.BytesIO(content)).infolist()[0]
    place = at.header_offset + 30 + len(at.filename) + at.compress_size // 2
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def refused(folder: Path, name: str, content: bytes) -> str:
    """The one sentence with which a file is refused."""
    path = folder / name
    path.write_bytes(content)
    with pytest.raises(DoorwaysError) as caught:
        import_returns(path, lenient=True)
    assert all(caught.value.parts())
    assert name in str(caught.value)
    return caught.value.rule


@CARRIERS
@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda content: said_of(content, METHOD, 99), "packed in a way not known"),
        (lambda content: said_of(content, VERSION, 250), "packed in a way not known"),
        (lambda content: said_of(content, FLAGS, 0x20), "packed in a way not known"),
        (lambda content: said_of(content, FLAGS, 0x1), "locked with a password"),
        (lambda content: said_of(content, FLAGS, 0x41), "locked with a password"),
        (one_byte_changed, "damaged"),
        (lambda content: content[: len(content) // 2], "damaged, or none"),
        (lambda content: content[len(content) // 2 :], "damaged, or none"),
        (lambda _: b"", "damaged, or none"),
        (lambda _: b"\xd0\xcf\x11\xe0" * 100, "damaged, or none"),
    ],
    ids=["method", "version", "patched", "encrypted", "strongly encrypted", "checksum", "cut short",
         "beginning lost", "nothing", "old workbook or locked one"],
)  # fmt: skip
def test_an_archive_that_cannot_be_unpacked_says_why(
    tmp_path: Path,
    made: Callable[[Path], bytes],
    ending: str,
    damage: Callable[[bytes], bytes],
    words: str,
) -> None:
    """Method or version unknown, locked, wrong checksum, cut short: refused in words that fit."""
    assert words in refused(tmp_path, f"a{ending}", damage(made(tmp_path)))


def test_an_archive_that_this_python_cannot_unpack_is_not_called_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Python built without a method raises the same error as a missing password; it is no password."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("2017-18/header.csv", "CHILD,SEX,DOB\n")
    monkeypatch.setattr(zipfile, "bz2", None)
    assert "packed in a way not known" in refused(tmp_path, "a.zip", stream.getvalue())


def test_an_archive_within_an_archive_is_refused(tmp_path: Path) -> None:
    """What lies in it would be lost: it is never passed over."""
    inner, stream = packed(tmp_path), io.BytesIO(packed(tmp_path))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("2018-19.ZIP", inner)
        archive.writestr("__MACOSX/._2018-19.zip", b"\0")
    (tmp_path / "all.zip").write_bytes(stream.getvalue())
    with pytest.raises(DoorwaysError, match=r"2018-19\.ZIP.*an archive within an archive"):
        import_returns(tmp_path / "all.zip", lenient=True)


def test_a_file_that_may_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table that another program holds, as spreadsheets do on Windows, is named with what to do."""
    write(tmp_path, {2018: year_of(episode("A1", "01/06/2017"))})

    def held(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", held)
    with pytest.raises(DoorwaysError, match=r"Permission denied.*Close it"):
        import_returns(tmp_path)


def test_the_mark_of_an_open_workbook_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Spreadsheets keep a hidden file beside a workbook that is open, which nobody else may read."""
    write(tmp_path, {2018: year_of(episode("A1", "01/06/2017"))})
    (tmp_path / "~$return.xlsx").write_bytes(b"")
    read = Path.read_bytes

    def held(path: Path) -> bytes:
        if path.name.startswith("~$"):
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", held)
    assert import_returns(tmp_path).passed_over == ()
