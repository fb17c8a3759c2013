"""What made a run: the code is known by its digest, the rest by name."""

from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from simulation.runner import provenance
from simulation.runner.provenance import Provenance, here


def test_code_is_known_by_its_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A changed line, a new file and another name of a file each make another program; line ends do not."""
    home = tmp_path / "scenarios"
    home.mkdir()
    file = home / "one.py"
    monkeypatch.setattr(provenance, "_ROOT", tmp_path)
    find: Callable[[str], str] = provenance.code_digest.__wrapped__
    seen = []
    for change in (
        lambda: file.write_bytes(b"A = 1\n"),
        lambda: file.write_bytes(b"A = 1\r\n"),
        lambda: file.write_bytes(b"A = 2\n"),
        lambda: (home / "two.py").write_bytes(b"A = 2\n"),
        lambda: file.rename(home / "three.py"),
    ):
        change()
        seen.append(find("scenarios"))
    assert seen[0] == seen[1]
    assert len(set(seen)) == 4


def test_plain_data_is_read_back_or_not_at_all() -> None:
    """What was stored gives the same again; anything else gives nothing."""
    assert Provenance.of(asdict(here())) == here()
    assert Provenance.of({"code": "1"}) is None
    assert Provenance.of(None) is None


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("code", False),
        ("packages", False),
        ("product", False),
        ("processor", True),
        ("system", True),
    ],
)
def test_the_same_software_may_stand_on_another_machine(other: str, same: bool) -> None:
    """Code and libraries decide, the machine does not."""
    assert replace(here(), **{other: "another"}).same_software(here()) is same
