"""The pages Plan, Evaluate and Research, and Home's list: the questions that can be asked, each with what it does."""

from typing import Final

import solara

from dashboards.pages import runs
from dashboards.pages.shell import part, shell, to
from dashboards.pages.studies import by_name
from dashboards.pages.study import Group, Study

#: What each group is for.
SAYS: Final = {
    Group.PLAN: "Before anything opens: what it takes, costs and needs, where to begin, and what to choose.",
    Group.EVALUATE: "What was seen, and what it means: for those who measure.",
    Group.RESEARCH: "Whether it fits, what drives it, what a study could find, and what to cite: for those who look behind it.",
}


@solara.component
def Plan() -> None:  # noqa: N802
    """Show every question on planning."""
    _listing(Group.PLAN)


@solara.component
def Evaluate() -> None:  # noqa: N802
    """Show every question on evaluating."""
    _listing(Group.EVALUATE)


@solara.component
def Research() -> None:  # noqa: N802
    """Show every question on the model itself."""
    _listing(Group.RESEARCH, part("p", [to(runs.PATH, runs.TITLE)]))


def _listing(group: Group, *before: solara.Element) -> None:
    heading = part("h1", [group.title()])
    says = part("p", [SAYS[group]], "dw-says")
    shell([heading, says, *before, questions(group)], f"/{group}")


def questions(group: Group) -> solara.Element:
    """Return the questions of a group as a list of links, each with what it does."""
    return part("ul", [_question(one) for one in of_group(group)], "dw-questions")


def of_group(group: Group) -> list[Study]:
    """Return the studies of a group."""
    return [one for one in by_name().values() if one.group is group]


def _question(one: Study) -> solara.Element:
    return part("li", [to(one.path, one.title), part("p", [one.says])])
