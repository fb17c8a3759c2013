"""Episodes of a child in their order: what stands before and after each, and what joins them."""

from typing import Final

import pandas as pd

from calibration.beliefs.returns.codes import the_one, with_role

CONTINUES: Final = "continues"
START: Final = "start"
#: What a placement is told by: any of these changes, and it is another one.
PLACED: Final = ("PLACE", "PL_POST", "URN", "PLACE_PROVIDER")


def in_order(episodes: pd.DataFrame) -> pd.DataFrame:
    """Return episodes child by child as they began."""
    return episodes.sort_values(["child", "DECOM", "year"], kind="stable")


def next_start(episodes: pd.DataFrame) -> pd.Series:
    """Return when the child's next episode begins."""
    same = episodes.child.eq(episodes.child.shift(-1))
    return episodes.DECOM.shift(-1).where(same)


def last_end(episodes: pd.DataFrame) -> pd.Series:
    """Return when the child's episode before ended."""
    same = episodes.child.eq(episodes.child.shift(1))
    return episodes.DEC.shift(1).where(same)


def joined(episodes: pd.DataFrame) -> pd.Series:
    """Whether an episode begins on the day on which the child's last one ended."""
    return last_end(episodes).eq(episodes.DECOM)


def periods(episodes: pd.DataFrame) -> pd.Series:
    """Return a number for the period of care that each episode is part of."""
    return (~joined(episodes)).cumsum()


def goes_on() -> str:
    """Return the reason for an end after which care goes on."""
    return the_one("REC", CONTINUES)


def starts() -> str:
    """Return the reason for a new episode that begins a period of care."""
    return the_one("RNE", START)


def legal_changed(episodes: pd.DataFrame) -> pd.Series:
    """Whether the legal status differs from that of the row before."""
    return episodes.LS.shift(1) != episodes.LS


def placement_changed(episodes: pd.DataFrame) -> pd.Series:
    """Whether the placement differs from that of the row before."""
    return (episodes[list(PLACED)] != episodes[list(PLACED)].shift(1)).any(axis=1)


def is_short_break(episodes: pd.DataFrame) -> pd.Series:
    """Whether an episode is of a series of short breaks, which official counts leave out."""
    return episodes.LS.isin(with_role("LS", "short_breaks"))
