"""Make a briefing of a finished comparison: a pure function of what comparison.json holds."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from agents.words import capital
from dashboards.report.briefing.closing import limits, works
from dashboards.report.briefing.money import money
from dashboards.report.briefing.shape import Briefing, Tile
from dashboards.report.briefing.surely import how_sure
from dashboards.report.captions import day
from dashboards.report.content import Source
from scenarios import words
from scenarios.comparison import TOTAL
from scenarios.headline import CHILDREN
from scenarios.usual import HELPED, MONEY
from simulation.numbers import counted

SYNTHETIC: Final = (
    "Synthetic data: the children are made up from published counts. A tool to think with, not a forecast, "
    "and not a prediction of any child."
)
#: The three answers and what they are called.
CALLED: Final = {
    CHILDREN: "Children in care",
    MONEY: "Cost to the council",
    HELPED: "Young people helped",
}


def briefing_of(found: Mapping[str, Any], sources: Sequence[Source], made: date | None) -> Briefing:
    """Return the briefing.

    Parameters
    ----------
    found
        What `Comparison.to_dict` gives.
    sources
        Works the figures come from.
    made
        The day on which it is written down.
    """
    rows = whole(found)
    scenario = found["arms"][1]
    return Briefing(
        title=f"{scenario['title']} in {found['authority']['name']}",
        headline=found["headline"],
        cautions=(*_believed(found), SYNTHETIC),
        tiles=tiles(found, rows),
        sections=(
            money(found, rows),
            how_sure(found, rows, CALLED),
            limits(found["notes"]),
            works(sources),
        ),
        stamp=_stamp(found, made),
    )


def whole(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return the measures over the whole horizon, by name."""
    return {row["name"]: row for row in found["measures"] if row["window"] == TOTAL}


def _believed(found: Mapping[str, Any]) -> tuple[str, ...]:
    """Say what is believed that is not what the evidence says."""
    labels = dict.fromkeys(label for arm in found["arms"] for label in arm["labels"])
    said = "; ".join(labels)
    return (f"{capital(said)}.",) if said else ()


def tiles(found: Mapping[str, Any], rows: Mapping[str, Any]) -> tuple[Tile, ...]:
    """Return the three answers; `rows` are the measures over the whole horizon, by name."""
    end = f"31 March {found['authority']['year'] + found['years']}"
    over = f"over {counted(found['years'], 'year')}"
    without = words.number(_mean(rows[CHILDREN]), rows[CHILDREN]["kind"])
    spent = words.number(_mean(rows[MONEY]), "money")
    return (
        _tile(CHILDREN, rows, f"on {end}; {without} without it"),
        _tile(
            MONEY,
            rows,
            f"{over}, services gross; {spent} without it; prices of {found['price_year']}",
        ),
        _tile(
            HELPED,
            rows,
            f"taken on by services {over}; who comes back counts again",
        ),
    )


def _mean(row: Mapping[str, Any]) -> float:
    """Return the baseline's average; not a number where it is not known."""
    mean = row["baseline"]["mean"]
    return float("nan") if mean is None else float(mean)


def _tile(name: str, rows: Mapping[str, Any], about: str) -> Tile:
    row = rows[name]
    gap, said = row["difference"], (row["verdict"], row["judgement"])
    if gap["mean"] is None:
        found = capital(words.verdict(said[0], row["kind"], said[1]))
        return Tile(CALLED[name], "Not known", "it is not defined in the runs", found, about)
    ends = (gap["mean"], gap["low"], gap["high"])
    return tile(
        name, ends, row["kind"], said, ("one future, 9 times in 10", "the same in every run", about)
    )


def tile(
    name: str,
    ends: tuple[float, float, float],
    kind: str,
    said: tuple[str, str | None],
    about: tuple[str, str, str],
) -> Tile:
    """Return one answer.

    Parameters
    ----------
    ends
        Mean, low and high.
    said
        Verdict and judgement.
    about
        What the range is of, what is said where there is no difference in any run, and what else there is to say.
    """
    number, _, span = words.about(*ends, kind).removesuffix(")").partition(" (")
    reach = f"{about[0]}: {span}" if span else about[1]
    found = capital(words.verdict(said[0], kind, said[1]))
    return Tile(CALLED[name], capital(number), reach, found, about[2])


def _stamp(found: Mapping[str, Any], made: date | None) -> tuple[tuple[str, str], ...]:
    """Say whose numbers these are and how they are made again."""
    baseline, scenario = found["arms"]
    place = found["authority"]
    runs = f"{found['replicates']:,} pairs over {counted(found['years'], 'year')}, seed {found['seed']}"
    return (
        ("Council", f"{place['name']} ({place['code']}), from 31 March {place['year']}"),
        ("Scenario", f"{scenario['title']} ({scenario['name']}), against {baseline['title']}"),
        ("Prices", found["price_year"]),
        ("Runs", runs),
        (
            "Results version",
            f"{found['results_version']} (Doorways {found['product_version']}), run key {found['run_key'][:12]}",
        ),
        *((("Date", day(made)),) if made else ()),
        ("The same numbers again", found["reproduce"]),
    )
