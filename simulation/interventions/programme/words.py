"""A programme in plain English: who, what, when, how many, at what cost, on what evidence."""

from collections.abc import Mapping
from typing import Any

from agents.codes import STRAIN_TOP
from simulation.interventions.programme.spec import Support
from simulation.numbers import counted, lasting, times, written
from simulation.services.file_phrases import (
    effects_in_words,
    members_in_words,
    plain_word,
    when,
)


def words(spec: Mapping[str, Any]) -> str:
    """Return the programme in sentences, a line each."""
    file = spec["programme"]
    lines = [
        f"{file['title']}{_where(spec)}",
        f"  Who: {_who(file)}",
        f"  Referral: {_referral(file)}",
        f"  Support: {_support(file)}",
        *_short_stays(file),
        f"  When: {when(spec.get('opens_month', 0.0), spec.get('closes_month'))}",
        *effects_in_words(file["effects"], spec.get("fidelity", 1.0)),
    ]
    return "\n".join(lines)


def _where(spec: Mapping[str, Any]) -> str:
    sites = spec.get("sites", 1)
    return f", {counted(sites, 'site')}" if sites > 1 else ""


def _who(file: Mapping[str, Any]) -> str:
    who = file["who"]
    told = [_whose(file)]
    if who["needs"]:
        told.append(f"with {' or '.join(plain_word(word) for word in who['needs'])}")
    if who["placements"]:
        told.append(f"in {' or '.join(plain_word(word) for word in who['placements'])}")
    if months := who.get("months_in_care"):
        told.append(f"{written(months[0])} to {written(months[1])} months into care")
    if levels := who.get("strain"):
        told.append(f"at strain {levels[0]} to {levels[1]} of {STRAIN_TOP}")
    if share := who.get("steadiest"):
        told.append(f"of the {share:.0%} who give up least readily")
    if ages := who.get("acts_at_ages"):
        told.append(f"acting on children from {written(ages[0])} to {written(ages[1])}")
    return ", ".join(told)


def _whose(file: Mapping[str, Any]) -> str:
    """Return which kind of member, and what their state has to be."""
    who, many = file["who"], members_in_words(file["member"])
    status = " or ".join(plain_word(word) for word in who["status"])
    if months := who.get("next_child_in_months"):
        return (
            f"{many} whose next child would be born {written(months[0])} to {written(months[1])} "
            "months from now and be known as an infant"
        )
    if file["member"] in ("family", "mother"):
        return f"{many} with a child {status}"
    if file["member"] in ("carer", "home"):
        return f"{many} who are open"
    return f"{many} from {written(who['ages'][0])} to {written(who['ages'][1])}, {status}"


def _referral(file: Mapping[str, Any]) -> str:
    referral = file["referral"]
    told = [f"each is referred {times(referral['per_year'])} a year"]
    if referral["without_crisis"] < 1:
        told.append(
            f"{referral['without_crisis']:.0%} as often without a crisis in the last "
            f"{lasting(referral['crisis_months'], 'month')}"
        )
    told.append(f"{referral['accepted']:.0%} are taken on")
    if referral["priority_after_crisis"] > 1:
        told.append(f"after a crisis {times(referral['priority_after_crisis'])} as soon")
    told.append(f"nobody while the list holds {referral['waiting_limit']:.0%} of the places")
    return "; ".join(told)


def _short_stays(file: Mapping[str, Any]) -> list[str]:
    if (stays := file.get("short_stays")) is None:
        return []
    calm = stays["without_crisis"]
    rarer = f", {calm:.0%} as often without a recent crisis" if calm < 1 else ""
    days = stays["days"]
    return [
        f"  Short stays: {counted(stays['beds'], 'bed')} at each site for {written(days[0])} to "
        f"{written(days[1])} days without becoming looked after, {times(stays['per_year'])} a year "
        f"of each member at home{rarer}"
    ]


def _support(file: Mapping[str, Any]) -> str:
    support, many = file["support"], members_in_words(file["member"])
    room = Support.model_validate(support).capacity
    length = "exactly" if support["fixed_length"] else "on average"
    told = [
        f"room for {room:,} {many} at a time at each site",
        f"for {lasting(support['months'], 'month')} {length}",
    ]
    told.append(f"starting {lasting(support['weeks_to_start'], 'week')} after being taken on")
    for key, said in (("years_to_fill", "filled"), ("years_to_full_effect", "fully effective")):
        if support[key]:
            told.append(f"{said} {lasting(support[key], 'year')} after opening")
    if support["dropout_per_year"]:
        told.append(f"{written(support['dropout_per_year'])} drop out per year of support")
    if worker := file.get("key_worker"):
        told.append(
            f"{worker['share']:.0%} of what it does rests on one worker, a relationship that takes "
            f"{lasting(worker['months_to_form'], 'month')} to form and begins again when the worker "
            f"leaves, {times(worker['turnover_per_year'])} a year"
        )
    if outage := file.get("outage"):
        told.append(
            f"takes nobody on {times(outage['per_year'])} a year for {lasting(outage['months'], 'month')}"
        )
    told.append(
        f"what it does halves every {lasting(support['half_life_years'], 'year')} afterwards"
    )
    return "; ".join(told)
