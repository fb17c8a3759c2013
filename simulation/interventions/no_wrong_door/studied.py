"""What the studies of No Wrong Door measured: people, place, window and comparison of each effect."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from simulation.interventions.no_wrong_door.spec import FOUNDER
from simulation.services.measured import Measured, People, Studies

_OWN_PAST: Final = "their own past, read as what would have been"
_OTHERS: Final = "young people not referred"
_A_SHARE: Final = (
    "only a share was published, with nobody compared: the register's judgement is put in"
)

#: The evaluation's window, and one after it, in months from the opening.
_EVALUATED, _AFTERWARDS = (0.0, 18.0), (18.0, 36.0)
#: The counts of missing episodes were of the year before and of a later one.
_SECOND_YEAR: Final = (12.0, 24.0)


def _while_supported(
    study: str,
    *counts: str,
    among: tuple[str, ...] = (),
    compared: str = _OWN_PAST,
    lacking: str = "",
) -> Measured:
    """Return a study of the evaluation's window that counts events while young people are supported."""
    return Measured(
        study,
        counts,
        People.SUPPORTED,
        _EVALUATED,
        compared,
        among,
        later=_AFTERWARDS,
        lacking=lacking,
    )


STUDIED: Final[Mapping[str, Measured]] = {
    "nwd_entry_ratio": Measured(
        "family_group_conference_trial",
        ("care_entry", "re_entry"),
        People.FOLLOWED,
        (0.0, 24.0),
        "families offered the usual service",
        ("not looked_after",),
        follow=12.0,
        lacking="lent by trials of other services, whose families before proceedings the model does "
        "not tell apart; it is put in as the register has it, followed for a year as they did",
    ),
    "nwd_exit_ratio": Measured(
        "nwd_exit_less_time",
        ("going_home", "kinship_order"),
        People.SUPPORTED,
        (0.0, 24.0),
        _OTHERS,
        ("looked_after",),
        later=(24.0, 36.0),
    ),
    "nwd_move_ratio": _while_supported(
        "nwd_move_cost", "placement_move", "placement_breakdown", among=("looked_after",)
    ),
    "nwd_missing_ratio": Measured(
        "nwd_missing_counts",
        ("missing_start",),
        People.SUPPORTED,
        _SECOND_YEAR,
        _OWN_PAST,
        later=_EVALUATED,
        later_study="nwd_missing_headline",
    ),
    "nwd_arrest_ratio": _while_supported("nwd_arrests", "arrest"),
    "nwd_charge_ratio": _while_supported(
        "nwd_charges", "arrest/first_charge", "arrest/further_charge"
    ),
    "nwd_substance_ratio": _while_supported(
        "nwd_substance",
        "substance_stop",
        among=("substance_problem",),
        compared="nobody",
        lacking=_A_SHARE,
    ),
    "nwd_eet_ratio": _while_supported(
        "nwd_neet_to_eet",
        "leaving_neet",
        among=("neet_in_care", "neet_care_leaver"),
        compared="nobody",
        lacking=_A_SHARE,
    ),
}
#: Two hubs at work, of the council that founded it.
STUDIES: Final = Studies(
    STUDIED,
    "North Yorkshire",
    {"fidelity": FOUNDER, "hubs": [{"opens_month": 0.0}, {"opens_month": 0.0}]},
    Path(__file__).parent / "study_doses.csv",
    Path(__file__).parent / "study_responses.csv",
)
