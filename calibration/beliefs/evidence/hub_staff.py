"""The published staff of a No Wrong Door hub, by role."""

from collections.abc import Mapping
from typing import Final

from calibration.beliefs.evidence.figure import leaves
from calibration.beliefs.evidence.load import figure

#: Figure of each role; the roles are those a scenario's staff table may name.
ROLES: Final[Mapping[str, str]] = {
    "manager": "hub_staff_manager",
    "deputy_manager": "hub_staff_deputies",
    "residential_worker": "hub_staff_residential",
    "portfolio_lead": "hub_staff_leads",
    "psychologist": "hub_staff_psychologist",
    "speech_language_therapist": "hub_staff_speech",
    "police_officer": "hub_staff_police",
}


def hub_staff() -> dict[str, float]:
    """Return a hub's posts by role, full-time equivalents, as published for North Yorkshire."""
    return {role: next(leaves(figure(name).value)) for role, name in ROLES.items()}
