"""Do again what a server's absence cut short: every transaction of ours may be repeated whole."""

import time
from collections.abc import Callable
from typing import Final

from sqlalchemy.exc import DBAPIError

from simulation.store.explain import is_lost

#: Seconds to wait before each further attempt: a server that is started again is back within a minute.
PAUSES: Final = (0.5, 1.0, 2.0, *(5.0,) * 12)


def steadily[R](work: Callable[[], R]) -> R:
    """Do work in a transaction; where the server went away, wait for it and do all of it again.

    What is stored is named by its content, so that work that was done before the answer was lost does nothing
    the second time.

    Raises
    ------
    sqlalchemy.exc.SQLAlchemyError
        When something else is wrong, or the server stays away.
    """
    for pause in PAUSES:
        try:
            return work()
        except DBAPIError as error:
            if not is_lost(error):
                raise
        time.sleep(pause)
    return work()
