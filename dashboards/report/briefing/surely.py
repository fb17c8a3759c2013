"""How sure a briefing is: what the ranges are, whence their width comes, evidence and calibration."""

from collections.abc import Mapping
from typing import Any, Final

from dashboards.report.briefing.shape import Section
from dashboards.report.sheets import Sheet
from scenarios import words
from scenarios.describe import ASSUMED
from simulation.numbers import counted

#: What the grades of evidence mean.
_GRADES: Final = {
    "A": "randomised trial",
    "B": "comparison areas or meta-analysis",
    "C": "before and after",
    "D": "description",
}


def is_of_calibration(note: str) -> bool:
    """Tell whether a note says what was drawn from a joint calibration."""
    return "calibrat" in note.lower()


def how_sure(
    found: Mapping[str, Any], rows: Mapping[str, Any], shown: Mapping[str, str]
) -> Section:
    """Return what ranges mean, what they come from, and what they rest on.

    Parameters
    ----------
    rows
        The measures over the whole horizon, by name.
    shown
        Those whose spread is taken apart, with what they are called.
    """
    ranges = (
        f"{found['replicates']:,} pairs of runs, each with the same children and the same luck in both. One more "
        "future lies in the range 9 times in 10. The words speak of the average, with luck taken out and what is not "
        "known left in, against the size that matters: “too small to matter” if it is within that 9 times in 10, "
        "“cannot be told” if neither that nor the direction is clear."
    )
    heads = ("Where the spread comes from", "Luck of children", "Luck of years", "Not known")
    return Section(
        "How sure?",
        (ranges,),
        Sheet(heads, tuple(_shares(label, rows[name]) for name, label in shown.items())),
        (*_evidence(found), *filter(is_of_calibration, found["notes"])),
    )


def _shares(label: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    split = row["variance_split"]["difference"]
    parts = (split[f"share_{name}"] for name in ("children", "years", "unknown"))
    return label, *map(words.percent, parts)


def _evidence(found: Mapping[str, Any]) -> list[str]:
    """Say how good the evidence of the effects is, and how much is assumed."""
    graded: Mapping[str, int] = next(
        (one["grades"] for one in found["opened"] if one["role"] == "scenario"), {}
    )
    said = [
        f"{many} of grade {name} ({_GRADES[name]})"
        for name, many in graded.items()
        if name in _GRADES
    ]
    said += [f"{graded[ASSUMED]} assumed"] if ASSUMED in graded else []
    rest = counted(len(found["assumptions"]), "figure")
    told = [f"Figures that say how large effects are: {', '.join(said)}."] if said else []
    return [
        *told,
        f"{rest} of the whole model are assumed or judged, not measured; report.html lists them.",
    ]
