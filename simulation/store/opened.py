"""Take a store that is open already, or open the one at an address for as long as it is needed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulation.store.store import Store


@contextmanager
def opened[S](store: S | str | Path | None) -> "Iterator[S | Store]":
    """Hand on a store as it is; open and close the one at an address.

    Parameters
    ----------
    store
        A store, or an SQLAlchemy URL or a file's path as `simulation.store.store.open_store`
        takes it; None for the file in the user's data directory.

    Raises
    ------
    DoorwaysError
        When the store at the address cannot be used.
    """
    if store is not None and not isinstance(store, str | Path):
        yield store
        return
    # Imported here: who brings a store of their own needs no database.
    from simulation.store.store import open_store

    with open_store(store) as made:
        yield made
