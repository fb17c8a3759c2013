"""Where the front-end files lie, and the check that they fit the installed Solara."""

import re
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from simulation.errors import DoorwaysError

#: The folder Solara serves in place of a content delivery network.
FOLDER = Path(__file__).parent / "cdn"

#: The Vue 2 bundle, which the template names too and this page never asks for.
UNUSED = "@widgetti/solara-vuetify-app@"

_ADDRESS = re.compile(r"\{\{\s*cdn\s*\}\}/([^\"'\s]+)")
_WIDGETS_MAJOR = re.compile(r"\{\{\s*ipywidget_major_version\s*\}\}")


def template() -> str:
    """Return the text of the installed Solara's page template, without importing Solara.

    Raises
    ------
    DoorwaysError
        When Solara is not installed, or no longer has its template where it was.
    """
    spec = find_spec("solara")
    places = list(spec.submodule_search_locations or ()) if spec else []
    paths = [Path(place) / "server" / "templates" / "solara.html.j2" for place in places]
    for path in paths:
        if path.is_file():
            return path.read_text(encoding="utf-8")
    raise DoorwaysError(
        "Solara",
        "no page template",
        "The page is built on Solara, which is not installed in full.",
        "Install Doorways again with its own command from the README.",
    )


def named(text: str, widgets_major: str) -> tuple[str, ...]:
    """List the files a Solara page template asks for in production on Vue 3, in order.

    Parameters
    ----------
    text
        The template.
    widgets_major
        First part of the installed ipywidgets' version, "8".
    """
    found = (_WIDGETS_MAJOR.sub(widgets_major, match) for match in _ADDRESS.findall(text))
    wanted = (path for path in found if not path.startswith(UNUSED))
    # Of the bundle the template names a development build too; only the minified one is used.
    return tuple(dict.fromkeys(p for p in wanted if not p.endswith(f"app{widgets_major}.js")))


def check(folder: Path = FOLDER, text: str | None = None) -> None:
    """Refuse to start when the installed Solara asks for other files than those kept here.

    Raises
    ------
    DoorwaysError
        Naming the first file that is missing, or a Vue generation that does not fit.
    """
    vue = version("ipyvue")
    if not vue.startswith("3."):
        raise DoorwaysError(
            "ipyvue",
            vue,
            "The page needs ipyvue 3 and ipyvuetify 3.",
            "Install Doorways again with its own command from the README.",
        )
    files = named(template() if text is None else text, version("ipywidgets").split(".")[0])
    missing = [path for path in files if not (folder / path).is_file()]
    if missing or not files:
        raise DoorwaysError(
            "front-end files",
            missing[0] if missing else "none named",
            f"Solara {version('solara')} asks for a file that Doorways does not carry, so the page would stay blank.",
            "Install the Solara version that pyproject.toml names, or run: python -m dashboards.assets.fetch --update",
        )
