"""How strongly each effect of a hub acts, where 1 is the average dose of its study."""

from collections.abc import Mapping

from simulation.interventions.no_wrong_door.effects import ALWAYS, EFFECTS

#: Whose doses an effect has that no study measured by itself.
GOES_ALONG = {
    "nwd_charge_log_odds": "nwd_charge_ratio",
    "nwd_step_down_log_odds": "nwd_exit_ratio",
    "nwd_home_log_odds": "nwd_exit_ratio",
    "nwd_escalation_ratio": "nwd_entry_ratio",
    "nwd_family_strain_ratio": "nwd_entry_ratio",
    "nwd_carer_recovery_ratio": "nwd_move_ratio",
    "nwd_exploitation_ratio": "nwd_missing_ratio",
}


def doses_of_effects(
    help_here: Mapping[str, float], scales: Mapping[str, float]
) -> dict[str, float]:
    """Return the dose of each effect at its full growth and strength, by figure.

    What was not studied has the doses of what it goes along with.

    Parameters
    ----------
    help_here
        Share of each mechanism's full effect that the distinguishers allow.
    scales
        What the dose of each studied effect is multiplied by.
    """
    return {
        one.size: 1.0
        if one.mechanism == ALWAYS
        else help_here[one.mechanism] * scales[GOES_ALONG.get(one.size, one.size)]
        for one in EFFECTS
    }
