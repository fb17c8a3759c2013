"""The table of studies: what it refuses, what it adds up to, and how a trial would enter."""

import re
from dataclasses import replace
from math import isnan, log
from pathlib import Path

import pytest

from calibration.beliefs.effects import write
from calibration.beliefs.effects.bias import assumptions, bias_of
from calibration.beliefs.effects.combine import combine
from calibration.beliefs.effects.listing import HEADER, as_csv
from calibration.beliefs.effects.load import check_together, parse, studies
from calibration.beliefs.effects.outcomes import EFFECTS, OUTCOMES, ages_of, asked, effect
from calibration.beliefs.effects.study import Study
from calibration.beliefs.evidence.claims import as_published
from calibration.beliefs.evidence.figure import bounds, leaves
from calibration.beliefs.evidence.load import figure
from scenarios.scenario import from_toml
from simulation.errors import DoorwaysError

PAGE = Path(__file__).resolve().parents[2] / "docs" / "effects.md"
ROW = """
[a_row]
study = "a_study"
intervention = "no_wrong_door"
outcome = "missing"
published = "half as many"
reading = "as it is"
ratio = 0.5
low = 0.4
high = 0.625
interval = "95% interval"
design = "before_after"
grade = "C"
rtm = "by grade"
population = "young people"
place = "a council"
period = "a year"
comparison = "own past"
source = "iu_2018_adapt"
locator = "S06"
"""
INTERVAL = 'low = 0.4\nhigh = 0.625\ninterval = "95% interval"'


def test_a_row_is_read() -> None:
    """The error follows from the interval on the log scale; exposure is 1 unless diluted."""
    (row,) = parse(ROW)
    assert row.se == pytest.approx(log(0.625 / 0.4) / (2 * 1.959964), rel=1e-6)
    assert row.exposure == 1.0
    assert row.is_used
    (given,) = parse(ROW.replace(INTERVAL, 'se = 0.2\nse_says = "the paper"'))
    assert (given.se, given.error_is_assumed) == (0.2, False)
    (assumed,) = parse(ROW.replace(INTERVAL, 'se_from = "effect_unpublished_se"'))
    assert (assumed.se, assumed.error_is_assumed) == (figure("effect_unpublished_se").value, True)
    (diluted,) = parse(ROW + 'exposure_from = ["effect_entry_reach"]')
    assert diluted.exposure == figure("effect_entry_reach").value


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('outcome = "missing"', 'outcome = "happiness"', "happiness"),
        ('outcome = "missing"', 'outcome = "carer_exit"', "carer_exit"),
        ('intervention = "no_wrong_door"', 'intervention = "magic"', "magic"),
        ('grade = "C"', 'grade = "E"', "grade 'E'"),
        ('grade = "C"', 'grade = "A"', "Grade A and a randomised design"),
        ('design = "before_after"', 'design = "guess"', "design 'guess'"),
        ('rtm = "by grade"', 'rtm = "maybe"', "rtm 'maybe'"),
        ('rtm = "by grade"', 'rtm = "by history"', "needs a table 'correction'"),
        ('source = "iu_2018_adapt"', 'source = "hearsay"', "hearsay"),
        ('source = "iu_2018_adapt"', 'source = ""', "lacks source"),
        ('locator = "S06"', "", "lacks locator"),
        ('locator = "S06"', 'locator = "S06"\ncolour = "red"', "colour"),
        ("ratio = 0.5", "ratio = 0.0", "ratio above 0"),
        ("ratio = 0.5", "", "ratio above 0"),
        ("ratio = 0.5", "ratio = 0.7", "between low and high"),
        ("low = 0.4", "low = 0.0", "both above 0"),
        ("high = 0.625", "", "between low and high"),
        ('interval = "95% interval"', 'interval = "bounds"', "interval must be one of"),
        (INTERVAL, "se = 0.0", "se must be above 0"),
        (INTERVAL, "se = -0.1", "se must be above 0"),
        (INTERVAL, "se = 0.1", "se_says"),
        (INTERVAL, "", "one of se, se_from"),
        (INTERVAL, INTERVAL + "\nse = 0.1", "one of se, se_from"),
        (INTERVAL, 'se_from = "hub_caseload"', "se_from must be one of"),
        ('locator = "S06"', 'locator = "S06"\nexposure_from = ["hub_caseload"]', "exposure_from"),
        ('locator = "S06"', 'locator = "S06"\nlends_to = ["pause"]', "pause"),
        ('locator = "S06"', 'locator = "S06"\nages = [17, 11]', "youngest and oldest"),
        ('locator = "S06"', 'locator = "S06"\nages = [11]', "youngest and oldest"),
        (
            'intervention = "no_wrong_door"\noutcome = "missing"',
            'intervention = "pause"\noutcome = "infant_entry"\nlends_to = ["mockingbird"]',
            "mockingbird",
        ),
        ("ratio = 0.5", "ratio =", "not a TOML file"),
    ],
)
def test_unsound_rows_are_refused(old: str, new: str, says: str) -> None:
    """Each fault is named, with the row and what to do."""
    with pytest.raises(DoorwaysError, match=re.escape(says)):
        parse(ROW.replace(old, new))


def test_a_correction_must_be_whole() -> None:
    """A correction without its councils is refused."""
    text = ROW.replace('"by grade"', '"by history"')
    with pytest.raises(DoorwaysError, match="needs measure, before, after and adopters"):
        parse(text + '[a_row.correction]\nmeasure = "starts"\n')


def test_one_finding_counts_once() -> None:
    """Two used rows of one study on one outcome are refused with both numbers, unless one is set aside."""
    other = ROW.replace("[a_row]", "[another]").replace("ratio = 0.5", "ratio = 0.55")
    with pytest.raises(DoorwaysError, match=r"a_row gives 0\.5 and another gives 0\.55"):
        parse(ROW + other)
    set_aside = other.replace('locator = "S06"', 'locator = "S06"\nunused = "another window"')
    first, second = parse(ROW + set_aside)
    assert first.is_used
    assert not second.is_used
    assert isnan(second.se)


def test_every_row_informs_a_declared_effect() -> None:
    """Each row's effect exists, each effect that is not kept has a direct study or lent ones."""
    told = {(row.intervention, row.outcome) for row in studies()}
    assert told <= {(one.intervention, one.outcome) for one in EFFECTS}
    for one in EFFECTS:
        answer = combine(one.intervention, one.outcome)
        assert bool(answer.parts) != bool(one.kept)
        assert answer.parts or answer.told
        assert sum(p.weight for p in answer.parts) + answer.prior_weight == pytest.approx(1.0)


def test_a_grade_s_weight_is_all_that_is_taken_off() -> None:
    """The spread of bias rises with the grade; how it was done and corrected changes nothing more."""
    assumed = assumptions()
    (row,) = parse(ROW)
    spreads = [bias_of(replace(row, grade=g), row.intervention, assumed) for g in "ABCD"]
    assert spreads == sorted(spreads)
    assert spreads[-1] == float("inf")
    for other in (replace(row, rtm="by history"), replace(row, design="comparison_group")):
        assert bias_of(other, row.intervention, assumed) == spreads[2]
    answer = combine("no_wrong_door", "missing", [row])
    assert answer.parts[0].allowed.central == pytest.approx(row.ratio)


def test_a_study_of_another_service_and_of_other_ages_is_less_sure() -> None:
    """Relevance adds its spread, ages shared by less than half another; never to a service's own."""
    assumed = assumptions()
    own, service, age = assumed.sd["C"], assumed.relevance_sd, assumed.age_sd
    (row,) = parse(
        ROW.replace('"no_wrong_door"', '"family_safeguarding"', 1).replace(
            'outcome = "missing"', 'outcome = "protection_plan"'
        )
    )
    youngest, oldest = ages_of("no_wrong_door")
    for ages, away in (((11, 17), 0.0), ((0, 17), age), ((0, 10), age), ((8, 15), 0.0)):
        aged = replace(row, ages=ages)
        lent = bias_of(aged, "no_wrong_door", assumed)
        assert lent == pytest.approx((own**2 + service**2 + away**2) ** 0.5)
        assert bias_of(aged, "family_safeguarding", assumed) == own
    assert (youngest, oldest) == (11, 17)


def test_two_reviews_of_one_service_know_no_better_how_far_it_differs() -> None:
    """The mean of two lent studies of a service differs as one would: the spread is not halved."""
    assumed = replace(assumptions(), sd={"A": 0.0, "B": 0.0, "C": 0.0})
    both = [
        bias_of(one, "no_wrong_door", assumed, beside=2)
        for one in studies()
        if one.intervention == "intensive_family_preservation"
    ]
    mean = sum(sd**2 for sd in both) ** 0.5 / len(both)
    assert mean == pytest.approx((assumed.relevance_sd**2 + assumed.age_sd**2) ** 0.5)


def test_shares_become_ratios_of_hazards() -> None:
    """Where both shares are published, the ratio is that of constant hazards, as the model multiplies."""
    rows = {row.id: row for row in studies()}
    for name, with_it, without in (
        ("family_group_conference_trial", 0.362, 0.448),
        ("family_drug_alcohol_court_care", 0.286, 0.547),
    ):
        assert rows[name].ratio == pytest.approx(log(1 - with_it) / log(1 - without), abs=5e-4)
    low, high = (log(1 - share) / log(1 - 0.448) for share in (0.448 - 0.134, 0.448 - 0.038))
    conference = rows["family_group_conference_trial"]
    assert conference.se == pytest.approx(log(high / low) / (2 * 1.96), abs=1e-3)


def test_a_placebo_interval_is_centred() -> None:
    """What councils like the adopters did without a hub is the middle of the placebo draws, not 1."""
    (row,) = (one for one in studies() if one.id == "nwd_entry_ten_adopters")
    assert row.ratio == pytest.approx(0.91 / (0.76 * 1.15) ** 0.5, abs=1e-3)
    assert row.se == pytest.approx(log(1.15 / 0.76) / (2 * 1.645), abs=1e-3)


def test_null_studies_are_in() -> None:
    """A review without effect pulls towards 1; nulls that give no ratio are told, with why."""
    answer = combine("no_wrong_door", "entry")
    weights = {part.study.id: part.weight for part in answer.parts}
    assert weights["intensive_family_preservation_older_review"] > 0.05
    told = {row.id for row in answer.told}
    assert {"family_group_conference_amsterdam", "treatment_foster_care_trial"} <= told
    older = next(p for p in answer.parts if p.study.id.endswith("older_review"))
    assert older.without < answer.new_place.central


@pytest.mark.parametrize("name", [e.outcome for e in EFFECTS if e.intervention == "no_wrong_door"])
def test_priors_are_weaker_than_claims_and_leave_no_effect_possible(name: str) -> None:
    """What scenarios use lies between no effect and the claim, with no effect in its range."""
    about = effect("no_wrong_door", name)
    held = figure(about.figure)
    (central,), (low, high) = leaves(held.value), leaves(bounds(held) or ())
    assert low <= 1.0 <= high
    kept = log(central) / log(as_published()[about.figure])
    # That all referred would have come into care nobody has ever claimed of a trial: least is kept of it.
    assert (0.0 if name == "entry" else 0.1) < kept < 0.5
    assert (central < 1.0) == about.lower_is_better


def test_grade_c_keeps_about_a_third_of_the_published_effect() -> None:
    """On average grade C studies keep 25% to 40% of their log effect, as their grade is meant to."""
    kept = []
    for one in EFFECTS:
        parts = combine(one.intervention, one.outcome).parts
        if len(parts) == 1 and parts[0].study.grade == "C":
            prior = combine(one.intervention, one.outcome).new_place.central
            kept.append(log(prior) / parts[0].study.log_ratio)
    assert len(kept) >= 5
    assert 0.25 < sum(kept) / len(kept) < 0.40


def trial(ratio: float, low: float, high: float) -> Study:
    """Return a made-up report of the stepped-wedge trial, for this test only."""
    text = ROW.replace("[a_row]", "[made_up_trial]").replace('"a_study"', '"made_up_trial"')
    text = text.replace('"before_after"', '"randomised"').replace('"C"', '"A"')
    text = text.replace('"by grade"', '"not needed"').replace("ratio = 0.5", f"ratio = {ratio}")
    text = text.replace("low = 0.4", f"low = {low}").replace("high = 0.625", f"high = {high}")
    return parse(text)[0]


@pytest.mark.parametrize("ratio", [0.75, 1.1])
def test_a_trial_that_reports_later_enters_as_one_row(ratio: float) -> None:
    """One row of a trial moves the prior to the trial's finding and outweighs the old report."""
    before = combine("no_wrong_door", "missing")
    late = trial(ratio, ratio * 0.9, ratio / 0.9)
    after = combine("no_wrong_door", "missing", [*studies(), late])
    assert [part.study.id for part in after.parts] == ["nwd_missing_counts", "made_up_trial"]
    old, new = after.parts
    assert new.weight > 5 * old.weight
    assert after.mean_effect.central == pytest.approx(ratio, rel=0.06)
    assert new.without == pytest.approx(before.new_place.central)
    width = [log(a.mean_effect.high / a.mean_effect.low) for a in (before, after)]
    assert width[1] < width[0] / 2


def test_the_documented_example_enters_as_it_stands() -> None:
    """The row that docs/effects.md shows for a later trial is accepted and outweighs the report."""
    (text,) = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    (row,) = parse(text, own=True)
    old, new = combine(row.intervention, row.outcome, [*studies(), row]).parts
    assert new.weight > 5 * old.weight
    assert row.study not in {one.study for one in studies()}


def test_two_rows_of_the_new_trial_are_caught() -> None:
    """The trial entered twice is refused."""
    late = trial(0.9, 0.8, 1.0)
    with pytest.raises(DoorwaysError, match="made_up_trial"):
        check_together([*studies(), late, replace(late, id="again", ratio=0.8)])


def test_the_register_holds_what_the_studies_say() -> None:
    """Both files are what `python -m calibration.beliefs.effects.write` would write."""
    hub = write.HUB.read_text(encoding="utf-8")
    assert write.hub_text(hub) == hub
    assert write.PRIORS.read_text(encoding="utf-8") == write.priors_text()


def test_a_missing_table_is_named() -> None:
    """A hub file without one of the ratios is refused rather than half written."""
    with pytest.raises(DoorwaysError, match="nwd_entry_ratio"):
        write.hub_text('[hub_beds_planned]\nsays = "x"\n')


def test_priors_fit_a_scenario_file() -> None:
    """A prior is taken by a scenario as it stands."""
    prior = combine("no_wrong_door", "missing").override
    told = ", ".join(f"{name} = {value}" for name, value in prior.items())
    one = from_toml(f'name = "x"\ntitle = "X"\n[parameters]\nnwd_missing_ratio = {{ {told} }}\n')
    override = one.parameters["nwd_missing_ratio"]
    assert override.central == prior["central"] == figure("nwd_missing_ratio").value


def test_unknown_effects_are_refused_with_the_nearest() -> None:
    """A misspelt service or outcome is answered with what there is."""
    with pytest.raises(DoorwaysError, match="mockingbird"):
        asked("mockingbord")
    with pytest.raises(DoorwaysError, match="infant_entry"):
        combine("pause", "missing")
    with pytest.raises(DoorwaysError, match="charge"):
        asked(outcome="charges")
    assert len(asked()) == len(EFFECTS)
    assert {one.outcome for one in asked(outcome="entry")} == {"entry"}
    assert set(OUTCOMES) == {one.outcome for one in EFFECTS}


def test_the_csv_has_every_row() -> None:
    """One line a study and effect, used or not, under one header."""
    lines = as_csv([combine(one.intervention, one.outcome) for one in EFFECTS]).splitlines()
    assert lines[0] == "\ufeff" + ",".join(HEADER)
    lent = sum(len(row.lends_to) for row in studies())
    assert len(lines) == 1 + len(studies()) + lent
