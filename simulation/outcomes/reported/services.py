"""Young people's own lives, and the services that support them."""

from typing import Final

from simulation.outcomes import sizes
from simulation.outcomes.event_names import CHARGES
from simulation.outcomes.measure import Measure, children
from simulation.outcomes.readings import Events, Inside

SERVICES: Final[tuple[Measure, ...]] = (
    Measure(
        "arrests",
        "Arrests",
        "arrests",
        "flow",
        -1,
        sizes.JUSTICE,
        "Arrests of young people in need or in care aged 10-17.",
        Events("arrest"),
    ),
    Measure(
        "charges",
        "Charges",
        "charges",
        "flow",
        -1,
        sizes.JUSTICE,
        "Arrests that led to a charge.",
        Events(*CHARGES),
    ),
    children(
        "substance_problem",
        "Young people with a substance problem",
        "stock",
        -1,
        sizes.SUBSTANCE,
        "Looked after or on the edge of care, aged 10-17, on 31 March.",
        Inside("substance_problem"),
    ),
    children(
        "neet_16_17",
        "NEET, 16-17",
        "stock",
        -1,
        sizes.IDLE,
        "Looked after, aged 16-17, not in education, employment or training.",
        Inside("neet_in_care"),
    ),
    children(
        "neet_18_20",
        "NEET, 18-20",
        "stock",
        -1,
        sizes.IDLE,
        "Care leavers aged 18-20, not in education, employment or training.",
        Inside("neet_care_leaver"),
    ),
    Measure(
        "service_referrals",
        "Referrals to services",
        "referrals",
        "flow",
        0,
        sizes.SERVICE,
        "Referrals made to services: none while a list is full, or a service takes nobody on.",
        Events("referral/declined", "referral/accepted"),
    ),
    Measure(
        "service_accepted",
        "Referrals accepted",
        "referrals",
        "flow",
        0,
        sizes.SERVICE,
        "Referrals that services took on.",
        Events("referral/accepted"),
    ),
    children(
        "service_waiting",
        "Waiting for a service",
        "stock",
        -1,
        sizes.SERVICE,
        "Young people accepted and waiting on 31 March; families and carers are not counted.",
        Inside("waiting_for_support"),
    ),
    children(
        "service_supported",
        "Supported by a service",
        "stock",
        0,
        sizes.SERVICE,
        "Young people being supported on 31 March; families and carers are not counted.",
        Inside("supported"),
    ),
    children(
        "service_dropouts",
        "Support ended early",
        "flow",
        -1,
        sizes.SERVICE,
        "Young people who dropped out of support.",
        Events("support_dropout"),
    ),
)
