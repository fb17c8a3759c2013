"""What may be said of a No Wrong Door service: a word it does not know is an error, not left out."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from simulation.names import check_name

#: What a service says of itself, and of each of its hubs.
SERVICE: Final = ("kind", "hubs", "fidelity", "twin", "prior", "claims", "effects")
HUB: Final = (
    "name",
    "opens_month",
    "base",
    "beds_planned",
    "beds_emergency",
    "community_families",
    "caseload",
    "outreach_share",
    "staff",
)
FIDELITIES: Final = ("adopter", "full")
TWINS: Final = ("real", "null", "recording")
PRIORS: Final = ("adopter", "north_yorkshire", "wigan")
BASES: Final = ("new", "childrens_home")
ROLES: Final = (
    "manager",
    "deputy_manager",
    "residential_worker",
    "portfolio_lead",
    "psychologist",
    "speech_language_therapist",
    "police_officer",
    "social_worker",
    "camhs_practitioner",
    "foster_carer",
)
DISTINGUISHERS: Final = (
    "family_destination",
    "one_key_worker",
    "fewer_referrals_onward",
    "shared_training",
    "beds_not_filled",
    "no_appointments",
    "core_offer_to_all",
    "shared_intelligence",
    "close_partnership",
    "aspirations_lead",
)


def check_spec(spec: Mapping[str, Any]) -> None:
    """Check every name and word a service is described with; numbers are checked where scenarios are read.

    Raises
    ------
    DoorwaysError
        When it says something that nothing reads.
    """
    _all("service", spec, SERVICE)
    fidelity = spec.get("fidelity", FIDELITIES[0])
    if isinstance(fidelity, Mapping):
        _all("distinguisher", fidelity, DISTINGUISHERS)
    else:
        _word("fidelity", fidelity, FIDELITIES)
    _word("twin", spec.get("twin", TWINS[0]), TWINS)
    _word("prior", spec.get("prior", PRIORS[0]), PRIORS)
    for hub in spec["hubs"]:
        _all("hub", hub, HUB)
        _word("base of a hub", hub.get("base", BASES[0]), BASES)
        _all("role of a hub's staff", hub.get("staff") or {}, ROLES)


def _all(thing: str, said: Mapping[str, Any], known: Collection[str]) -> None:
    for name in said:
        _word(thing, name, known)


def _word(thing: str, word: Any, known: Collection[str]) -> None:
    check_name(thing, str(word), known, "It is not one of those that are known.")
