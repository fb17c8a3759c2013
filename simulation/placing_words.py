"""What the options of placing are called by people; apart, so that words recompile nothing."""

from agents.words import LIVES
from simulation.placing_options import CHOSEN, OPTIONS

_SAID = (
    *(
        f"{which} {LIVES[kind]}"
        for which in ("a placement", "a first placement")
        for kind in CHOSEN
    ),
    "finding relatives or friends who could foster",
)
WORDS = dict(zip(OPTIONS, _SAID, strict=True))
