"""Which calibrations of a plan have been made, found again by what they are."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from calibration.joint.england import BankStore
from calibration.joint.result import Calibration
from calibration.joint.store import add_calibration
from calibration.joint.store import stored as stored_calibrations
from scenarios.batch.aside import Aside
from scenarios.batch.calibrations.asked import Asked
from simulation.runner.provenance import code_digest
from simulation.runner.spec import digest
from simulation.store.jobs import job_key

JOB: Final = "calibration of a batch"
#: Whose code has a say in what is inferred.
_HOMES: Final = ("agents", "simulation", "calibration")
#: Piece that names the calibration; the others, from 1 on, say why it failed, each time that it did.
_MADE: Final = "made"

type Found = Calibration | Aside | None


def config_of(one: Asked) -> dict[str, Any]:
    """Return what makes the job that is one calibration."""
    config: dict[str, Any] = {"spec": one.way.digest, "program": code_digest(*_HOMES)}
    if one.council is not None:
        # By its code, too, so that what is known of a private profile can be forgotten with it.
        config |= {"code": one.council.code, "profiles": digest([one.council, one.later])}
    return config


def keep(one: Asked, status: str, result: dict[str, Any], store: BankStore) -> Calibration:
    """Store a calibration, as `doorways calibrate` does, and note what it is of."""
    made = add_calibration(store, str(one), status, result)
    store.add_pieces(store.job(JOB, config_of(one)), {_MADE: made.key})
    return made


def keep_aside(one: Asked, why: str, store: BankStore) -> Aside:
    """Note why a calibration could not be made; it is tried again when it is asked for again."""
    job = store.job(JOB, config_of(one))
    times = max(_failures(store.pieces(job).sound), default=0)
    store.add_pieces(job, {str(times + 1): why})
    return Aside(str(one), why)


def found(asked: Sequence[Asked], store: BankStore) -> list[Found]:
    """Return each calibration that is made, why one failed, or None."""
    known = {one.key: one for one in stored_calibrations(store)}
    return [_found(one, known, store) for one in asked]


def _found(one: Asked, known: dict[str, Calibration], store: BankStore) -> Found:
    pieces = store.pieces(job_key(JOB, config_of(one))).sound
    made, failures = known.get(str(pieces.get(_MADE))), _failures(pieces)
    if made is None and failures:
        return Aside(str(one), failures[max(failures)])
    return made


def _failures(pieces: Mapping[str, Any]) -> dict[int, str]:
    return {int(piece): str(why) for piece, why in pieces.items() if piece != _MADE}


def copy(asked: Sequence[Asked], part: BankStore, whole: BankStore) -> int:
    """Copy what a part holds of some calibrations and the whole does not; return how many were new."""
    new = 0
    for one, here, there in zip(asked, found(asked, whole), found(asked, part), strict=True):
        if isinstance(here, Calibration) or there in (None, here):
            continue
        if isinstance(there, Aside):
            keep_aside(one, there.why, whole)
        else:
            keep(one, there.status, dict(there.result), whole)
            new += 1
    return new
