"""Put a chart's SVG into a page: no addresses, no clashing ids, a name for screen readers."""

import re
from html import escape

from simulation.files.plain_text import shown

_PROLOGUE = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)
#: Only in here stands markup; a text may hold `id="x"` too.
_TAG = re.compile(r"<[^>]*>")
_NAMESPACE = re.compile(r"""\s+xmlns(:\w+)?="[^"]*\"""")
_SIZE = re.compile(r'(<svg\b[^>]*?)\s(?:width|height)="[^"]*"')
_ID = re.compile(r'\bid="([^"]+)"')
_REFERENCE = re.compile(r'(url\(#|href="#)([^)"]+)')


def inline(svg: str, name: str, alternative: str) -> str:
    """Return the `<svg>` element for use inside HTML.

    Parameters
    ----------
    svg
        A whole SVG file.
    name
        Prefix that keeps this chart's ids apart from the next one's.
    alternative
        What the chart says, for those who do not see it.
    """
    text = _METADATA.sub("", _PROLOGUE.sub("", svg, count=1))
    for _ in ("width", "height"):
        text = _SIZE.sub(r"\1", text, count=1)
    text = _TAG.sub(lambda tag: _apart(tag[0], name), text)
    label = escape(shown(alternative), quote=True)
    return text.replace("<svg", f'<svg role="img" aria-label="{label}"', 1)


def _apart(tag: str, name: str) -> str:
    """Return a tag without addresses, its ids beginning with a chart's name."""
    tag = _ID.sub(rf'id="{name}-\1"', _NAMESPACE.sub("", tag))
    return _REFERENCE.sub(rf"\1{name}-\2", tag)
