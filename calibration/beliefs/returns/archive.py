"""Open zip archives, as workbooks are too, and say in a few words why one cannot be read."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from simulation.errors import DoorwaysError

#: What reading a damaged archive raises: zipfile's own exception, and those of what it unpacks with.
_DAMAGED: Final = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(OSError, EOFError, ValueError),
)
#: What zipfile raises, itself or as a kind of it, for a sound archive packed by a method or a version that it does
#: not know, or by one that this Python was built without: it has no exception of its own for these.
_NOT_KNOWN: Final = RuntimeError
#: Bit of an entry's flags: it is encrypted. Asked for before it is read, since zipfile says so by a bare
#: RuntimeError.
_LOCKED: Final = 0x1


@contextmanager
def opened(content: bytes, refusal: Callable[[str], DoorwaysError]) -> Iterator[zipfile.ZipFile]:
    """Open an archive to be read.

    Parameters
    ----------
    refusal
        Makes the error of why it cannot be opened or read.

    Raises
    ------
    DoorwaysError
        When it is damaged, locked or packed in a way that is not known.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if any(entry.flag_bits & _LOCKED for entry in archive.infolist()):
                raise refusal("it is locked with a password")
            yield archive
    except _NOT_KNOWN as fault:
        raise refusal(f"it is packed in a way not known here: {brief_reason(fault)}") from None
    except _DAMAGED as fault:
        raise refusal(f"it is damaged, or none: {brief_reason(fault)}") from None


def brief_reason(fault: BaseException) -> str:
    """Return what another library says went wrong, or else what kind of thing."""
    return str(fault).strip().rstrip(".") or type(fault).__name__
