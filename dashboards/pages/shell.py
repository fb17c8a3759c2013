"""What every page has around it: name, landmarks, and the line that says what this is."""

from collections.abc import Sequence
from pathlib import Path

import reacton.ipyvuetify as vue
import solara

STYLE = Path(__file__).parent.parent / "components" / "style.css"
SYNTHETIC = (
    "Synthetic young people, not a prediction of any child. A tool to think with, not a forecast."
)


def part(
    tag: str, children: Sequence[solara.Element | str], css: str = "", **attributes: str
) -> solara.Element:
    """Return one HTML element."""
    return vue.Html(tag=tag, children=list(children), class_=css, attributes=attributes)


def shell(children: Sequence[solara.Element]) -> solara.Element:
    """Return a page's content within header, main and footer."""
    return part(
        "div",
        [
            solara.Style(STYLE),
            part("a", ["Skip to the content"], "dw-skip", href="#dw-main"),
            part(
                "header",
                [part("strong", ["Doorways"]), part("span", [SYNTHETIC], id="dw-synthetic")],
            ),
            part("main", children, id="dw-main", tabindex="-1"),
            part(
                "footer", ["Made from published figures for England. Nothing leaves this computer."]
            ),
        ],
        "dw",
    )
