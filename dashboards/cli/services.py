"""`doorways services`: every kind of service, practice and condition a scenario may hold."""

from rich.table import Table

from dashboards.cli.console import output


def services() -> None:
    """List every kind of service, practice and condition, with the grade and source of its effects."""
    from scenarios.already_run import places
    from scenarios.catalogue import entries, levers
    from scenarios.describe import ALREADY
    from scenarios.opened_files import TYPES

    table = Table(expand=True)
    table.add_column("Kind", no_wrap=True)
    table.add_column("Sort", no_wrap=True)
    table.add_column("What it does")
    table.add_column("Grade", no_wrap=True)
    table.add_column("Source of its effects")
    for one in entries():
        grade = ", ".join(one.grades) or "–"
        source = "; ".join(one.sources) or ("your file" if one.name in TYPES else "–")
        table.add_row(
            one.name, one.sort, f"{one.about} Takes: {', '.join(one.keys)}.", grade, source
        )
    console = output()
    console.print(table)
    for one in entries():
        if where := places(one.name):
            console.print(f"{one.name}. {ALREADY}:", markup=False)
            for line in where:
                console.print(f"  {line}", markup=False)
    console.print(_parts())
    acted = Table(title="What effects of a file can act on", expand=True)
    acted.add_column("acts_on", no_wrap=True)
    acted.add_column("Whose", no_wrap=True)
    acted.add_column("What it is")
    for row in levers():
        acted.add_row(*row)
    console.print(acted)
    console.print(
        "Start one of your own: doorways new programme NAME (or practice, condition, scenario)."
    )


def _parts() -> Table:
    """Return the files that ship, with the grade and source of their effects."""
    from scenarios.parts import shipped_parts

    table = Table(title="Files that ship: a scenario opens one by its file", expand=True)
    table.add_column("file", no_wrap=True)
    table.add_column("Sort", no_wrap=True)
    table.add_column("What it is")
    table.add_column("Grade", no_wrap=True)
    table.add_column("Source of its effects")
    for one in shipped_parts():
        about = f"{one.title}. Acts on: {', '.join(one.listed)}."
        table.add_row(one.file, one.type, about, ", ".join(one.grades), "; ".join(one.sources))
    return table
