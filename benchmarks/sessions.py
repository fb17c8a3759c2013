"""How soon pages answer a slider: alone, and with thirty pages open that all move at will.

Run as ``python benchmarks/sessions.py [--pages 30] [--moves 10] [--council CODE]``. Serves the pages with a database of
their own, runs one comparison, waits for its bank of first estimates, then opens pages in one browser. Each moves its
first slider again and again, with a pause of its own between, and notes how long it is from the move to the new numbers on
the page. Also: how long a fresh browser takes to the first page that can be used, and what a page more costs the server in memory.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from playwright.sync_api import Browser, Page, sync_playwright

from dashboards.pages.choice import Choice

START = "from dashboards.cli.app import main; main()"
SECOND = 1000
LONG = 600 * SECOND
#: Moves the first slider so often, each time to another place, and returns how long each took to show.
MOVE = """async ([moves, least, most]) => {
  const slider = document.querySelector('#dw-dials input[type=range]');
  const shown = document.querySelector('#dw-turn');
  const took = [];
  for (let k = 0; k < moves; k++) {
    await new Promise((go) => setTimeout(go, least + Math.random() * (most - least)));
    const low = Number(slider.min), step = Number(slider.step), many = Math.round((Number(slider.max) - low) / step) + 1;
    const now = Math.round((Number(slider.value) - low) / step);
    const began = performance.now();
    const seen = new Promise((go) => {
      const eye = new MutationObserver((changes) => {
        if (!changes.some((one) => one.target.closest ? one.target.closest('.dw-first') || one.target.closest('svg') : true)) return;
        eye.disconnect();
        go(performance.now() - began);
      });
      eye.observe(shown, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['d', 'points'] });
      setTimeout(() => { eye.disconnect(); go(-1); }, 10000);
    });
    slider.value = low + step * ((now + 1 + Math.floor(Math.random() * (many - 1))) % many);
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    took.push(await seen);
  }
  return took;
}"""


@contextmanager
def served(db: Path) -> Iterator[tuple[str, psutil.Process]]:
    """Serve the pages while the context lasts."""
    command = [sys.executable, "-c", START, "dashboard", "--no-browser", "--port", "0"]
    with subprocess.Popen(
        [*command, "--db", str(db)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=os.environ | {"NO_COLOR": "1"},
    ) as server:
        try:
            assert server.stderr is not None
            line = next(line for line in iter(server.stderr.readline, "") if "http://" in line)
            yield line[line.index("http://") :].split()[0], psutil.Process(server.pid)
        finally:
            server.terminate()


def ready(page: Page, address: str) -> float:
    """Open a page and return the seconds until its sliders can be moved."""
    page.set_default_timeout(LONG)
    began = time.perf_counter()
    page.goto(address)
    page.wait_for_selector("#dw-dials")
    return time.perf_counter() - began


def first_answer(browser: Browser, address: str, choice: Choice) -> None:
    """Run a comparison and wait for its bank."""
    page = browser.new_page()
    page.set_default_timeout(LONG)
    page.goto(address + choice.link()[1:])
    page.click("#dw-run")
    page.wait_for_selector(f"#dw-result[data-stamp='{choice.stamp()}'][data-standing=whole]")
    page.get_by_text("really run; the full run").wait_for()
    page.close()


def told(name: str, took: list[float]) -> None:
    """Print the middle and the end of some times, in milliseconds."""
    seen = [one for one in took if one >= 0]
    middle, high = np.percentile(seen, [50, 95])
    unseen = (
        f"; {len(took) - len(seen)} changed nothing that is shown" if len(seen) < len(took) else ""
    )
    print(
        f"{name}: median {middle:.0f} ms, 95% within {high:.0f} ms, of {len(seen)}{unseen}",
        flush=True,
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=30)
    parser.add_argument("--moves", type=int, default=10)
    parser.add_argument("--council", default="E06000054", help="Wiltshire, of middling size")
    options = parser.parse_args()
    choice = Choice(options.council, "no-wrong-door", 5, 20)
    arguments: Any = {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox"]}
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder) / "runs.sqlite") as (address, server),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(**arguments)
        first_answer(browser, address, choice)
        fresh = playwright.chromium.launch(**arguments)
        link = address + choice.link()[1:]
        print(f"A fresh browser to sliders: {ready(fresh.new_page(), link):.1f} s")
        fresh.close()
        alone = browser.new_page()
        print(f"Again: {ready(alone, link):.1f} s")
        told("One page", alone.evaluate(MOVE, [3 * options.moves, 200, 600]))
        before = server.memory_info().rss
        pages = [browser.new_page() for _ in range(options.pages - 1)]
        for page in pages:
            ready(page, link)
        grown = (server.memory_info().rss - before) / len(pages) / 2**20
        print(f"{len(pages)} more pages: {grown:.1f} MB of the server's memory each")
        busy = _busy(server)
        begun = [_begun(page, options.moves) for page in (alone, *pages)]
        took = [one for page in begun for one in _ended(page)]
        told(f"{options.pages} pages", took)
        share = (_busy(server) - busy) / len(took) * SECOND
        print(f"The server took {share:.0f} ms of a core for each of these moves")
        browser.close()


def _busy(server: psutil.Process) -> float:
    """Return the seconds of a core that the server has taken."""
    spent = server.cpu_times()
    return float(spent.user + spent.system)


def _begun(page: Page, moves: int) -> Page:
    """Have a page move by itself, while others are begun."""
    page.evaluate(f"(said) => {{ window.took = ({MOVE})(said); }}", [moves, 500, 3000])
    return page


def _ended(page: Page) -> list[float]:
    found: list[float] = page.evaluate("() => window.took")
    return found


if __name__ == "__main__":
    main()
