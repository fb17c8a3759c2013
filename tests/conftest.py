"""What every test run needs to know about the machine it is on."""

import os
import shutil

import pytest

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def chromium() -> str | None:
    """Path of the browser to drive: the one DOORWAYS_CHROMIUM names, or the first found."""
    named = os.environ.get("DOORWAYS_CHROMIUM")
    found = (shutil.which(name) for name in CHROMIUM_NAMES)
    return named or next((path for path in found if path), None)


def pytest_report_header() -> list[str]:
    """Say at the top which browser and database server the run uses."""
    database = "yes" if os.environ.get("DOORWAYS_TEST_POSTGRES") else "no (DOORWAYS_TEST_POSTGRES)"
    return [
        f"browser: {chromium() or 'none found, its tests are left out'}",
        f"postgres: {database}",
    ]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this machine cannot run; CI sets DOORWAYS_REQUIRE_ALL so nothing is."""
    if os.environ.get("DOORWAYS_REQUIRE_ALL"):
        return
    lacking = set()
    if not chromium():
        lacking.add("browser")
    if not os.environ.get("DOORWAYS_TEST_POSTGRES"):
        lacking.add("postgres")
    left_out = [item for item in items if any(item.get_closest_marker(m) for m in lacking)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Drive the machine's own Chromium, headless; root needs it without its sandbox."""
    is_root = getattr(os, "geteuid", lambda: 1)() == 0
    options = ["--no-sandbox"] if is_root else []
    return browser_type_launch_args | {"executable_path": chromium(), "args": options}
