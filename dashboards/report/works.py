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

    baseline, *others = ({one.key: one for one in cite(arm)} for arm in arms)
    cited = {key: one for arm in (baseline, *others) for key, one in arm.items()}
    found = [
        Source(c.title, c.author, str(c.year), c.url, of_scenario=key not in baseline)
        for key, c in cited.items()
    ]
    return tuple(sorted(found, key=lambda s: (s.author, s.published, s.title)))
