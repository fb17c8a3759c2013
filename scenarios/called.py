"""Names and titles of scenarios that are made from others: never longer than a file may have."""

from dataclasses import replace
from typing import Any, Final

from scenarios.scenario import Scenario

#: Letters a scenario's name and title may have in a file.
LONGEST_NAME: Final = 60
LONGEST_TITLE: Final = 120
#: How what such a title says in brackets begins: it tells the new one from the old in short labels too.
WITHOUT: Final = "without"
AS_READY: Final = "as ready as"


def called(scenario: Scenario, suffix: str, words: str, **changed: Any) -> Scenario:
    """Return a changed scenario under its name and a suffix, its title and some words, cut to fit.

    The end is kept, for it tells the new one from the old.
    """
    # Whatever is made of it is more than something turned.
    changed = {"turned_of": ("", ()), **changed}
    name = scenario.name[: LONGEST_NAME - len(suffix)].rstrip("-")
    title = scenario.title[: max(0, LONGEST_TITLE - len(words))]
    return replace(
        scenario,
        name=f"{name}{suffix}"[:LONGEST_NAME].rstrip("-"),
        title=f"{title}{words}"[:LONGEST_TITLE],
        **changed,
    )
