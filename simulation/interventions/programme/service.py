"""A programme in TOML: its file becomes the rows that a service written in Python would give."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from agents.codes import IN_CARE_REASONS, STRAIN_TOP, TIE_TOP, Status
from agents.lengths import DAYS_PER_YEAR, WEEKS_PER_YEAR
from agents.schema import REASONS
from simulation.bands import in_years
from simulation.interventions.programme.levers import LEVERS
from simulation.interventions.programme.spec import EXAMPLE, ProgrammeSpec, Support
from simulation.interventions.programme.words import words
from simulation.services.declaration import Site
from simulation.services.file_words import NEED_BITS, PLACEMENTS, STATUSES, cost_lines
from simulation.services.from_file import FromFile


class Programme(FromFile):
    """Open any programme that a file describes."""

    name = "programme"
    title = "a programme"
    spec = ProgrammeSpec
    example = EXAMPLE
    needed_levers = LEVERS

    @classmethod
    def site_count(cls, spec: Mapping[str, Any]) -> int:
        """Return how many sites a scenario opens."""
        return int(spec["sites"])

    @classmethod
    def sites(cls, spec: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Site]:
        """Return the programme's sites, all alike."""
        file = cls.file(spec)
        columns = {
            **_gate(file),
            **_support(file),
            **_key_worker(file),
            **_short_stays(file),
            "opens": in_years(spec["opens_month"]),
            "closes": in_years(spec.get("closes_month", math.inf)),
        }
        costs = cost_lines(cls.called(spec), file["costs"], values)
        return [cls.acting(spec, values, columns, costs)] * spec["sites"]

    @classmethod
    def words(cls, spec: Mapping[str, Any], number: Callable[[str], float]) -> str:
        """Describe the programme in plain English."""
        return words(spec)


def _gate(file: Mapping[str, Any]) -> dict[str, Any]:
    """Return who may come and how often they are referred."""
    who, referral = file["who"], file["referral"]
    by_reason = np.zeros(REASONS)
    for word in who["status"]:
        status = STATUSES[word]
        by_reason[[*(IN_CARE_REASONS if status == Status.LOOKED_AFTER else (status,))]] = 1.0
    months = who.get("months_in_care", (0.0, math.inf))
    acts = who.get("acts_at_ages", (0.0, math.inf))
    strain = who.get("strain", (0, STRAIN_TOP))
    coming = who.get("next_child_in_months", (0.0, 0.0))
    return {
        "strain_low": strain[0],
        "strain_high": strain[1],
        "steadiest": who.get("steadiest", math.inf),
        "next_low": in_years(coming[0]),
        "next_high": in_years(coming[1]),
        "age_low": who["ages"][0],
        "age_high": who["ages"][1],
        "acts_from": acts[0],
        "acts_to": acts[1],
        "needs": sum(NEED_BITS[word] for word in who["needs"]),
        "placements": sum(1 << int(PLACEMENTS[word]) for word in who["placements"]),
        "care_low": in_years(months[0]),
        "care_high": in_years(months[1]),
        "referral": referral["per_year"],
        "referral_by_reason": by_reason,
        "crisis_years": in_years(referral["crisis_months"]),
        "calm": np.full(REASONS, referral["without_crisis"]),
        "acceptance": np.full(REASONS, referral["accepted"]),
        "waiting_limit": referral["waiting_limit"],
        "priority": referral["priority_after_crisis"],
    }


def _key_worker(file: Mapping[str, Any]) -> dict[str, Any]:
    """Return what rests on the relationship with one worker; without one, nothing."""
    if (worker := file.get("key_worker")) is None:
        return {}
    return {
        "strength": 1.0 - worker["share"],
        "tie_weight": worker["share"],
        "tie_growth": TIE_TOP / in_years(worker["months_to_form"]),
        "turnover": worker["turnover_per_year"],
    }


def _short_stays(file: Mapping[str, Any]) -> dict[str, Any]:
    """Return how often members stay in a bed for some days; without beds, nothing."""
    if (stays := file.get("short_stays")) is None:
        return {}
    return {
        "stay_beds": stays["beds"],
        "stay_least": stays["days"][0] / DAYS_PER_YEAR,
        "stay_most": stays["days"][1] / DAYS_PER_YEAR,
        "stay_rate": stays["per_year"],
        "stay_calm": stays["without_crisis"],
    }


def _support(file: Mapping[str, Any]) -> dict[str, Any]:
    """Return how support starts, lasts, ends and fades."""
    support = file["support"]
    outage = file.get("outage", {"per_year": 0.0, "months": 0.0})
    length, fixed = in_years(support["months"]), support["fixed_length"]
    return {
        "capacity": Support.model_validate(support).capacity,
        "ramp": support["years_to_fill"],
        "start": WEEKS_PER_YEAR / support["weeks_to_start"],
        "end": 0.0 if fixed else 1.0 / length,
        "length": length if fixed else math.inf,
        "dropout": support["dropout_per_year"],
        "fading": math.log(2.0) / support["half_life_years"],
        "effect_ramp": support["years_to_full_effect"],
        "outage_rate": outage["per_year"],
        "outage_years": in_years(outage["months"]),
    }
