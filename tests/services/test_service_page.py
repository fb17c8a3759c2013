"""The page that says how to add a service: what it shows is whole, and works as it stands."""

import re
import textwrap
import tomllib
from pathlib import Path
from typing import Any

from agents.codes import Member
from agents.synthesis.columns import Columns
from agents.synthesis.synthesise import synthesise
from calibration.beliefs.authorities.load import profile
from calibration.beliefs.parameters import parameters_for
from simulation.compile import RuleSet
from simulation.discover import model_rules
from simulation.services.declaration import Service
from simulation.services.opened import programmes
from simulation.services.table import install
from simulation.services.wording import checked

PAGE = Path(__file__).resolve().parents[2] / "docs" / "services.md"


def shown(language: str) -> str:
    """Return the last example of the page in a language."""
    blocks = re.findall(rf"^ *```{language}\n(.*?)^ *```$", PAGE.read_text("utf-8"), re.M | re.S)
    return textwrap.dedent(blocks[-1])


def written() -> type[Service]:
    """Return the service that the page shows, as its file would declare it."""
    names: dict[str, Any] = {"__name__": "respite"}
    exec(compile(shown("python"), "service.py", "exec"), names)
    found: type[Service] = names["Respite"]
    return found


def test_the_service_of_the_page_opens_as_it_stands() -> None:
    """Copied whole it is taken by the rules, opens with what the page says, and describes itself."""
    service, model = written(), model_rules()
    rules = RuleSet(model.processes, (*model.services, service), model.cells, model.occupied)
    council = profile("Rutland")
    values = parameters_for(council) | {one.name: 0.8 for one in service.parameters}
    said = {**service.example, "kind": service.name}
    people = synthesise(council, values, 1, 0, 1.0)
    opened = programmes(rules, [said], values)
    install(rules, people, opened, 1.0, Columns(1, 0))
    assert (people.enrolments.of == Member.CARER).all()
    assert people.enrolments.size == people.carers.size
    assert service.words(checked(service.spec, said), lambda name: 20.0)
    (twin,) = programmes(rules, [said | {"twin": "null"}], values)
    assert [site.ratios["carer_exit"][1] for site in twin.sites] == [0.0]


def test_the_figure_of_the_page_is_one_of_the_services() -> None:
    """The figure it shows is declared by the service, lies within its support and has a range."""
    ((name, figure),) = tomllib.loads(shown("toml")).items()
    (declared,) = (one for one in written().parameters if one.name == name)
    assert declared.low <= figure["low"] < figure["value"] < figure["high"] <= declared.high
    assert figure["unit"] == declared.unit
