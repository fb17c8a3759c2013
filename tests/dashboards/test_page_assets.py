"""The front-end files: those the installed Solara names, unchanged, and nothing from elsewhere."""

import hashlib
import re
from pathlib import Path

import pytest

from dashboards.assets.fetch import named_versions, read_lock
from dashboards.assets.vendored import FOLDER, check, named, template
from simulation.errors import DoorwaysError


def test_the_installed_solara_finds_every_file_it_names() -> None:
    """The start-up check passes, and the versions in the template are those in the lock."""
    check()
    assert named_versions() == {name: entry["version"] for name, entry in read_lock().items()}


def test_an_upgraded_solara_is_told_before_the_page_stays_blank() -> None:
    """When the template names another version, one error names the file and the way out."""
    later = re.sub(r"(solara-vuetify3-app@)[\d.]+", r"\g<1>99.0.0", template())
    with pytest.raises(DoorwaysError, match=r"99\.0\.0") as caught:
        check(text=later)
    assert "dashboards.assets.fetch" in caught.value.next_step


def test_a_missing_file_or_an_empty_template_is_told(tmp_path: Path) -> None:
    """Neither an empty folder nor a template that names nothing passes."""
    with pytest.raises(DoorwaysError, match=r"main8\.css"):
        check(tmp_path)
    with pytest.raises(DoorwaysError, match="none named"):
        check(text="<html></html>")


def test_the_files_are_those_the_lock_holds() -> None:
    """Every kept file has its locked hash, and there is no other."""
    there = {p.relative_to(FOLDER).as_posix(): p for p in FOLDER.rglob("*") if p.is_file()}
    locked = {
        f"{name}@{entry['version']}/{file}": digest
        for name, entry in read_lock().items()
        for file, digest in entry["files"].items()
    }
    assert {n: hashlib.sha256(p.read_bytes()).hexdigest() for n, p in there.items()} == locked


def test_only_the_production_files_of_vue_3_are_asked_for() -> None:
    """The Vue 2 bundle and the development build are not among the files needed."""
    text = (
        "{{cdn}}/@widgetti/solara-vuetify-app@1/a.js {{cdn}}/b@2/app{{ipywidget_major_version}}.js"
        " {{cdn}}/b@2/app{{ipywidget_major_version}}.min.js"
    )
    assert named(text, "8") == ("b@2/app8.min.js",)
