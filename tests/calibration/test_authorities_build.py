"""The refresh command turns raw tables into profiles, for any year it finds complete."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from calibration.beliefs.authorities import build, labels
from calibration.beliefs.authorities.impute import SMALL, rake, share_out
from calibration.beliefs.authorities.sources import ENGLAND, known
from calibration.beliefs.authorities.spelling import ABSENT, SUPPRESSED
from simulation.errors import DoorwaysError

PLACES = {"801": "E06000001", "802": "E06000002", "803": "E06000003", "804": "E06000004"}
CITY = {"201": "E09000001"}
YEARS = (2030, 2031)
WHOLE = 14280  # Every number of categories there is divides it.
CLA_FILES = (
    ("derived__la_cla_stock_31march_x.csv", "cla_group", "characteristic", labels.STOCK),
    ("derived__la_cla_started_x.csv", "cla_group", "characteristic", labels.STARTED),
    ("derived__la_cla_ceased_x.csv", "cla_group", "characteristic", labels.CEASED),
    (
        "a__la_cla_during_year_new_placements.csv",
        "characteristic",
        "breakdown",
        labels.NEW_PLACEMENTS,
    ),
    ("a__la_cla_placement_stability.csv", "cla_group", "placement_stability", labels.STABILITY),
    ("a__la_conviction_health_outcome_cla.csv", "characteristic", "breakdown", labels.OUTCOMES),
    ("a__la_children_who_were_missing_or_away_x.csv", "", "CLA_group", labels.MISSING),
    (
        "a__la_care_leavers_accommodation_suitability.csv",
        "care_leaver_age",
        "breakdown",
        labels.SUITABILITY,
    ),
    (
        "a__national_activity_of_care_leaver.csv",
        "age_group",
        "characteristic",
        labels.LEAVER_ACTIVITY,
    ),
)
WIDE_FILES = (
    ("a__b1_children_in_need_x.csv", labels.CIN),
    ("a__b4_children_in_need_duration_of_open_x.csv", labels.CIN_OPEN),
    ("a__b5_children_in_need_duration_of_ended_x.csv", labels.CIN_ENDED),
    ("a__c1_children_in_need_referrals_x.csv", labels.REFERRALS),
    ("a__c3_factors_identified_x.csv", labels.FACTORS),
    ("a__c4_children_in_need_section_47s_x.csv", labels.ENQUIRIES),
    ("a__d5_cpps_at31march_x.csv", labels.PLANS),
    ("a__ons_mid-year_population_x.csv", labels.POPULATION),
)  # fmt: skip


def _save(path: Path, table: Iterable[Mapping[str, object]]) -> None:
    rows = list(table)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _where(place: str) -> dict[str, str]:
    level = "National" if place == ENGLAND else "Local authority"
    return {"geographic_level": level, "old_la_code": "" if place == ENGLAND else place}


def _times(place: str) -> int:
    """England is its four equal councils."""
    return len(PLACES) if place == ENGLAND else 1


def _long(path: Path, headers: tuple[str, str], table: labels.Labels, years: Iterable[int]) -> None:
    group_header, label_header = headers
    rows = []
    for year in years:
        for place in (ENGLAND, *PLACES):
            for group, names in table.items():
                parts = [label for label in names if "total" not in label]
                adds_up = labels.TOTAL in names or "changes_total" in names.values()
                cell = WHOLE // len(parts) if adds_up else 10
                for label in names:
                    number = (cell if label in parts or not adds_up else WHOLE) * _times(place)
                    rows.append(
                        {"time_period": year, **_where(place), group_header or "measure": group}
                        | {label_header: label, "number": number}
                    )
    _save(path, rows)


def _wide(path: Path, names: Mapping[str, str], years: Iterable[int]) -> None:
    rows = []
    for year in years:
        for place in (ENGLAND, *PLACES):
            cells = {
                header: (50 if name in ("cin", "cin_ended") else 10) * _times(place)
                for header, name in names.items()
            }
            rows.append({"time_period": year, **_where(place)} | cells)
    _save(path, rows)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Write a country of four equal councils and the City, two years long."""
    folder = tmp_path / "raw"
    folder.mkdir()
    everywhere = PLACES | CITY
    _save(
        folder / "towns.csv",
        [
            {"code": code, "dfe_code": dfe, "name": f"Town {dfe}", "region": "North"}
            | {"cannot_run": "All is withheld." if dfe in CITY else ""}
            for dfe, code in everywhere.items()
        ],
    )
    for filename, group, label, table in CLA_FILES:
        _long(folder / filename, (group, label), table, YEARS)
    for filename, names in WIDE_FILES:
        _wide(folder / filename, names, (YEARS[0] - 1, *YEARS))
    _save(
        folder / "derived__lait_selected_measures_x.csv",
        [
            {"measure": m, "period": p, "la_number": place, "area": area, "value": 40}
            for m, name in labels.LAIT.items()
            for year in YEARS
            for p in [f"{year - 1}-{year % 100} (OT)" if name.startswith("cost") else str(year)]
            for place, area in [("970", "England"), *((d, "Town") for d in PLACES)]
            if not (name == "cost_foster_week" and place == "804")
        ],
    )
    _save(
        folder / "a__cla_number_and_rate_per_10k_children.csv",
        [
            {"time_period": 2029, **_where("801"), "children_count": 10}
            | {"population_type": "Children looked after on 31 March each year"}
        ],
    )
    _save(
        folder / "derived__ofsted_register_by_la_sector_x.csv",
        [
            {"year": year, "prov": prov, "sector": "Private", "providers": 2, "places": 8}
            | {"new_la_code": code}
            for year in (2024, 2029)
            for prov in ("childrens_home", "supported_accommodation")
            for code in (*PLACES.values(), "")
        ],
    )
    bands = ("age_0", "age_1_4", "age_5_9", "age_10_15", "age_16_17", "age_18_24")
    _save(
        folder / "derived__ons_mye2020_age_bands_x.csv",
        [{"code": c, **{f"pop2020_{b}": 100 for b in bands}} for c in everywhere.values()],
    )
    _save(
        folder / "a__sn_model_2025_wide.csv",
        [{"old_la_code": d, **{f"SN_{n}": "801" for n in range(1, 11)}} for d in everywhere],
    )
    return folder


def _build(raw: Path, *more: str) -> int:
    return build.main(["--raw", str(raw), "--councils", str(raw / "towns.csv"), *more])


def _rows(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["dfe_code"]: row for row in csv.DictReader(stream)}


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_refresh_writes_every_year_it_finds(raw: Path, tmp_path: Path) -> None:
    """Years are found in the data: nothing names 2030; published cells arrive unchanged."""
    tables = tmp_path / "tables"
    assert _build(raw, "--tables", str(tables)) == 0
    assert {path.name for path in tables.iterdir()} == {
        "columns.csv",
        "history.csv",
        "history_columns.csv",
        *(f"{stem}_{year}.csv" for stem in ("profiles", "england") for year in YEARS),
    }
    town = _rows(tables / "profiles_2031.csv")["801"]
    assert (town["cla"], town["cla_foster"], town["starts_other_legal"]) == (
        "14280",
        "1785",
        "7140",
    )
    assert town["homes_register_year"] == "2029"
    assert town["children_0_17"] == "10"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_raw_tables_in_every_usual_encoding(encoding: str, raw: Path, tmp_path: Path) -> None:
    """Raw tables saved again by another program give the same profiles; an é is read as such."""
    _edit(raw / "towns.csv", "Town 801", "Bront\u00e9")
    _build(raw, "--tables", str(tmp_path / "before"))
    for path in raw.glob("*.csv"):
        path.write_text(path.read_text(encoding="utf-8-sig"), encoding=encoding)
    assert _build(raw, "--tables", str(tmp_path / "after")) == 0
    for path in (tmp_path / "before").iterdir():
        assert path.read_bytes() == (tmp_path / "after" / path.name).read_bytes()


def test_a_raw_table_that_is_no_text_is_named(
    raw: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A table in no known encoding ends the refresh with one message that names the file."""
    name = "a__b1_children_in_need_x.csv"
    (raw / name).write_bytes(b"code,name\r\n\x81\x00,x\r\n")
    assert _build(raw) == 2
    assert name in capsys.readouterr().err


def test_a_figure_first_published_later_does_not_hide_a_year(raw: Path, tmp_path: Path) -> None:
    """It is filled at the rate of its first year, marked for every council, blank for England."""
    path = raw / "a__c3_factors_identified_x.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        table = list(csv.DictReader(stream))
    _save(path, [row for row in table if row["time_period"] == "2031"])
    _build(raw, "--tables", str(tmp_path))
    towns = _rows(tmp_path / "profiles_2030.csv")
    for dfe in PLACES:
        assert float(towns[dfe]["factor_cse"]) == pytest.approx(10)
        assert "factor_cse" in towns[dfe]["imputed"].split()
        assert "not_yet_published" in towns[dfe]["flags"].split()
    assert _rows(tmp_path / "england_2030.csv")[""]["factor_cse"] == ""
    assert "not_yet_published" not in _rows(tmp_path / "profiles_2031.csv")["801"]["flags"]


def test_one_year_can_be_asked_for(raw: Path, tmp_path: Path) -> None:
    """``--year`` writes that year only, the same as when all are written."""
    one, both = tmp_path / "one", tmp_path / "both"
    assert _build(raw, "--tables", str(one), "--year", "2030") == 0
    assert _build(raw, "--tables", str(both)) == 0
    assert not (one / "profiles_2031.csv").exists()
    texts = [(folder / "profiles_2030.csv").read_text(encoding="utf-8") for folder in (one, both)]
    assert texts[0] == texts[1]


def test_councils_that_cannot_run_keep_a_row_with_the_reason(raw: Path, tmp_path: Path) -> None:
    """The City of London has no figures and says why."""
    _build(raw, "--tables", str(tmp_path))
    city = _rows(tmp_path / "profiles_2031.csv")["201"]
    assert city["cla"] == ""
    assert "withheld" in city["cannot_run"]


def test_missing_price_is_the_regions_and_marked(raw: Path, tmp_path: Path) -> None:
    """A council without a return gets its region's median price, named in ``imputed``."""
    _build(raw, "--tables", str(tmp_path))
    towns = _rows(tmp_path / "profiles_2031.csv")
    assert towns["804"]["cost_foster_week"] == "40"
    assert "cost_foster_week" in towns["804"]["imputed"].split()
    assert "cost_foster_week" not in towns["801"]["imputed"].split()


def test_withheld_cells_are_filled_from_the_margin(raw: Path, tmp_path: Path) -> None:
    """Two withheld cells share exactly what their row leaves, and both are marked."""
    stock = raw / "derived__la_cla_stock_31march_x.csv"
    for label in ("male", "female"):
        line = f"2031,Local authority,801,Sex,{label},"
        _edit(stock, f"{line}7140", f"{line}c")
    _build(raw, "--tables", str(tmp_path))
    town = _rows(tmp_path / "profiles_2031.csv")["801"]
    assert float(town["cla_male"]) in (5, WHOLE - 5)
    assert "cla_male" in town["imputed"].split()


def test_unknown_label_stops_the_refresh(raw: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A renamed category is an error with a way out, never a silent loss of children."""
    _edit(raw / "derived__la_cla_stock_31march_x.csv", "foster placements", "fostered")
    assert _build(raw) == 2
    assert "fostered" in capsys.readouterr().err


def test_missing_file_and_year_say_what_to_do(
    raw: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A year that is not complete and a table that is not there are named."""
    assert _build(raw, "--year", "2024") == 2
    assert "2030, 2031" in capsys.readouterr().err
    (raw / "a__b1_children_in_need_x.csv").unlink()
    assert _build(raw) == 2
    assert "b1_children_in_need" in capsys.readouterr().err


def test_symbols_are_not_zeros(tmp_path: Path) -> None:
    """Withheld, absent and blank cells are told apart from nought; what nobody explains is refused."""
    spelling = known(tmp_path).spelling
    cells = {text: spelling.cell(text, "stock", 2025) for text in ("c", "k", "[c]", "low", "0")}
    assert cells == {"c": SUPPRESSED, "k": SUPPRESSED, "[c]": SUPPRESSED, "low": SUPPRESSED, "0": 0}
    assert [spelling.cell(text, "stock", 2025) for text in ("x", "z", "u", "")] == [ABSENT] * 4
    assert [spelling.cell(text, "stock", 2025) for text in ("815.0", "1,234")] == [815.0, 1234.0]
    for text in ("*", "<5", "~", "..", "-1", "1.234,5", "12%", "1 234"):
        with pytest.raises(DoorwaysError, match=r"renamed\.csv"):
            spelling.cell(text, "stock", 2025)


def test_share_out_keeps_total_and_bounds() -> None:
    """Parts add up, keep to their bounds, and bounds give way only when they must."""
    parts = share_out(9, [100, 1, 1], *SMALL)
    assert sum(parts) == pytest.approx(9)
    assert (max(parts), min(parts)) == (5, pytest.approx(2))
    assert sum(share_out(40, [1, 1], *SMALL)) == pytest.approx(40)
    assert share_out(6, [0, 0]) == [3, 3]


def test_rake_meets_rows_exactly_and_columns_nearly() -> None:
    """Rows keep their rest; where margins agree, columns come to theirs."""
    holes = {"a": ("x", "y"), "b": ("x", "y"), "c": ("y", "z"), "d": ("x", "z")}
    rests = {"a": 4.0, "b": 3.0, "c": 5.0, "d": 2.0}
    cells = rake(rests, holes, {"x": 6.0, "y": 5.0, "z": 3.0})
    assert {place: round(sum(row.values()), 6) for place, row in cells.items()} == rests
    assert sum(row.get("x", 0) for row in cells.values()) == pytest.approx(6, abs=0.1)


def test_rake_leaves_one_small_number_in_every_row() -> None:
    """Of two withheld cells with much to share, one stays a small number."""
    row = rake({"a": 60.0}, {"a": ("x", "y")}, {"x": 30.0, "y": 30.0})["a"]
    assert sorted(row.values()) == [pytest.approx(5), pytest.approx(55)]
