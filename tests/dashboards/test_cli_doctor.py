"""The doctor finds whose packages are imported, and names who stands in the way."""

from collections.abc import Iterator
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path

import pytest

from dashboards.cli import packages as looked_at
from dashboards.cli.doctor import examine
from dashboards.cli.packages import NAMES, ROOT, packages


def install(folder: Path, name: str, file: str) -> Distribution:
    """Make a foreign distribution that installs one file."""
    info = folder / f"{name.replace('-', '_')}-1.2.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Name: {name}\nVersion: 1.2\n", encoding="utf-8")
    (info / "RECORD").write_text(f"{file},,\n", encoding="utf-8")
    (folder / file).parent.mkdir(exist_ok=True)
    (folder / file).touch()
    return PathDistribution(info)


def test_our_own_packages_are_recognised() -> None:
    """In this environment all five names are ours, from the folder the doctor lies in."""
    found = packages()
    assert [one.name for one in found] == list(NAMES)
    assert [one.place for one in found] == [str(ROOT / name) for name in NAMES]
    assert all(one.ours and not one.intruder for one in found)


def test_a_distribution_that_claims_a_name_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A distribution that installs files under one of the names makes the doctor object."""
    intruder = install(tmp_path, "other-agents", "agents/__init__.py")
    bystander = install(tmp_path, "bystander", "something/agents.py")

    def installed() -> Iterator[Distribution]:
        yield from (intruder, bystander)

    monkeypatch.setattr(looked_at, "distributions", installed)
    found = {one.name: one.intruder for one in packages()}
    assert found == {**dict.fromkeys(NAMES, ""), "agents": "other-agents 1.2"}
    wrong = [one for one in examine("sqlite://") if one.ok is False]
    assert "package agents" in [one.what for one in wrong]
    assert any("other-agents 1.2" in one.says for one in wrong)


def test_a_folder_in_front_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a name comes from elsewhere, it is not ours."""
    monkeypatch.setattr(looked_at, "ROOT", tmp_path)
    assert not any(one.ours for one in packages())
    assert all("search path" in one.intruder for one in packages())
