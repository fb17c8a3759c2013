"""England in small, to try a plan before it takes hours: every step of a calibration, and an answer that is none."""

from typing import Final

#: Children looked after in the sample of England.
SAMPLE: Final = 150.0
#: One in so many councils is simulated, in the place of all.
EVERY: Final = 25
#: Countries whose parameters are known, and samples that make up each.
COUNTRIES: Final = 2
COPIES: Final = 2
#: Runs of the bank from which coverage is told: fewer than the gate asks for.
TRUTHS: Final = 4
WHY: Final = f"A rehearsal, of one council in {EVERY} and samples of {SAMPLE:,.0f} children: it shows the way, not England."
