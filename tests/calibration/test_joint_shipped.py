"""The calibration that ships is this model's, and the docs print it as it is."""

from calibration.fitting.targets.load import england_targets as targets
from calibration.joint.prior import shipped_priors as priors
from calibration.joint.publish import PAGE, printed, shipped_text
from calibration.joint.result import CALIBRATED, NOT_CALIBRATED
from calibration.joint.spec import DRAWS, england_spec
from calibration.joint.store import SHIPPED, shipped
from simulation.version import holds


def test_what_ships_belongs_to_this_model() -> None:
    """Its targets, priors and bank are today's, and runs that open nothing are as they were then.

    What changes such runs raises the version of the baseline, and then England is calibrated anew.
    """
    (one,) = shipped()
    assert holds(one.results_version)
    then, now = one.result["spec"], england_spec().plain()
    assert then["targets"] == now["targets"]
    assert then["bank"] | {"beliefs": ""} == now["bank"] | {"beliefs": ""}
    assert list(one.names) == [prior.name for prior in priors()]
    assert [row["id"] for row in one.result["targets"]] == [t.id for t in targets()]
    assert len(one.result["draws"]) == DRAWS


def test_its_status_is_what_its_gate_says() -> None:
    """It is called calibrated only if every test of the gate was passed."""
    (one,) = shipped()
    passed = one.result["gate"]["passed"]
    assert one.status == (CALIBRATED if passed else NOT_CALIBRATED)
    assert passed == (not one.result["gate"]["why"])


def test_the_docs_print_it_as_it_is() -> None:
    """The tables of the page are those of the file that ships, and the file is canonical."""
    (one,) = shipped()
    page = PAGE.read_text(encoding="utf-8")
    assert printed(page, one) == page
    assert (SHIPPED / "england.json").read_text(encoding="utf-8") == shipped_text(one)
