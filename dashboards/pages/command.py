"""A command as one types it."""

import re

#: What every shell takes as it stands.
_PLAIN = re.compile(r"[\w./:,=+-]+")


def in_shell(word: str) -> str:
    """Return a word of a command, between quotes where a shell would take it apart; no word of ours holds one."""
    return word if _PLAIN.fullmatch(word) else f'"{word}"'
