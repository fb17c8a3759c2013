"""Services so small that what they do can be worked out by hand, one for each kind of member."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np

from agents.codes import IN_CARE_REASONS, Enrolled, Member, Opening, Placement, Status
from agents.parameter import Parameter
from agents.population import Population
from agents.schema import REASONS
from agents.synthesis.columns import Columns
from simulation.compile import RuleSet
from simulation.services.declaration import CostLine, Effect, Programme, Service, Site
from simulation.services.figures import machine_columns
from simulation.services.table import install, members_of
from simulation.services.wording import Opened

EDGE = int(Status.EDGE_OF_CARE)
_MOST = 1e4
_ROOM = 8
_RATIO = Parameter("toy_ratio", "ratio", 1e-3, _MOST, "What a toy acts on, with its support.")
_LOG_ODDS = Parameter("toy_log_odds", "log odds", -5, 5, "An option a toy acts on.")


class ToyHelp(Service):
    """Act on the toys' shocks, and bring nothing of its own."""

    name = "toy_help"
    title = "a toy service"
    spec = Opened
    example: ClassVar[Mapping[str, Any]] = {"kind": "toy_help"}
    parameters = (Parameter("toy_help_ratio", "ratio", 1e-3, _MOST, "Shocks with help."),)
    effects = (Effect("toy_shock", "toy_help_ratio"),)

    @classmethod
    def sites(cls, spec: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Site]:
        """Return one site with room for everybody, open from the start."""
        return [Site({"capacity": int(_MOST)}, {"toy_shock": (values["toy_help_ratio"], 1.0)})]


class _ToyOfTheModel(Service):
    """Take on whoever is asked for, in two sites, and act on the model's own processes."""

    spec = Opened
    parameters = (_RATIO, _LOG_ODDS)
    places: ClassVar[Mapping[Placement, int]] = {}
    gate: ClassVar[Mapping[str, Any]] = {}

    def __init_subclass__(cls) -> None:
        """Name it after whom it is for, and show the least that a scenario can say of it."""
        words = re.findall("[A-Z][a-z]+", cls.__name__)
        cls.name, cls.title = "_".join(words).lower(), f"a {' '.join(words).lower()}"
        cls.example = {"kind": cls.name}

    @classmethod
    def site_count(cls, spec: Mapping[str, Any]) -> int:
        """Return two."""
        return 2

    @classmethod
    def sites(cls, spec: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Site]:
        """Return two sites, one open from the start and one later; a twin's do nothing."""
        costs = (CostLine("council", 1000.0), CostLine("nhs", 100.0, 10.0, 0.5))
        sites = []
        for opens in (0.0, 0.25):
            columns = {**_COLUMNS, **cls.gate, **machine_columns(spec, values), "opens": opens}
            sites.append(Site(columns, costs=costs))
        if spec.get("twin", "real") != "real":
            return sites
        ratios = {e.lever: (values[e.size], 1.0) for e in cls.effects if not e.option}
        odds = {f"{e.lever}/{e.option}": (values[e.size], 0.5) for e in cls.effects if e.option}
        return [replace(site, ratios=ratios, log_odds=odds, places=cls.places) for site in sites]


_COLUMNS: Mapping[str, Any] = {
    "referral": 3.0,
    "referral_by_reason": np.ones(REASONS),
    "acceptance": np.ones(REASONS),
    "start": 50.0,
    "end": 2.0,
    "dropout": 0.5,
    "fading": 1.0,
    "outage_rate": 1.0,
    "outage_years": 0.1,
    "effect_ramp": 1.0,
    "capacity": _ROOM,
}


class ToyForYoungPeople(_ToyOfTheModel):
    """Take on young people with a need, in or near care, for a set time, with beds of its own."""

    effects = (
        Effect("missing_start", "toy_ratio"),
        Effect("care_entry", "toy_ratio"),
        Effect("family_strain_ease", "toy_ratio"),
        Effect("carer_recovery", "toy_ratio"),
        Effect("arrest", "toy_log_odds", option="charge"),
        Effect("placement", "toy_log_odds", option="childrens_home"),
        Effect("kin", "toy_log_odds", option="found"),
        Effect("route", "toy_log_odds", option="going_home"),
        Effect("leaving_otherwise", "toy_log_odds", option="independence"),
    )
    places: ClassVar[Mapping[Placement, int]] = {Placement.SERVICE_BED: 1}
    gate: ClassVar[Mapping[str, Any]] = {
        "referral_by_reason": np.isin(np.arange(REASONS), (EDGE, *IN_CARE_REASONS)).astype(float),
        "age_low": 8.0,
        "age_high": 17.0,
        "crisis_years": 0.5,
        "calm": 0.5,
        "priority": 3.0,
        "care_high": 10.0,
        "needs": 0b11111,
        "length": 0.5,
        "end": 0.0,
        "waiting_limit": 2.0,
        "place_log_odds": 8.0,
    }


class ToyForFamilies(_ToyOfTheModel):
    """Take on families."""

    member = Member.FAMILY
    effects = (Effect("family_strain_rise", "toy_ratio"), Effect("care_entry", "toy_ratio"))


class ToyForMothers(_ToyOfTheModel):
    """Take on mothers."""

    member = Member.MOTHER
    effects = (Effect("family_strain_ease", "toy_ratio"), Effect("escalation", "toy_ratio"))


class ToyForCarers(_ToyOfTheModel):
    """Take on carers."""

    member = Member.CARER
    effects = (Effect("carer_exit", "toy_ratio"), Effect("placement_breakdown", "toy_ratio"))
    gate: ClassVar[Mapping[str, Any]] = {"placements": (1 << 4) - 1}


class ToyForHomes(_ToyOfTheModel):
    """Take on children's homes."""

    member = Member.HOME
    effects = (Effect("missing_start", "toy_ratio"), Effect("carer_recovery", "toy_ratio"))


#: One for each kind of member, on processes of the model.
TOY_SERVICES = (ToyForCarers, ToyForFamilies, ToyForHomes, ToyForMothers, ToyForYoungPeople)
#: Values of their figures.
TOY_VALUES: Mapping[str, Any] = {"toy_ratio": 0.4, "toy_log_odds": -1.5}


def all_supported(
    rules: RuleSet, population: Population, programmes: Sequence[Programme], years: float
) -> None:
    """Install programmes that have opened already and support everybody who could come.

    Parameters
    ----------
    population
        Changed in place.
    years
        Horizon.
    """
    install(rules, population, programmes, years, Columns(0, 0))
    services, enrolments = population.services, population.enrolments
    services.status, services.opened = int(Opening.OPEN), 0.0
    services.active = np.where(np.arange(services.size) == services.first_site, services.members, 0)
    enrolments.status, enrolments.since = int(Enrolled.SUPPORTED), 0.0
    enrolments.site, enrolments.strength = enrolments.programme, 1.0
    for row in enrolments:
        members = members_of(population, Member(int(row.of)))
        members.helped[row.member] += 1
        if row.of == Member.YOUNG_PERSON:
            members.supported[row.member] += 1
