"""What the changelog says when results change."""

import re
from collections.abc import Sequence
from typing import Final

RELEASED: Final = "\n## ["
UNRELEASED: Final = "## [Unreleased]\n"
RESULTS: Final = "\n### Results\n"


def announced(changelog: str, version: int, changed: Sequence[str]) -> str:
    """Return the changelog with a sentence on a results version under **Results**, if it has none.

    Parameters
    ----------
    changelog
        The text of CHANGELOG.md.
    changed
        What changed in the golden run, in words.
    """
    if names(changelog, version):
        return changelog
    head, mark, rest = changelog.partition(UNRELEASED)
    news, released, past = rest.partition(RELEASED)
    if RESULTS not in news:
        news = f"{news.rstrip()}\n{RESULTS}\n" if news.strip() else f"{RESULTS}\n"
    before, heading, after = news.partition(RESULTS)
    said = f"\nResults version {version}: the same inputs give other numbers."
    if changed:
        said += f" In the golden run {counted(changed)} changed; the first: {changed[0]}."
    after = after.strip("\n")
    news = f"{before}{heading}{said}\n" + (f"\n{after}\n" if after else "")
    return f"{head}{mark or UNRELEASED}{news}{released}{past}"


def names(changelog: str, version: int) -> bool:
    """Return whether the changelog says of a results version what it changed."""
    return re.search(rf"\bResults version {version}\b", changelog) is not None


def counted(changed: Sequence[str]) -> str:
    """Return how many numbers changed, in words."""
    return "1 number" if len(changed) == 1 else f"{len(changed)} numbers"
