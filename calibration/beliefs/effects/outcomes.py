"""The services and effects that studies may speak of, and the figure each effect feeds."""

import difflib
from dataclasses import dataclass
from typing import Final

from calibration.beliefs.evidence.figure import leaves
from calibration.beliefs.evidence.load import figure
from simulation.errors import DoorwaysError

NO_WRONG_DOOR: Final = "no_wrong_door"

INTERVENTIONS: Final = {
    NO_WRONG_DOOR: "No Wrong Door",
    "family_group_conference": "Family group conference",
    "multisystemic_therapy": "Multisystemic therapy",
    "intensive_family_preservation": "Intensive family preservation",
    "family_drug_alcohol_court": "Family drug and alcohol court",
    "family_safeguarding": "Family Safeguarding",
    "lifelong_links": "Lifelong Links",
    "mockingbird": "Mockingbird",
    "pause": "Pause",
    "treatment_foster_care": "Treatment foster care",
}
"""Services by name, with the words people use for them."""

_OLDEST: Final = 17
_YOUNGEST: Final = {NO_WRONG_DOOR: "hub_eligible_age_low"}
"""Figure of the youngest a service takes, of services that others lend their evidence to."""

OUTCOMES: Final = {
    "entry": ("entering care", "below"),
    "infant_entry": ("infants entering care", "below"),
    "exit": ("going home or stepping down to a family", "above"),
    "move": ("placement moves", "below"),
    "placement_ending": ("the ending of a placement", "below"),
    "missing": ("going missing", "below"),
    "arrest": ("being arrested", "below"),
    "charge": ("being charged", "below"),
    "protection_plan": ("child protection plans", "below"),
    "carer_exit": ("foster carers leaving", "below"),
    "substance": ("stopping or reducing substance misuse", "above"),
    "eet": ("entering education, employment or training", "above"),
}
"""Outcomes by name: what is counted, and on which side of 1 a ratio is a benefit."""


@dataclass(frozen=True, slots=True)
class StudiedEffect:
    """Name one effect of one service.

    `figure` is the id of the register's figure that holds its prior, "" where nothing is believed;
    `kept`, when not empty, says why nothing is written from the studies.
    """

    intervention: str
    outcome: str
    figure: str
    kept: str = ""

    @property
    def lower_is_better(self) -> bool:
        """Tell whether a ratio below 1 is a benefit."""
        return OUTCOMES[self.outcome][1] == "below"

    @property
    def title(self) -> str:
        """Say what is counted."""
        return OUTCOMES[self.outcome][0]


_NO_COMPARISON: Final = (
    "The only figure is a share without a comparison: how many would have done so anyway is not "
    "known, so no ratio follows from it and the judgement stays."
)

_NO_ENTRIES: Final = (
    "No study of it found says anything of entries, so nothing is believed of them."
)

EFFECTS: Final = (
    StudiedEffect(NO_WRONG_DOOR, "entry", "nwd_entry_ratio"),
    StudiedEffect(NO_WRONG_DOOR, "exit", "nwd_exit_ratio"),
    StudiedEffect(NO_WRONG_DOOR, "move", "nwd_move_ratio"),
    StudiedEffect(NO_WRONG_DOOR, "missing", "nwd_missing_ratio"),
    StudiedEffect(NO_WRONG_DOOR, "arrest", "nwd_arrest_ratio"),
    StudiedEffect(NO_WRONG_DOOR, "charge", "nwd_charge_ratio"),
    StudiedEffect(NO_WRONG_DOOR, "substance", "nwd_substance_ratio", kept=_NO_COMPARISON),
    StudiedEffect(NO_WRONG_DOOR, "eet", "nwd_eet_ratio", kept=_NO_COMPARISON),
    StudiedEffect("family_group_conference", "entry", "effect_family_group_conference_entry"),
    StudiedEffect("multisystemic_therapy", "entry", "effect_multisystemic_therapy_entry"),
    StudiedEffect(
        "intensive_family_preservation", "entry", "effect_intensive_family_preservation_entry"
    ),
    StudiedEffect("family_drug_alcohol_court", "entry", "effect_family_drug_alcohol_court_entry"),
    StudiedEffect(
        "family_safeguarding", "protection_plan", "effect_family_safeguarding_protection_plan"
    ),
    StudiedEffect("lifelong_links", "placement_ending", "effect_lifelong_links_placement_ending"),
    StudiedEffect("mockingbird", "carer_exit", "effect_mockingbird_carer_exit"),
    StudiedEffect("pause", "infant_entry", "effect_pause_infant_entry"),
    StudiedEffect("treatment_foster_care", "entry", "", kept=_NO_ENTRIES),
)
"""Every effect a study may inform."""


def ages_of(intervention: str) -> tuple[int, int]:
    """Return the youngest and oldest in whom a service may prevent what is counted.

    Raises
    ------
    DoorwaysError
        When no other service may lend its evidence to it, so that its ages are not known.
    """
    if intervention not in _YOUNGEST:
        raise DoorwaysError(
            "service that evidence is lent to",
            intervention,
            "The youngest it takes is not known here.",
            f"Lend to {', '.join(_YOUNGEST)}, or name its figure beside theirs.",
        )
    return round(next(leaves(figure(_YOUNGEST[intervention]).value))), _OLDEST


def effects_of(intervention: str) -> tuple[StudiedEffect, ...]:
    """Return the effects of a service.

    Raises
    ------
    DoorwaysError
        When there is no such service; names the nearest ones.
    """
    found = tuple(one for one in EFFECTS if one.intervention == intervention)
    if not found:
        raise _unknown("intervention", intervention, list(INTERVENTIONS))
    return found


def effect(intervention: str, outcome: str) -> StudiedEffect:
    """Return one effect of a service.

    Raises
    ------
    DoorwaysError
        When there is no such service, or it has no such outcome.
    """
    known = {one.outcome: one for one in effects_of(intervention)}
    if outcome not in known:
        raise _unknown(f"outcome of {intervention}", outcome, list(known))
    return known[outcome]


def asked(intervention: str | None = None, outcome: str | None = None) -> tuple[StudiedEffect, ...]:
    """Return the effects of a service, of an outcome, of both, or all of them.

    Raises
    ------
    DoorwaysError
        When there is no such service or outcome.
    """
    if intervention is not None:
        return effects_of(intervention) if outcome is None else (effect(intervention, outcome),)
    if outcome is not None and outcome not in OUTCOMES:
        raise _unknown("outcome", outcome, list(OUTCOMES))
    return tuple(one for one in EFFECTS if outcome in (None, one.outcome))


def _unknown(thing: str, value: str, known: list[str]) -> DoorwaysError:
    near = difflib.get_close_matches(value, known, n=3) or known
    return DoorwaysError(
        thing, value, "The evidence speaks of no such thing.", f"Choose from {', '.join(near)}."
    )
