"""Files of one's own beside the project's: studies, targets and priors, sound or refused in one line."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration.beliefs.effects.load import STUDIES, parse, with_rows_of
from calibration.fitting.targets import load as targets
from calibration.joint import prior
from simulation.errors import DoorwaysError

READERS: dict[str, tuple[Path, Callable[[Path], Any]]] = {
    "studies": (STUDIES, lambda path: parse(path.read_text(encoding="utf-8-sig"), own=True)),
    "targets": (targets.FILE, targets.read),
    "priors": (prior.FILE, prior.read),
}
VALUES = ("1", "-1", '"x"', "[]", "{}", "true", "nan", "inf", "[1]", '["x"]', "1979-05-27", "")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a file that the examples of a property share."""
    return tmp_path_factory.mktemp("own") / "mine.toml"


@settings(deadline=None, max_examples=settings().max_examples * 3 // 5)
@given(st.sampled_from(sorted(READERS)), st.data())
def test_any_value_is_taken_or_refused(place: Path, kind: str, data: st.DataObject) -> None:
    """A field of the wrong kind anywhere in such a file is one error, never anything else."""
    file, read = READERS[kind]
    blocks = file.read_text(encoding="utf-8").split("\n[")
    head, block = blocks[0], data.draw(st.sampled_from(blocks[1:]))
    lines = block.split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    key = lines[at].partition(" = ")[0]
    lines[at] = data.draw(st.sampled_from(["", f"{key} = {data.draw(st.sampled_from(VALUES))}"]))
    place.write_text(head + "\n[" + "\n".join(lines), encoding="utf-8")
    try:
        read(place)
    except DoorwaysError:
        return


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_they_are_read_however_they_were_saved(encoding: str, tmp_path: Path) -> None:
    """Targets and priors saved again with a mark or in UTF-16 are the same."""
    for name, (file, read) in READERS.items():
        if name != "studies":
            mine = tmp_path / f"{name}.toml"
            mine.write_text(file.read_text(encoding="utf-8"), encoding=encoding)
            assert read(mine) == read(file)


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    """A pound sign as older programs save it is one error that names the file and the line."""
    mine = tmp_path / "mine.toml"
    mine.write_bytes(b'[a]\nnote = "\xa35"\n')
    for read in (with_rows_of, targets.read, prior.read):
        with pytest.raises(DoorwaysError, match=r"mine\.toml.*line 2"):
            read(mine)
