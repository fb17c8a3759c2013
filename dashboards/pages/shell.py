"""What every page has around it: name, the way to the others, landmarks, and the line that says what this is."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

import solara
import solara.server.settings as settings
from ipyvuetify import Html
from reacton.core import ComponentWidget

SYNTHETIC = (
    "Synthetic young people, not a prediction of any child. A tool to think with, not a forecast."
)
#: A sum with its sign, which a browser would put on two lines.
SIGNED: Final = re.compile(r"([−+]£[\d.,]+\w*)")
#: Where the header leads, by address.
NAVIGATION: Final = {
    "/": "Home",
    "/compare": "Compare",
    "/plan": "Plan",
    "/evaluate": "Evaluate",
    "/research": "Research",
}


def part(
    tag: str, children: Sequence[solara.Element | str], css: str = "", **attributes: str
) -> solara.Element:
    """Return one HTML element."""
    return _kind(tag)(tag=tag, children=list(children), class_=css, attributes=attributes)


@cache
def _kind(tag: str) -> ComponentWidget:
    """Return what makes elements of a tag: of one kind for all tags, a list would be drawn as the paragraph it replaces."""
    return ComponentWidget(type(f"Html{tag.capitalize()}", (Html,), {}))


def said(text: str) -> list[solara.Element | str]:
    """Return words in which no line breaks between a sign and its pounds."""
    parts = SIGNED.split(text)
    return [part("span", [one], "dw-whole") if k % 2 else one for k, one in enumerate(parts) if one]


def to(href: str, text: str, **attributes: str) -> solara.Element:
    """Return a link; one of our own stands below the path a server in front has the pages under."""
    return part("a", [text], href=below_root(href), **attributes)


def below_root(href: str) -> str:
    """Return an address as browsers ask for it."""
    return f"{settings.main.root_path or ''}{href}" if href.startswith("/") else href


def shell(
    children: Sequence[solara.Element], section: str, *, within: bool = False
) -> solara.Element:
    """Return a page's content within header, main and footer.

    Parameters
    ----------
    section
        Address of the entry in the header that it belongs to.
    within
        It stands below that entry rather than being it.
    """
    return part(
        "div",
        [
            part("a", ["Skip to the content"], "dw-skip", href="#dw-main"),
            part(
                "header",
                [
                    part("strong", ["Doorways"]),
                    navigation(section, within=within),
                    part("p", [SYNTHETIC], id="dw-synthetic"),
                ],
            ),
            part("main", children, id="dw-main", tabindex="-1"),
            part(
                "footer", ["Made from published figures for England. Nothing leaves this computer."]
            ),
        ],
        "dw",
    )


def navigation(section: str, *, within: bool) -> solara.Element:
    """Return the links to the other pages, the one at hand marked."""
    mark = "true" if within else "page"
    links = [
        to(path, name, **({"aria-current": mark} if path == section else {}))
        for path, name in NAVIGATION.items()
    ]
    return part(
        "nav", [part("ul", [part("li", [one]) for one in links])], **{"aria-label": "Pages"}
    )
