"""Write a briefing as a tagged PDF (PDF/UA-1), by Typst: no browser, no system library, no network."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Final

from dashboards.report.briefing.shape import Briefing
from dashboards.report.charts import Chart
from dashboards.report.lettering import house_font, lacks_letters
from simulation.files.plain_text import shown
from simulation.files.writing import whole

TEMPLATE: Final = Path(__file__).parents[1] / "templates" / "briefing.typ"
#: Accessible to screen readers by a standard that the compiler checks.
_STANDARD: Final = "ua-1"


def write_pdf(path: Path, briefing: Briefing, chart: Chart, made: date | None) -> None:
    """Write the file; the chart stays a drawing."""
    from typst import Compiler, Fonts

    said = asdict(briefing) | {
        "chart": {"question": chart.question, "alternative": chart.alternative},
        "made": None if made is None else {"year": made.year, "month": made.month, "day": made.day},
    }
    given = {
        "briefing": json.dumps(_plain(said), ensure_ascii=False),
        "chart": chart.svg.read_text(encoding="utf-8"),
    }
    fonts = Fonts(
        # The font of charts; letters that it lacks are looked for among those of this machine.
        include_system_fonts=lacks_letters("".join(given.values())),
        include_embedded_fonts=False,
        font_paths=[str(house_font().parent)],
    )
    compiler = Compiler(TEMPLATE.read_bytes(), font_paths=fonts, sys_inputs=given)
    with whole(path) as fresh:
        compiler.compile(output=str(fresh), format="pdf", pdf_standards=_STANDARD)


def _plain(said: Any) -> Any:
    """Spell out what steers a reader's program in every text."""
    if isinstance(said, str):
        return shown(said)
    if isinstance(said, dict):
        return {name: _plain(one) for name, one in said.items()}
    return [_plain(one) for one in said] if isinstance(said, list | tuple) else said
