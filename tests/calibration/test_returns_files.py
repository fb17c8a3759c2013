"""Files of a return: problems 1 to 6 of docs/import-903.md, every carrier, and what is refused."""

import io
import zipfile
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from calibration.beliefs.returns.accounts import account
from calibration.beliefs.returns.importing import Imported, import_returns
from fuzzing.made_returns import COLUMNS, lives, returns, write
from fuzzing.small_returns import balanced, care, child, episode, missing, rules_met, take, year_of
from simulation.errors import DoorwaysError

YEARS = (2018, 2019)
ONE = year_of(
    episode("A1", "01/06/2017", "01/09/2017", "E4A"),
    missing=[missing("A1", "01/07/2017", "03/07/2017")],
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A return of one child and one year, as CSV."""
    write(tmp_path, {2018: ONE})
    return tmp_path


def table(folder: Path, name: str = "episodes") -> Path:
    """Where a table of the small return stands."""
    return folder / "2017-18" / f"{name}.csv"


def rewritten(folder: Path, encoding: str) -> None:
    """Save the episodes in another encoding."""
    text = table(folder).read_text(encoding="utf-8")
    table(folder).write_bytes(text.replace("NR1 1AA", "NR1 1AA\u00a0").encode(encoding))


def refused(path: Path, *words: str) -> str:
    """The one sentence with which an import is refused, strict and lenient."""
    said = []
    for lenient in (False, True):
        with pytest.raises(DoorwaysError) as caught:
            import_returns(path, lenient=lenient)
        said.append(str(caught.value))
    assert said[0] == said[1]
    for word in words:
        assert word in said[0]
    return said[0]


def both(path: Path) -> tuple[Imported, Imported]:
    """A strict and a lenient import of the same files."""
    return import_returns(path), import_returns(path, lenient=True)


def test_a_return_with_nothing_wrong_is_used_whole(tmp_path: Path) -> None:
    """A made-up return of two years: strict does not stop, no row is repaired, only older rows go."""
    write(tmp_path, returns(lives(60, YEARS), YEARS))
    found = import_returns(tmp_path)
    assert not found.stopped
    assert set(found.ledger.found().rule) == {"replaced", "left_edge"}
    assert account(found)["rows"]["repaired"] == 0
    assert balanced(found)


def test_strict_and_lenient_do_the_same_to_rows(tmp_path: Path) -> None:
    """An import is one pipeline: being lenient lets its repairs stand, and changes nothing else."""
    row = episode("A1", "01/06/2017", "", "X1", PLACE="Q9")
    write(tmp_path, {2018: year_of(row)})
    strict, lenient = both(tmp_path)
    assert (strict.stopped, lenient.stopped) == (True, False)
    assert strict.counts == lenient.counts
    assert strict.ledger.found().equals(lenient.ledger.found())


def test_problem_1_marks_and_line_ends_are_accepted(folder: Path) -> None:
    """A byte-order mark and Windows line ends change nothing, strict and lenient."""
    text = table(folder).read_text(encoding="utf-8").replace("\n", "\r\n")
    table(folder).write_bytes(b"\xef\xbb\xbf" + text.encode())
    strict, lenient = both(folder)
    assert not strict.stopped
    assert rules_met(strict) == {"byte_mark"}
    assert care(lenient) == [("A1", "01/06/2017", "S", "01/09/2017", "E4A")]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le"])
def test_problem_2_other_encodings_stop_strict_and_are_read_lenient(
    folder: Path, encoding: str
) -> None:
    """UTF-16 and Windows-1252: strict stops and names the cure, lenient reads the same episode."""
    rewritten(folder, encoding)
    strict, lenient = both(folder)
    assert strict.stopped
    assert strict.ledger.stops() == ["encoding"]
    assert care(lenient) == [("A1", "01/06/2017", "S", "01/09/2017", "E4A")]


def test_a_mark_before_what_is_not_utf_8_makes_no_two_children_one(folder: Path) -> None:
    """A mark of UTF-8 and a letter of Windows-1252: strict stops, lenient keeps both children."""
    for name, letter in (("header", b"\xe8"), ("episodes", b"\xe9"), ("missing", b"\xe9")):
        content = table(folder, name).read_bytes().replace(b"A1", b"A" + letter)
        table(folder, name).write_bytes(b"\xef\xbb\xbf" + content)
    strict, lenient = both(folder)
    assert strict.ledger.stops() == ["encoding", "not_in_header"]
    assert lenient.tables["header"].CHILD.tolist() == ["Aè"]
    assert care(lenient) == []


def test_problem_3_headings_in_any_case_and_columns_of_others(folder: Path) -> None:
    """Small letters, spaces and an added column are read, and said."""
    text = table(folder).read_text(encoding="utf-8")
    head, body = text.split("\n", 1)
    table(folder).write_text(
        f" {head.strip().lower().replace('_', ' ')} ,TEST_COLUMN\n"
        + "".join(f"{line},x\n" for line in body.split("\n") if line.strip()),
        encoding="utf-8",
    )
    strict, lenient = both(folder)
    assert not strict.stopped
    assert rules_met(strict) == {"headings", "extra_columns"}
    assert len(care(lenient)) == 1


def test_problem_4_a_missing_column_is_refused_with_the_nearest_table(folder: Path) -> None:
    """A file that lacks what its module needs is refused: nearest table, columns missing."""
    text = table(folder).read_text(encoding="utf-8").replace("DECOM", "STARTED")
    table(folder).write_text(text, encoding="utf-8")
    refused(folder, "Episodes", "DECOM", "episodes.csv")


def test_problem_4_a_table_of_something_else_is_refused(folder: Path) -> None:
    """A CSV file without any heading of a return is not passed over in silence."""
    (folder / "2017-18" / "budget.csv").write_text("A,B\n1,2\n", encoding="utf-8")
    refused(folder, "budget.csv", "headings")


def test_problem_4_a_column_that_can_be_done_without_is_told(folder: Path) -> None:
    """Older tools leave out URN, and privacy UPN: read, with a warning."""
    text = table(folder).read_text(encoding="utf-8")
    lines = [line.rstrip("\r").rpartition(",")[0] for line in text.split("\n") if line]
    table(folder).write_text("\n".join(lines), encoding="utf-8")
    strict, _ = both(folder)
    assert not strict.stopped
    assert rules_met(strict) == {"column_left_out"}


def test_problem_5_two_files_of_one_table_and_year_are_refused(folder: Path) -> None:
    """Two episodes files of one year are refused, however they are called."""
    table(folder, "old").write_text(table(folder).read_text(encoding="utf-8"), encoding="utf-8")
    refused(folder, "Episodes", "2018", "newer")


def test_problem_5_xml_beside_tables_is_refused(folder: Path) -> None:
    """Tables and XML of one return are never mixed."""
    (folder / "2017-18" / "return.xml").write_text(XML, encoding="utf-8")
    refused(folder, "mixes")


@pytest.mark.parametrize("text", ["", "\n\n", None], ids=["nothing", "blank lines", "headings"])
def test_problem_6_an_empty_table_warns(folder: Path, text: str | None) -> None:
    """A file of nothing or headings only counts as an empty table."""
    head = table(folder, "missing").read_text(encoding="utf-8").split("\n", 1)[0]
    table(folder, "missing").write_text(head if text is None else text, encoding="utf-8")
    strict, lenient = both(folder)
    assert not strict.stopped
    assert rules_met(strict) == {"no_rows"}
    assert lenient.counts["missing_periods"]["missing"] == 0


def test_a_return_without_episodes_or_header_is_refused(folder: Path) -> None:
    """Nothing can be counted without both, and that is said."""
    table(folder, "header").unlink()
    refused(folder, "Header")


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_other_separators_are_read(folder: Path, separator: str) -> None:
    """Continental and tab-separated exports are read, with a note."""
    text = table(folder).read_text(encoding="utf-8").replace(",", separator)
    table(folder).write_text(text, encoding="utf-8")
    strict, lenient = both(folder)
    assert not strict.stopped
    assert rules_met(strict) == {"separator"}
    assert len(care(lenient)) == 1


def test_an_open_quotation_mark_swallows_no_row(folder: Path) -> None:
    """Rows after a stray quotation mark are still read, and strict stops."""
    text = table(folder).read_text(encoding="utf-8")
    more = text + text.split("\n")[1].replace("01/06/2017", "01/02/2018").replace(
        "01/09/2017", "01/03/2018"
    )
    table(folder).write_text(more.replace("A1,01/06", '"A1,01/06', 1), encoding="utf-8")
    strict, lenient = both(folder)
    assert "broken_lines" in strict.ledger.stops()
    assert [one[1] for one in care(lenient)] == ["01/06/2017", "01/02/2018"]
    assert balanced(lenient)


def test_rows_that_are_no_rows_are_rejected_and_counted(folder: Path) -> None:
    """Blank rows, a total at the end, headings again and a row with too much: each has its reason."""
    text = table(folder).read_text(encoding="utf-8")
    head, row = text.split("\n")[:2]
    wide = row.strip().replace("A1", "A2") + ",x"
    extra = ",,,,,,,,,,,,\n(1 rows affected)\n" + head + "\n" + wide + "\n"
    table(folder).write_text(text + extra, encoding="utf-8")
    strict, lenient = both(folder)
    assert strict.ledger.stops() == ["too_many_cells"]
    found = lenient.ledger.found()
    assert found.rule.value_counts()[
        ["blank_row", "repeated_headings", "too_many_cells"]
    ].tolist() == [
        2,
        1,
        1,
    ]
    assert balanced(lenient)


def test_rows_cut_short_by_a_spreadsheet_end_blank(folder: Path) -> None:
    """Spreadsheets leave out the separators of blank cells at the end: the row is used."""
    text = table(folder).read_text(encoding="utf-8").replace("NR2 2BB,", "NR2 2BB")
    table(folder).write_text(text, encoding="utf-8")
    strict, lenient = both(folder)
    assert not strict.stopped
    assert rules_met(strict) == {"too_few_cells"}
    assert len(care(lenient)) == 1


def test_lines_above_the_headings_are_no_rows(folder: Path) -> None:
    """A title that a case system writes above is left out, and rows keep their numbers."""
    text = table(folder).read_text(encoding="utf-8")
    table(folder).write_text("SSDA903 Episodes\n\n" + text, encoding="utf-8")
    strict, lenient = both(folder)
    assert not strict.stopped
    assert rules_met(strict) == {"lines_above"}
    places = lenient.ledger.places()
    assert places[places.module == "episodes"].row.tolist() == [4]


def test_an_archive_and_archives_in_a_folder_give_the_same(folder: Path, tmp_path: Path) -> None:
    """Folder, zip, and a folder of zips hold the same children and the same account."""
    plain = import_returns(folder)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(folder.rglob("*.csv")):
            archive.write(path, path.relative_to(folder))
        archive.writestr("__MACOSX/2017-18/._episodes.csv", b"\0\1")
    whole = tmp_path / "whole.zip"
    whole.write_bytes(packed.getvalue())
    nest = tmp_path / "nest"
    nest.mkdir()
    (nest / "all.zip").write_bytes(packed.getvalue())
    for path in (whole, nest):
        assert import_returns(path).counts == plain.counts


def test_a_workbook_gives_the_same_as_its_tables(tmp_path: Path) -> None:
    """Sheets with real dates and numbers hold the same children; numbered identifiers are told."""
    made = returns(lives(40, YEARS), YEARS)
    write(tmp_path / "csv", made)
    plain = import_returns(tmp_path / "csv")
    (tmp_path / "books").mkdir()
    for year, tables in made.items():
        book = Workbook(str(tmp_path / "books" / f"return {year - 1}-{year % 100}.xlsx"))
        book.add_worksheet("Notes").write_string(0, 0, "made up")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in tables.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, COLUMNS[name].split())
            for n, row in enumerate(rows, start=1):
                for k, column in enumerate(COLUMNS[name].split()):
                    value = row[column]
                    if value.count("/") == 2:
                        number = (pd_day(value) - pd_day("30/12/1899")).days
                        sheet.write_number(n, k, number, day)
                    elif column == "CHILD":
                        sheet.write_number(n, k, int(value))
                    else:
                        sheet.write_string(n, k, value)
        book.close()
    found = import_returns(tmp_path / "books")
    assert not found.stopped
    assert rules_met(found) == {"child_number", "no_rows"}
    assert found.counts == plain.counts


def pd_day(text: str) -> object:
    """A day as a number of days can be taken from."""
    import datetime as dt

    return dt.datetime.strptime(text, "%d/%m/%Y").replace(tzinfo=dt.UTC)


XML = """<?xml version="1.0" encoding="utf-8"?>
<EXPSSDA903>
 <CHILD>
  <HEADER><CHILDID>0012</CHILDID><UPN>UN1</UPN><SEX>2</SEX><DOB>15/06/2004</DOB><ETHNIC>WBRI</ETHNIC>
   <UASC>1</UASC><DUC/><IN_TOUCH/><MOTHER>0</MOTHER><MC_DOB/>
   <AMISSING><MISSING>M</MISSING><MIS_START>01/07/2017</MIS_START><MIS_END>03/07/2017</MIS_END></AMISSING>
   <AREVIEW><REVIEW>01/08/2017</REVIEW><REVIEW_CODE>PN1</REVIEW_CODE></AREVIEW>
   <PERMANENCE><PREV_PERM>Z1</PREV_PERM><LA_PERM/><DATE_PERM/></PERMANENCE>
   <OC2><SDQ_SCORE>12</SDQ_SCORE><CONVICTED>0</CONVICTED></OC2>
  </HEADER>
  <EPISODE><DECOM>01/06/2017</DECOM><RNE>S</RNE><LS>V2</LS><CIN>N1</CIN><PL>U4</PL><PL_POST>NR2 2BB</PL_POST>
   <HOME_POST>NR1 1AA</HOME_POST><URN/><PLACE_PROVIDER>PR1</PLACE_PROVIDER><DEC>01/09/2017</DEC><REC>E4A</REC>
   <REASON_PLACE_CHANGE/></EPISODE>
 </CHILD>
 <CHILD><HEADER><CHILDID>77</CHILDID><SEX>1</SEX><DOB>01/06/1999</DOB><ETHNIC>WBRI</ETHNIC><UASC>0</UASC>
  <IN_TOUCH>YES</IN_TOUCH><ACTIV>F2</ACTIV><ACCOM>B1</ACCOM></HEADER></CHILD>
</EXPSSDA903>
"""


def test_an_xml_return_gives_every_table(tmp_path: Path) -> None:
    """Header, episodes, missing, reviews, unaccompanied, outcomes, care leavers, by their own names."""
    path = tmp_path / "return_2017-18.xml"
    path.write_text(XML, encoding="utf-8")
    found = import_returns(path)
    assert not found.stopped
    assert {name: len(frame) for name, frame in found.tables.items() if len(frame)} == {
        "header": 2,
        "episodes": 1,
        "missing": 1,
        "reviews": 1,
        "uasc": 1,
        "oc2": 1,
        "oc3": 1,
        "previous_permanence": 1,
    }
    assert care(found) == [("0012", "01/06/2017", "S", "01/09/2017", "E4A")]
    assert found.counts["unaccompanied_children"] == 1
    assert balanced(found)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]>' + XML.split("\n", 1)[1], "document type"),
        (XML.replace("</EXPSSDA903>", ""), "well-formed"),
        ("<EXPSSDA903><a/></EXPSSDA903>", "no child"),
        ("<EXPSSDA903><CHILD/></EXPSSDA903>", "no row"),
        ("<a>" * 50, "nested"),
    ],
)
def test_xml_that_is_unsafe_or_no_return_is_refused(tmp_path: Path, text: str, words: str) -> None:
    """Entities, broken and other XML end in one sentence."""
    path = tmp_path / "r.xml"
    path.write_text(text, encoding="utf-8")
    refused(path, words)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0", ".xls"),
        ("a.xlsx", b"PK\3\4 no workbook", "workbook"),
        ("a.zip", b"PK no archive", "archive"),
        ("a.csv", b"CHILD\x81,\x8d\n", "no text"),
        ("a.pdf", b"%PDF", "holds no"),
    ],
)
def test_files_that_cannot_be_read_are_refused(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    """Each ends in a sentence that says what to do."""
    (tmp_path / name).write_bytes(content)
    refused(tmp_path, words)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """A path that does not exist is told as such."""
    refused(tmp_path / "nowhere", "no such")


def test_notes_beside_a_return_are_passed_over_and_named(folder: Path) -> None:
    """A text file of notes and a picture are no tables; both are named."""
    (folder / "README.txt").write_text("Exported by hand.", encoding="utf-8")
    (folder / "scan.png").write_bytes(b"\x89PNG")
    assert set(import_returns(folder).passed_over) == {"README.txt", "scan.png"}


def test_a_column_that_stands_twice_is_refused(folder: Path) -> None:
    """Which of two columns of one name is meant cannot be told."""
    text = table(folder).read_text(encoding="utf-8").replace("URN", "DEC")
    table(folder).write_text(text, encoding="utf-8")
    refused(folder, "DEC twice")


def test_identifiers_are_dropped_that_nothing_needs(tmp_path: Path) -> None:
    """Pupil and social-worker numbers are not kept in any table."""
    who = child()
    found = take(
        tmp_path,
        {
            2024: year_of(
                episode("A1", "01/06/2023"),
                header=[who],
                social_worker=[
                    {
                        "CHILD": "A1",
                        "DOB": who["DOB"],
                        "SW_ID": "SW1",
                        "SW_DECOM": "01/06/2023",
                        "SW_DEC": "",
                        "SW_REASON": "FCONTA",
                    }
                ],
            )
        },
    )
    assert len(found.tables["social_worker"]) == 1
    assert "SW_ID" not in found.tables["social_worker"]
    assert "UPN" not in found.tables["header"]
