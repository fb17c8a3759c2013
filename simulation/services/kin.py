"""Relatives and friends who could foster if services helped to find them."""

from collections.abc import Sequence

import numpy as np

from agents.codes import FAMILY_UID, KIN_UID, Placement
from agents.population import Population
from agents.synthesis.carers import as_new
from agents.synthesis.columns import Columns
from simulation.errors import DoorwaysError
from simulation.placing_options import FIND_KIN
from simulation.services.declaration import Programme


def are_looked_for(programmes: Sequence[Programme]) -> bool:
    """Return whether anything an arm opens moves the choice whether kin are found."""
    return any(
        site.log_odds.get(FIND_KIN, (0.0, 0.0))[0] != 0.0
        for programme in programmes
        for site in programme.sites
    )


def add_kin(population: Population, draws: Columns) -> None:
    """Add, for each family without kin, those who would be found: like kin of other families.

    They take nobody unless services find them; a family's have the same address in every arm.

    Raises
    ------
    DoorwaysError
        When no family of the council has kin: it is not known what they would be like.
    """
    families, carers = population.families, population.carers
    owners = np.flatnonzero((families.kin_carer < 0) & np.isfinite(families.kin_needs))
    like = np.flatnonzero((carers.placement == Placement.KINSHIP) & (carers.site < 0))
    if owners.size and not like.size:
        rule = "No family of this council has kin, so it is not known what they would be like."
        raise DoorwaysError("effect", FIND_KIN, rule, "Take the effect out.")
    u = draws.uniform("kin/like", families.size)[owners]
    rows = as_new(carers[like[(u * like.size).astype(np.int64)]])
    rows.uid = families.uid[owners] - FAMILY_UID + KIN_UID
    rows.opens = np.inf
    families.kin_carer[owners] = carers.size + np.arange(owners.size)
    population.carers = np.concatenate([carers, rows]).view(np.recarray)
    population.sort_places()
