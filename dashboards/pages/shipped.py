"""The result that Home shows before anybody has run anything: it ships, and says by which version it was made.

`python -m dashboards.pages.shipped` writes it anew when results change.
"""

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, Final

from dashboards.pages.options import options
from simulation.version import RESULTS_VERSION

FILE: Final = Path(__file__).parent / "shipped.json"


@cache
def shipped() -> dict[str, Any]:
    """Return what Home shows of the usual comparison, as its components take it."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def write() -> None:
    """Run the usual comparison and write what Home shows of it."""
    from dashboards.pages.payload import payload
    from dashboards.pages.running import request_of
    from dashboards.report.briefing.content import tiles, whole
    from dashboards.report.from_comparison import content_of
    from scenarios.compare import compare
    from simulation.files.writing import write_text

    choice = options().usual()
    found = compare(request_of(choice), store="sqlite://")
    told, plain = payload(content_of(found), choice.stamp()), found.to_dict()
    kept = {
        "results_version": RESULTS_VERSION,
        "link": choice.link(),
        "title": options().label(choice),
        "stamp": choice.stamp(),
        "headline": told["headline"],
        "tiles": [asdict(one) for one in tiles(plain, whole(plain))],
        "chart": told["charts"][0],
        "table": told["tables"][0],
    }
    write_text(FILE, json.dumps(kept, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    write()
