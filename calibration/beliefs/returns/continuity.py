"""Children from one return to the next: who vanishes, and who may have been given another number."""

from itertools import pairwise

import pandas as pd

from calibration.beliefs.returns.children import sexes
from calibration.beliefs.returns.codes import with_role
from calibration.beliefs.returns.ledger import Ledger
from calibration.beliefs.returns.recognise import AUTHORITY


def check_continuity(supplied: pd.DataFrame, header: pd.DataFrame, ledger: Ledger) -> None:
    """Tell which children in care at the end of one return are not in the next at all.

    Parameters
    ----------
    supplied
        Episodes of every return as supplied, each with its year.
    header
        Children, each once.
    """
    who = pd.MultiIndex.from_frame(header[[AUTHORITY, "CHILD"]])
    keys = pd.MultiIndex.from_frame(supplied[[AUTHORITY, "CHILD"]])
    numbered = supplied.assign(child=who.get_indexer(keys))
    numbered = numbered[numbered.child >= 0]
    for council, rows in numbered.groupby(AUTHORITY):
        for before, after in pairwise(sorted(rows.year.unique())):
            _compare(rows, int(before), int(after), str(council), header, ledger)


def _compare(
    rows: pd.DataFrame, before: int, after: int, council: str, header: pd.DataFrame, ledger: Ledger
) -> None:
    then, now = rows[rows.year == before], rows[rows.year == after]
    in_care = then[then.DEC.isna()]
    gone = in_care[~in_care.child.isin(now.child)].drop_duplicates("child")
    if gone.empty:
        return
    share = len(gone) / in_care.child.nunique()
    where = f" in {council}" if council else ""
    said = (
        f"{len(gone)} of {in_care.child.nunique()} children in care on 31 March {before}{where} "
        f"({share:.0%}) are not in the return of {after}."
    )
    ledger.tell_file("vanished", "", said)
    new = now[~now.child.isin(rows[rows.year < after].child)]
    new = new[~new.RNE.isin(with_role("RNE", "start"))].drop_duplicates("child")
    about = pd.DataFrame({"born": header.DOB.to_numpy(), "sex": sexes(header).to_numpy()})
    lost = pd.MultiIndex.from_frame(about.loc[gone.child])
    come = pd.MultiIndex.from_frame(about.loc[new.child])
    ledger.tell("vanished", gone.index, "CHILD")
    ledger.tell("renumbered", new.index[come.isin(lost)], "CHILD")
