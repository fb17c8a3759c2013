"""The works a comparison's figures come from, for the end of its report."""

from collections.abc import Iterable

from dashboards.report.content import Source
from scenarios.scenario import Scenario


def works(arms: Iterable[Scenario]) -> tuple[Source, ...]:
    """List every work the arms of a comparison rest on, once, by author and year.

    Parameters
    ----------
    arms
        The baseline, then what is compared with it.
    """
    from scenarios.cite import cite

    baseline, *others = map(cite, arms)
    known = {name for one in baseline for name in one.figures}
    cited = {one.key: one for arm in (baseline, *others) for one in arm}
    found = [
        Source(c.title, c.author, str(c.year), c.url, len({*c.figures} - known))
        for c in cited.values()
    ]
    return tuple(sorted(found, key=lambda s: (s.author, s.published, s.title)))
