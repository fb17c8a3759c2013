"""What a plan says of calibrations."""

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from calibration.joint.bank.design import LEAST, MOST
from calibration.joint.result import ENGLAND
from calibration.joint.spec import BANK_ROWS, SEED
from scenarios.request import SEED as SEEDS

#: The targets, or priors, that ship with the model.
USUAL: Final = "usual"
#: Nothing is held out besides what a file of targets says.
NONE: Final = "none"
_MOST: Final = 200

_Line = Annotated[str, Field(min_length=1, max_length=_MOST)]
_Lines = Annotated[list[_Line], Field(min_length=1, max_length=_MOST)]


class Calibrations(BaseModel):
    """The keys of `[calibrations]`: every place with every set of targets, of priors, and every held-out year."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

    places: _Lines = [ENGLAND]
    targets: _Lines = [USUAL]
    priors: _Lines = [USUAL]
    held_out: list[Literal["none"] | int] = Field([NONE], min_length=1, max_length=_MOST)
    bank: int = Field(BANK_ROWS, ge=LEAST, le=MOST)
    seed: int = Field(SEED, ge=SEEDS[0], le=SEEDS[1])
    rehearsal: bool = False
