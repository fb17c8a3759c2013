"""The catalogue and the description of the model: written from the code, and about all of it."""

import re
from pathlib import Path

import pytest

from calibration.beliefs.evidence.load import figures
from calibration.beliefs.local.declared import COMPUTED
from dashboards.documentation.catalogue import PAGE, page, write
from dashboards.documentation.catalogue_tables import groups
from simulation.discover import model_rules, services
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import MEASURES, WEEKLY
from simulation.parameters import declared

MODEL = PAGE.with_name("model.md")


@pytest.fixture(scope="module")
def made() -> str:
    """Return the page as the code writes it now."""
    return page()


def rows(text: str) -> set[str]:
    """Names in the first cell of the page's tables."""
    return set(re.findall(r"^\| \[?`([a-z0-9_]+)`", text, re.M))


def anchors(path: Path) -> set[str]:
    """Addresses of a page's headings, as they are made on the web."""
    heads = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


def test_the_committed_catalogue_is_what_the_code_says(made: str) -> None:
    """docs/processes.md equals the generated text: `python -m dashboards.documentation.catalogue` renews it."""
    assert PAGE.read_text(encoding="utf-8") == made


def test_everything_has_a_row(made: str) -> None:
    """Every process, intervention, parameter and measure has a row, every weekly column a word."""
    names = {p.name for p in model_rules().every} | {s.name for s in services()}
    names |= {p.name for p in declared()} | {m.name for m in MEASURES}
    assert names - rows(made) == set()
    assert [name for name in WEEKLY if f"`{name}`" not in made] == []


def test_each_parameter_stands_under_one_heading() -> None:
    """No parameter is listed twice, and each has a figure or is worked out for each council."""
    listed = [p.name for group in groups().values() for p in group]
    assert len(listed) == len(set(listed))
    assert {p.name for p in declared()} <= set(listed)
    assert [name for name in listed if name not in figures() and name not in COMPUTED] == []


def test_every_row_is_as_wide_as_its_table(made: str) -> None:
    """Every line of a table has as many cells as its head."""
    wrong, width = [], 0
    for line in made.splitlines():
        cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
        if cells and width and cells != width:
            wrong.append(line)
        width = cells
    assert "|" in made
    assert wrong == []


def test_the_model_page_names_every_process_intervention_and_effect() -> None:
    """docs/model.md names each process, each intervention and each figure an effect works by."""
    text = MODEL.read_text(encoding="utf-8")
    names = [p.name for p in model_rules().every] + [s.name for s in services()]
    names += [e.size for s in services() for e in s.effects if not e.option]
    assert [name for name in names if f"`{name}`" not in text] == []


def test_the_model_page_names_no_process_that_is_not_there() -> None:
    """Whatever docs/model.md lists first in a row of its process tables is a process."""
    text = MODEL.read_text(encoding="utf-8").partition("## 7. Submodels")[2]
    named = {
        name
        for line in re.findall(r"^\| (`[^|]+) \|", text, re.M)
        for name in re.findall(r"`([a-z_]+)`", line)
    }
    assert named
    assert named - {p.name for p in model_rules().every} == set()


def test_the_model_page_gives_each_effect_its_central_ratio() -> None:
    """The ratios docs/model.md prints beside the effects are the register's central values."""
    text = MODEL.read_text(encoding="utf-8")
    printed: dict[str, float] = {}
    for names, values in re.findall(r"\| ((?:`nwd_\w+`(?:, )?)+) \| ([\d., ]+) \|", text):
        numbers = [float(v) for v in values.split(", ")]
        printed |= dict(zip(re.findall(r"`(\w+)`", names), numbers, strict=True))
    ratios = {e.size for s in services() for e in s.effects if not e.option}
    assert ratios <= printed.keys()
    assert printed == {name: figures()[name].value for name in printed}


@pytest.mark.parametrize("name", sorted(path.name for path in PAGE.parent.glob("*.md")))
def test_every_link_of_the_pages_leads_somewhere(name: str) -> None:
    """Every relative link of a page in docs leads to a file, and its heading exists there."""
    broken = []
    text = (PAGE.parent / name).read_text(encoding="utf-8")
    for link in re.findall(r"\]\((?!https?:|mailto:)([^)\s]+)\)", text):
        where, _, heading = link.partition("#")
        target = PAGE.parent / (where or name)
        if not target.exists() or (heading and heading not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_it_is_written_only_where_the_pages_are(tmp_path: Path, made: str) -> None:
    """The page is written into an existing folder; anywhere else is told in a sentence."""
    write(tmp_path / PAGE.name)
    assert (tmp_path / PAGE.name).read_text(encoding="utf-8") == made
    with pytest.raises(DoorwaysError, match="docs folder"):
        write(tmp_path / "nowhere" / PAGE.name)
