"""Letters of charts: lines broken by the room they take, and fonts that have them."""

import re
import textwrap
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from unicodedata import east_asian_width

from simulation.files.plain_text import shown

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.text import Text

#: The font that comes with what draws.
_USUAL: Final = "DejaVu Sans"
#: Fonts with letters that the usual one lacks, on Linux, Windows and macOS.
_OTHERS: Final = (
    *("Noto Sans CJK JP", "Noto Sans CJK SC", "Noto Sans CJK KR", "WenQuanYi Zen Hei"),
    *("Yu Gothic", "Microsoft YaHei", "Malgun Gothic", "Nirmala UI", "Segoe UI Emoji"),
    *("Hiragino Sans", "PingFang SC", "Apple SD Gothic Neo", "Arial Unicode MS"),
    *("Noto Sans Devanagari", "Noto Sans Bengali", "Noto Sans Gurmukhi", "Noto Emoji"),
)
#: Holds the place of a wide letter's second half; `shown` texts have none.
_HALF: Final = "\0"
#: What `textwrap` takes for a word.
_WORD: Final = re.compile(r"[^\t\n\x0b\x0c\r ]+")


def fill(text: str, width: int) -> str:
    """Break a text into lines of at most `width` letters; wide letters count as two."""
    cut = _WORD.sub(lambda word: " ".join(_pieces(word[0], width)), _doubled(text))
    return _undoubled(textwrap.fill(cut, width, break_long_words=False))


def shortened(text: str, width: int) -> str:
    """Return a text that takes the room of at most `width` letters, its end left out if need be."""
    doubled = _doubled(text)
    if len(doubled) <= width:
        return text
    return _undoubled(doubled[: _end(doubled, width - 1)]).rstrip() + "…"


@contextmanager
def lettered(figure: "Figure") -> Iterator[None]:
    """Give every text of a figure plain letters in fonts that have them, as far as there are any.

    Where this machine has no such font, a picture shows boxes and an SVG is left to its reader.
    """
    from matplotlib.text import Text

    for text in figure.findobj(Text):
        _letter(text)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing", UserWarning)
        # A title that leaves a chart no room is drawn over it: less to read, and nothing to do.
        warnings.filterwarnings("ignore", "constrained_layout not applied", UserWarning)
        yield


def house_font() -> Path:
    """Return the file of the font that charts are lettered in; it comes with what draws them."""
    from matplotlib.font_manager import findfont

    return Path(findfont(_USUAL))


def read_letters() -> None:
    """Read which letters the fonts of charts have, plain and bold, before a chart needs them."""
    from matplotlib.font_manager import FontProperties, findfont

    for weight in ("normal", "bold"):
        _known(findfont(FontProperties(family=_USUAL, weight=weight)))


def lacks_letters(said: str) -> bool:
    """Tell whether a text has letters that the font of charts lacks."""
    return not said.isascii() and not {ord(one) for one in said} <= _known(str(house_font()))


def _letter(text: "Text") -> None:
    from matplotlib.font_manager import findfont, fontManager

    plain = shown(text.get_text())
    text.set_text(plain)
    if plain.isascii():
        return
    known = _known(findfont(text.get_fontproperties()))
    if any(ord(letter) not in known for letter in plain):
        there = set(fontManager.get_font_names())
        text.set_fontfamily([*text.get_fontfamily(), *(one for one in _OTHERS if one in there)])


@cache
def _known(font: str) -> frozenset[int]:
    """Return the letters a font's file has; to read them anew for each text takes most of the time."""
    from matplotlib.font_manager import get_font

    return frozenset(get_font(font).get_charmap())


def _pieces(word: str, width: int) -> Iterator[str]:
    """Cut a word that is too long for a line into pieces that fill one each."""
    while len(word) > width:
        end = _end(word, width)
        yield word[:end]
        word = word[end:]
    yield word


def _end(text: str, most: int) -> int:
    """Return where to cut so that no wide letter loses its second half."""
    return most - 1 if text[most] == _HALF else most


def _doubled(text: str) -> str:
    wide = {letter for letter in shown(text) if east_asian_width(letter) in "WF"}
    if not wide:
        return shown(text)
    return re.sub(f"[{re.escape(''.join(wide))}]", rf"\g<0>{_HALF}", shown(text))


def _undoubled(text: str) -> str:
    return text.replace(_HALF, "")
