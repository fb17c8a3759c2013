"""`doorways stories`: what a workshop can play."""

from rich.table import Table

from dashboards.cli.console import output


def stories() -> None:
    """List the stories of the workshop that ship: what a room is told, predicts and talks about.

    A path to a story file (.toml) can be given wherever a story's name is asked for.
    """
    from scenarios.workshop.story import list_stories

    table = Table(expand=True)
    table.add_column("Name", no_wrap=True)
    table.add_column("Title")
    table.add_column("Council")
    table.add_column("Questions", justify="right")
    for one in list_stories():
        table.add_row(one.name, one.title, one.authority, str(len(one.questions)))
    console = output()
    console.print(table)
    console.print("Each is a file of scenarios/stories: copy one to write your own.")
