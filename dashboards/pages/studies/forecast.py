"""What a council has to plan for if practice stays as it is, and what the planner's own levers would do."""

from collections.abc import Mapping
from typing import Any

from calibration.beliefs.authorities.load import years
from dashboards.pages.away import files_of
from dashboards.pages.choice import YEARS
from dashboards.pages.fields import Number, Option, Pick
from dashboards.pages.studies.common import Percent, council, request, runs
from dashboards.pages.study import Answer, Group, Study, Table, Work

#: By field: the lever as the command takes it, and what it is called.
LEVERS = {
    "entries_0": ("entries:0-9", "Entries, under 10"),
    "entries_10": ("entries:10-15", "Entries, 10 to 15"),
    "entries_16": ("entries:16-17", "Entries, 16 and 17"),
    "exits_0": ("exits:0-9", "Exits, under 10"),
    "exits_10": ("exits:10-15", "Exits, 10 to 15"),
    "exits_16": ("exits:16-17", "Exits, 16 and 17"),
    "unaccompanied": ("unaccompanied", "Unaccompanied"),
    "homes": ("placed:childrens_home", "Children's homes"),
    "moves": ("moves", "Moves"),
    "step_down": ("step_down", "Step-down from homes"),
    "moved_in_house": ("moved_to:foster_in_house", "Moves to in-house fostering"),
}
KEPT, LEFT = "made", "left-out"
USUAL = "usual"


def _answer(values: Mapping[str, Any], work: Work) -> Answer:
    from dashboards.report import forecast_sheets as sheets
    from dashboards.report.forecast import FILES, write_all
    from scenarios.forecast.levers import lever_of
    from scenarios.forecast.study import Asked, forecast

    moved = [lever_of(said) for name in LEVERS if (said := _said(name, values[name]))]
    asked = Asked(
        tuple(moved),
        values["from_month"],
        inflation=values["inflation"] / 100,
        with_record=values["record"] == KEPT,
        reference=years_of(values["reference"]),
    )
    found = forecast(request(values), asked, execution=work.execution, on_stage=work.on_stage)
    charts = write_all(work.folder, found)
    shown = {
        "Children and places": sheets.places(found),
        "Looked after, by kind of placement": sheets.children(found),
        "Looked after, by age": sheets.ages(found),
        "What the levers do, on the same futures": sheets.levers(found),
        "Spending by kind and year": sheets.spending(found),
        "Entries, exits and moves by year": sheets.flows(found),
        "Beside England and neighbours": sheets.standing(found),
        "Years gone by, as published": sheets.past(found),
        "How well such forecasts did here": sheets.record(found),
    }
    return Answer(
        sheets.headline(found),
        (sheets.reading(found),),
        tuple(sheets.sentences(found)),
        charts,
        tuple(Table(title, sheet) for title, sheet in shown.items() if sheet is not None),
        tuple(found["notes"]),
        files_of(FILES, *charts),
    )


def _said(name: str, value: float) -> str:
    """Return a lever as the command takes it; empty where it is not moved."""
    return f"{LEVERS[name][0]}={value:+g}%" if value else ""


class Lever(Percent):
    """Ask how much more or less likely something becomes, in per cent."""

    def words(self, value: float) -> list[str]:
        """Return it as on the command line."""
        said = _said(self.name, value)
        return ["--lever", said] if said else []


class FromMonth(Number):
    """Ask from which month levers are moved; at the start the command needs no word for it."""

    def words(self, value: float) -> list[str]:
        """Return it as on the command line."""
        return super().words(value) if value else []


class Reference(Pick):
    """Ask which years rates are learnt from."""

    def said(self, value: str) -> str:
        """Return it in words where it is not the usual."""
        return "" if value == USUAL else f"rates of {value.replace('-', ' to ')}"

    def words(self, value: str) -> list[str]:
        """Return it as on the command line."""
        return [] if value == USUAL else ["--reference", *value.split("-")]


def years_of(value: str) -> tuple[int, int] | None:
    """Return the first and the last year of a choice; None: the usual ones."""
    if value == USUAL:
        return None
    first, last = value.split("-")
    return int(first), int(last)


def _years() -> tuple[Option, ...]:
    """Return the years to choose from: the usual ones, then every span of years that have tables."""
    known = years()
    spans = [(a, b) for b in reversed(known) for a in reversed(known) if a <= b]
    words = (
        Option(
            f"{a}-{b}",
            f"The year to 31 March {a}" if a == b else f"The years to 31 March {a} to {b}",
        )
        for a, b in spans
    )
    return (Option(USUAL, "The three years to the start"), *words)


class Record(Pick):
    """Ask whether past forecasts are made and scored; the command takes a word for not."""

    def said(self, value: str) -> str:
        """Return it in words where there is anything to say."""
        return "" if value == KEPT else "no record"

    def words(self, value: str) -> list[str]:
        """Return it as on the command line."""
        return [] if value == KEPT else ["--no-record"]


def _levers() -> tuple[Lever, ...]:
    return tuple(
        Lever(
            name=name,
            label=label,
            bounds=(-90, 300),
            usual=0,
            hint="per cent more likely",
            more=True,
        )
        for name, (_, label) in LEVERS.items()
    )


def study() -> Study:
    """Declare the study."""
    return Study(
        "forecast",
        Group.PLAN,
        "How many places of each kind shall we need?",
        "Children by kind of placement, age and area, places to find and spending, if practice stays as it is: beside "
        "the council's own years, its neighbours and England, and how well such forecasts did here. With your own levers.",
        (
            council(),
            YEARS,
            runs(40),
            Record(
                name="record",
                label="How well it did before",
                offered=lambda: (
                    Option(KEPT, "Make and score past forecasts"),
                    Option(LEFT, "Leave it out (faster)"),
                ),
                usual=KEPT,
            ),
            Reference(
                name="reference",
                label="Rates learnt from",
                offered=_years,
                usual=USUAL,
                more=True,
            ),
            *_levers(),
            FromMonth(
                name="from_month",
                label="Levers from month",
                bounds=(0, 120),
                usual=0,
                option="--from-month",
                more=True,
            ),
            Percent(
                name="inflation",
                label="Prices rise a year by",
                bounds=(-50, 50),
                usual=0,
                hint="per cent",
                option="--inflation",
                more=True,
            ),
        ),
        _answer,
    )
