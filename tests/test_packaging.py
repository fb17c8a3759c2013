"""What a machine gets when Doorways is installed: five packages, and nobody else's."""

import importlib
import importlib.metadata as metadata
import re
import tomllib
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = {"agents", "simulation", "calibration", "scenarios", "dashboards"}
SHIPPED = {".toml", ".csv", ".html", ".vue", ".js", ".css", ".woff2", ".json", ".j2", ".typ"}
FREE = re.compile(
    r"\b(MIT|BSD|0BSD|Apache|ISC|MPL|Mozilla|PSF|Python Software|HPND|Zlib|CC0)", re.I
)
STRONG_COPYLEFT = re.compile(r"\b(A?GPL|(?<!Lesser )General Public License)", re.I)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Names of the files in a wheel built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    (built,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    with zipfile.ZipFile(built) as archive:
        return archive.namelist()


def closure(name: str = "doorways") -> set[str]:
    """Distributions an installation of `name` brings here, itself included."""
    found: set[str] = set()
    waiting = [Requirement(name)]
    while waiting:
        wanted = waiting.pop()
        key = f"{canonicalize_name(wanted.name)}[{','.join(sorted(wanted.extras))}]"
        if key in found:
            continue
        found.add(key)
        for line in metadata.requires(wanted.name) or []:
            part = Requirement(line)
            extras = wanted.extras | {""}
            if part.marker is None or any(part.marker.evaluate({"extra": e}) for e in extras):
                waiting.append(part)
    return {key.partition("[")[0] for key in found}


def licence(name: str) -> str:
    """What a distribution says of its licence, from whichever field it uses."""
    about = metadata.metadata(name)
    classifiers = [c for c in about.get_all("Classifier") or [] if c.startswith("License ::")]
    first_line = (about.get("License") or "").strip().partition("\n")[0]
    return about.get("License-Expression") or "; ".join(classifiers) or first_line


def test_the_wheel_holds_exactly_the_five_packages(wheel: list[str]) -> None:
    """A wheel's top level is the five packages and its own metadata, nothing else."""
    top = {name.split("/")[0] for name in wheel}
    assert {name for name in top if not name.endswith(".dist-info")} == PACKAGES


def test_the_wheel_holds_the_data_files(wheel: list[str]) -> None:
    """Every data file of the packages (tables, scenarios, templates, fonts) is in the wheel."""
    wanted = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.suffix in SHIPPED
    }
    assert wanted
    assert wanted - set(wheel) == set()


def test_no_dependency_ships_one_of_our_names() -> None:
    """No installed distribution but ours provides one of the five import names."""
    owners = metadata.packages_distributions()
    others = {name: set(owners.get(name, ())) - {"doorways"} for name in PACKAGES}
    assert others == {name: set() for name in PACKAGES}


@pytest.mark.parametrize("package", sorted(PACKAGES))
def test_each_name_means_this_checkout(package: str) -> None:
    """Importing each of the five names finds this project's own files."""
    found = importlib.import_module(package).__file__
    assert found is not None
    assert Path(found).resolve() == ROOT / package / "__init__.py"


def test_every_dependency_may_be_shipped_with_ours() -> None:
    """Every licence in the dependency closure is known, free, and not GPL or AGPL."""
    licences = {name: licence(name) for name in closure()}
    assert len(licences) > len(PACKAGES)
    refused = {
        name: text
        for name, text in licences.items()
        if not FREE.search(text) or STRONG_COPYLEFT.search(text)
    }
    assert refused == {}


def test_the_versions_agree() -> None:
    """The package, the running program and the citation name the same version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    program = (ROOT / "simulation" / "version.py").read_text(encoding="utf-8")
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f'PRODUCT_VERSION = "{project["version"]}"' in program
    assert f"version: {project['version']}" in citation


def test_the_locks_are_hashed_and_agree() -> None:
    """Every entry of both locks has a hash, and the test lock contains the other one."""
    pins = []
    for name in ("requirements.lock", "requirements-dev.lock"):
        entries = re.split(r"^(?=[a-z])", (ROOT / name).read_text(encoding="utf-8"), flags=re.M)
        found = [entry for entry in entries if entry.strip()]
        assert [entry for entry in found if "--hash=sha256:" not in entry] == []
        pins.append({entry.split()[0] for entry in found})
    assert pins[0]
    assert pins[0] <= pins[1]


def test_the_locks_cover_what_is_declared() -> None:
    """Every declared dependency is locked, at a version its declared bounds allow."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = dict(re.findall(r"^([a-z0-9.-]+)==([^\s\\]+)", text, re.M))
    for line in project["dependencies"]:
        wanted = Requirement(line)
        assert pinned.get(canonicalize_name(wanted.name), "") in wanted.specifier, line
