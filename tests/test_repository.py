"""What the repository says of itself, and what must never be in it."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# Written in pieces, so that this file does not hold what it looks for.
REGISTRIES = re.compile("|".join(["pypi" + r"\.org", "python" + "hosted", r"registry\." + "npmjs"]))
MACHINE = re.compile(
    r"(?:^|[^\w./-])/(?:" + "|".join(["wor" + "k", "roo" + "t", "far" + "m"]) + ")/"
)
#: Vendored front-end files are other people's text, checked by their hashes.
VENDORED = "dashboards/assets/cdn/"
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


def tracked() -> list[Path]:
    """Text files under version control, or every file of an unpacked source archive."""
    listing = subprocess.run(
        ["git", "ls-files", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if listing.returncode:
        folders = (ROOT / "docs", ROOT / "tests", ROOT / "simulation")
        return [path for folder in folders for path in folder.rglob("*.*") if path.is_file()]
    names = [name for name in listing.stdout.split("\0") if name and not name.startswith(VENDORED)]
    return [path for path in map(ROOT.joinpath, names) if path.is_file()]


def text_of(path: Path) -> str:
    """Text of a file; nothing for a picture or a font."""
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode("utf-8")


def test_nothing_tracked_names_a_registry_or_this_machine() -> None:
    """No tracked file holds a package registry's address or a path of a developer's machine."""
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{number}"
        for path in tracked()
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if REGISTRIES.search(line) or MACHINE.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "docs/index.md"])
def test_every_link_leads_somewhere(name: str) -> None:
    """Every relative link of the pages a newcomer opens first leads to a file that exists."""
    page = ROOT / name
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_page_can_be_reached() -> None:
    """The documentation's index links to every page beside it."""
    index = ROOT / "docs" / "index.md"
    links = set(LINK.findall(index.read_text(encoding="utf-8")))
    pages = {path.relative_to(index.parent).as_posix() for path in index.parent.rglob("*.md")}
    assert pages - {"index.md"} - links == set()


def test_the_readme_names_real_commands() -> None:
    """Every `doorways <word>` of the README is a command of the program."""
    # Imported here so that the other checks run whatever state the command line is in.
    from typer.main import get_command

    from dashboards.cli.app import app

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    words = set(re.findall(r"^(?:python bootstrap\.py|doorways) ([a-z0-9-]+)", readme, re.M))
    commands = set(get_command(app).commands)  # type: ignore[attr-defined]
    assert words
    assert words - commands - {"test", "setup"} == set()


def test_the_changelog_covers_this_version() -> None:
    """The changelog has a heading for the version in pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{project['version']}]" in changelog
