"""Split one published fostering cost into in-house, agency and kinship prices."""

from typing import NamedTuple


class FosterPrices(NamedTuple):
    """Hold pounds per child-week by kind of fostering."""

    in_house: float
    agency: float
    kinship: float


def split_foster(
    blended: float, shares: tuple[float, float, float], agency_ratio: float, kinship_ratio: float
) -> FosterPrices:
    """Return the three prices whose blend is the published cost, exactly.

    The outturn gives one figure for all fostering: blended = s_in·p + s_ag·(a·p) + s_kin·(k·p),
    with p the in-house price and a, k what an agency or kinship week costs relative to it. Solved
    for p, so the level is the council's own and only the relative prices are national. Fixing the
    agency price in pounds instead would leave cheap councils an absurd or negative remainder.

    Parameters
    ----------
    blended
        Published pounds per fostered child-week.
    shares
        Shares of fostered children in-house, with an agency and in kinship care; they are scaled
        to add up to 1.
    agency_ratio, kinship_ratio
        Price relative to in-house.
    """
    in_house, agency, kinship = (share / sum(shares) for share in shares)
    price = blended / (in_house + agency * agency_ratio + kinship * kinship_ratio)
    return FosterPrices(price, price * agency_ratio, price * kinship_ratio)
