"""Put rows and children together: every row needs a child of the header, with one date of birth."""

import pandas as pd

from calibration.beliefs.returns.codes import codes
from calibration.beliefs.returns.layout import modules
from calibration.beliefs.returns.ledger import Ledger
from calibration.beliefs.returns.recognise import AUTHORITY

Frames = dict[str, pd.DataFrame]
_FEW = 30


def put_together(frames: Frames, ledger: Ledger) -> None:
    """Give every row of every table the number and birth of its child; reject rows of no child."""
    header = frames["header"]
    header["child"] = range(len(header))
    who = header.set_index([AUTHORITY, "CHILD"])
    for name, frame in frames.items():
        if name == "header":
            continue
        if frame.empty:
            frames[name] = frame.assign(child=frame.year, born=header.DOB.iloc[:0])
            continue
        keys = pd.MultiIndex.from_frame(frame[[AUTHORITY, "CHILD"]])
        number = pd.Series(who.child.reindex(keys).to_numpy(), index=frame.index)
        frame = ledger.reject("not_in_header", frame, number.index[number.isna()], "CHILD")
        frame["child"] = number[frame.index].astype("int64")
        frame["born"] = header.DOB.to_numpy()[frame.child.to_numpy()]
        frames[name] = _births(frame, ledger) if "DOB" in modules()[name].columns else frame
    _tell_of_children(frames, ledger)


def _births(frame: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    other = frame.index[frame.DOB.notna() & (frame.born != frame.DOB)]
    ledger.repair("born_differs", other, "DOB", frame.loc[other, "DOB"], frame.loc[other, "born"])
    frame["DOB"] = frame.born
    return frame


def _tell_of_children(frames: Frames, ledger: Ledger) -> None:
    header, episodes = frames["header"], frames["episodes"]
    without = header.index[~header.child.isin(episodes.child)]
    ledger.tell("no_episodes", without, "CHILD")
    if len(councils := header[AUTHORITY].unique()) > 1:
        ledger.tell_file("two_councils", "", f"{len(councils)} authorities in the column LA.")
    if 0 < episodes.child.nunique() < _FEW:
        ledger.tell_file("few_children", "", f"{episodes.child.nunique()} children with episodes.")
    plain = header.CHILD.str.upper().str.lstrip("0")
    alike = header.assign(plain=plain).duplicated([AUTHORITY, "plain"], keep=False)
    ledger.tell("two_keys", header.index[alike], "CHILD")


def sexes(header: pd.DataFrame) -> pd.Series:
    """Return the sex of each child in the newest codes, whichever year's the return used."""
    newest = {code: next(iter(one.becomes), code) for code, one in codes("SEX").items()}
    return header.SEX.map(newest)
