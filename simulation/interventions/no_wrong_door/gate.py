"""Who may come to a hub, for which reason, how often, and who of them is taken on and first."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from agents.codes import Reason
from agents.schema import REASONS
from simulation.bands import in_years

#: Reasons for referral besides the edge of care, each with its rate against the edge's.
REFERRED = {
    Reason.EDGING_TO_CARE: "hub_referral_need_ratio",
    Reason.PLACEMENT_SUPPORT: "hub_referral_placement_ratio",
    Reason.STEP_DOWN: "hub_referral_step_down_ratio",
    Reason.INDEPENDENCE: "hub_referral_independence_ratio",
    Reason.CARE_LEAVER: "hub_referral_leaver_ratio",
}
#: Reasons that come with a crisis; the others are planned.
IN_A_CRISIS = (Reason.EDGING_TO_CARE, Reason.EDGE_OF_CARE, Reason.PLACEMENT_SUPPORT)


def gate_of(one: Mapping[str, Any], p: Mapping[str, Any]) -> dict[str, Any]:
    """Return who may come and why; a hub with more outreach takes fewer out of homes.

    What brings those near care is a crisis; who steps down from a home or becomes independent is
    referred by plan, crisis or none.
    """
    usual = float(p["hub_outreach_share"])
    outreach = float(one.get("outreach_share", usual))
    by_reason, calm = np.zeros(REASONS), np.ones(REASONS)
    by_reason[Reason.EDGE_OF_CARE] = 1.0
    for reason, figure in REFERRED.items():
        by_reason[reason] = p[figure]
    calm[list(IN_A_CRISIS)] = p["hub_referral_calm_ratio"]
    acceptance = np.full(REASONS, p["hub_acceptance"] * outreach / usual)
    acceptance[Reason.STEP_DOWN] = p["hub_acceptance"] * (1.0 - outreach) / (1.0 - usual)
    return {
        "age_low": p["hub_eligible_age_low"],
        "age_high": p["hub_eligible_age_high"],
        "referral": p["hub_referral_hazard"],
        "referral_by_reason": by_reason,
        "crisis_years": in_years(p["hub_crisis_months"]),
        "calm": calm,
        "acceptance": acceptance,
        "waiting_limit": p["hub_waiting_limit"],
        "priority": p["hub_priority_after_crisis"],
    }
