"""The account of an import as small tables and sentences."""

from collections.abc import Mapping
from typing import Any, Final

from dashboards.report.sheets import Sheet

Found = Mapping[str, Any]
_FATES: Final = ("read", "used", "repaired", "rejected")
#: Places of a problem that the terminal names.
_PLACES: Final = 3


def headline(found: Found) -> str:
    """Say in a sentence what became of the rows."""
    rows = found["rows"]
    years = [one["year_to_31_march"] for one in found["counts"].get("by_year", ())]
    span = f"years to 31 March {years[0]} to {years[-1]}" if years else "no year"
    span = f"year to 31 March {years[0]}" if len(years) == 1 else span
    return (
        f"{len(found['files'])} tables, {span}: {rows['read']:,} rows read = "
        f"{rows['used']:,} used + {rows['repaired']:,} repaired + {rows['rejected']:,} rejected."
    )


def tables(found: Found) -> Sheet:
    """Return the rows of each module and year."""
    totals: dict[tuple[int, str], list[int]] = {}
    for one in found["files"]:
        total = totals.setdefault((one["year_to_31_march"], one["table"]), [0] * len(_FATES))
        for place, fate in enumerate(_FATES):
            total[place] += one[fate]
    rows = tuple(
        (f"{year} {table}", *(f"{many:,}" for many in total))
        for (year, table), total in sorted(totals.items())
    )
    return Sheet(("Rows by return and table", *map(str.capitalize, _FATES)), rows)


def problems(found: Found) -> Sheet:
    """Return what was found, in the order of the rules."""
    rows = tuple(
        (
            one["words"],
            one["rule"],
            one["national_rules"],
            one["weight"],
            f"{one['rows']:,}" if one["rows"] else "",
            _where(one),
        )
        for one in found["findings"]
    )
    heads = ("Problem", "Rule", "National", "Weight", "Rows", "Where")
    return Sheet(heads, rows, worded=(1, 2, 3, -1))


def _where(one: Found) -> str:
    if "said" in one:
        return f"{one['file']}: {one['said']}" if one["file"] else str(one["said"])
    first = one["where"][0]
    numbers = first.get("row_numbers") or [first["row"]]
    shown = ", ".join(map(str, numbers[:_PLACES]))
    more = " …" if one["rows"] > len(numbers[:_PLACES]) else ""
    column = f"{one['column']} in " if one["column"] else ""
    return f"{column}{first['file']}: row {shown}{more}"


def by_year(found: Found) -> Sheet:
    """Return what the returns hold, by year."""
    shown = {
        "looked_after_on_31_march": "Looked after 31 March",
        "unaccompanied_on_31_march": "Of these unaccompanied",
        "days_in_care": "Days in care",
        "entries": "Entries",
        "re_entries": "Re-entries",
        "exits": "Exits",
        "carer_moves": "Carer moves",
    }
    rows = tuple(
        (
            str(one["year_to_31_march"]),
            *(f"{one[name]:,}" for name in shown),
            f"{sum(many for kind, many in one['missing_periods'].items() if kind not in _NOT_PERIODS):,}",
        )
        for one in found["counts"].get("by_year", ())
    )
    return Sheet(("Year to 31 March", *shown.values(), "Missing periods"), rows)


_NOT_PERIODS: Final = frozenset({"children", "days"})


def sentences(found: Found) -> list[str]:
    """Say what the counts leave out, and how much was used as supplied."""
    as_supplied, counts = found["episode_rows_used_as_supplied"], found["counts"]
    said = [f"{as_supplied['rows']:,} of {as_supplied['of']:,} episode rows are used as supplied."]
    if counts:
        short = counts["short_breaks"]
        said.append(
            f"{counts['children']:,} children with {counts['periods_of_care']:,} periods of care are counted; "
            f"{short['episodes']:,} episodes of short breaks, of {short['children']:,} children, are left out."
        )
    if found["files_not_read"]:
        said.append(f"Not read, since no table is in them: {', '.join(found['files_not_read'])}.")
    return said
