"""The works the model's figures come from, for the end of a report."""

from dashboards.report.content import Source


def works() -> tuple[Source, ...]:
    """List every work a figure of the register comes from, by author and year."""
    from calibration.evidence.load import figures, sources

    used = {figure.source for figure in figures().values() if figure.source}
    entries = sorted((sources()[key] for key in used), key=lambda s: (s.author, s.year, s.title))
    return tuple(Source(s.title, s.author, s.year, s.url) for s in entries)
