"""Text that somebody wrote, made fit to be shown: nothing in it acts on what shows it."""

import re
from typing import Final

#: Characters that steer a terminal, a page or a reader's eye instead of being read: control codes
#: (C0 but tab and line feed, DEL, C1), line separators, what turns the direction of writing, halves
#: of characters, and the two that XML forbids.
UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
#: Letters of a value that a message shows.
MOST_SHOWN: Final = 200


def shown(text: str) -> str:
    r"""Return a text with every character that cannot be seen written out, as in ``\x1b``."""
    return UNSEEN.sub(lambda found: _written(found[0]), text)


def brief(text: str, most: int = MOST_SHOWN) -> str:
    """Return a text as `shown`, without its middle when it is longer than `most` letters."""
    if len(text) <= most:
        return shown(text)
    end = most // 4
    return f"{shown(text[: most - end])} … {shown(text[-end:])} ({len(text):,} characters)"


def _written(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
