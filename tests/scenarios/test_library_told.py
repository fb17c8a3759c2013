"""Every scenario that ships is compared, followed and told: numbers, briefing and report, without a fault."""

from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from dashboards.report.briefing.content import briefing_of
from dashboards.report.from_comparison import content_of
from dashboards.report.html import render
from scenarios.compare import compare
from scenarios.funnel.beside import funnel_beside
from scenarios.request import CompareRequest
from scenarios.scenario import list_scenarios
from simulation.runner.execution import Execution

ALONE = Execution(1)


@pytest.mark.slow
def test_every_scenario_of_the_library_is_told_to_its_end(tmp_path: Path) -> None:
    """A small comparison of each, with whom its services reach where it opens any, as report and briefing."""
    store = tmp_path / "runs.sqlite"
    for one in list_scenarios():
        if one.twin_of or not one.interventions:
            continue
        request = CompareRequest("Rutland", scenario=one.name, years=1, replicates=2)
        found = compare(request, execution=ALONE, store=store)
        funnel = funnel_beside(request, found, execution=ALONE)
        found = replace(found, funnel=funnel.to_dict() if funnel else None)
        content = content_of(found)
        assert one.title in unescape(render(content, ())), one.name
        assert one.title in briefing_of(found.to_dict(), (), None).title, one.name
