"""Ways in which a database of runs comes to harm: its bytes, its tables, its rows, what lies beside it."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from fuzzing.weighted import weighted

#: Tables with their columns, those of the primary key first.
type Tables = Mapping[str, "Columns"]


@dataclass(frozen=True)
class Columns:
    """Name a table's columns, and those of its primary key."""

    names: tuple[str, ...]
    key: tuple[str, ...]


@dataclass(frozen=True)
class Bytes:
    """Change the bytes of a file: what is done, where in parts of ten thousand, and to how many."""

    how: str
    at: int
    many: int
    byte: int


@dataclass(frozen=True)
class Sql:
    """Change what a database holds, statement by statement; those that fail are passed over."""

    statements: tuple[str, ...]


@dataclass(frozen=True)
class Beside:
    """Put something beside a database, where SQLite or we look for it."""

    suffix: str
    content: bytes


@dataclass(frozen=True)
class Instead:
    """Put something else in the place of a file."""

    what: str


@dataclass(frozen=True)
class Locked:
    """Have another program write to a database for a while."""

    seconds: float


type Damage = Bytes | Sql | Beside | Instead | Locked


def tables_of(file: Path) -> dict[str, Columns]:
    """Return the tables of a database as they are."""
    with closing(sqlite3.connect(file)) as connection:
        names = [
            n for (n,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        found = {}
        for name in names:
            rows = connection.execute(f'PRAGMA table_info("{name}")').fetchall()
            key = sorted((row[5], row[1]) for row in rows if row[5])
            columns = tuple(row[1] for row in rows)
            found[name] = Columns(columns, tuple(one for _, one in key) or columns[:1])
    return found


def damages(tables: Tables) -> SearchStrategy[tuple[Damage, ...]]:
    """Return a strategy of one to three kinds of harm to a database with these tables."""
    one = weighted(
        (9, sql(tables)), (4, byte_damage()), (1, _beside()), (1, _instead()), (1, _locked())
    )
    several = st.lists(one, min_size=2, max_size=3).map(tuple)
    return weighted((3, st.tuples(one)), (1, several))


def byte_damage() -> SearchStrategy[Bytes]:
    """Return a strategy of harm to the bytes of any file."""
    return st.builds(
        Bytes,
        st.sampled_from(sorted(_BYTES)),
        st.integers(0, 9_999),
        st.sampled_from((1, 1, 2, 16, 100, 1_000, 4_096, 20_000)),
        st.integers(0, 255),
    )


def _beside() -> SearchStrategy[Beside]:
    suffixes = st.sampled_from(("-wal", "-shm", "-journal", "-writer", ".new"))
    contents = st.sampled_from(
        (b"", b"junk" * 99, b"1", b"4194304", b"\xff" * 40, _WAL + b"x" * 5_000)
    )
    return st.builds(Beside, suffixes, contents)


#: How a write-ahead log begins.
_WAL: Final = bytes.fromhex("377f0682002de218000010000000000000000000")


def _locked() -> SearchStrategy[Locked]:
    return st.just(Locked(0.2))


def _instead() -> SearchStrategy[Instead]:
    return st.sampled_from([Instead(what) for what in INSTEAD])


@st.composite
def sql(draw: DrawFn, tables: Tables) -> Sql:
    """Change rows, columns, tables, the version or SQLite's own record of the tables."""
    table = draw(st.sampled_from([*_READ, *sorted(tables)]))
    change = draw(st.sampled_from(_CHANGES))
    return Sql(tuple(change(draw, table, tables[table])))


#: Tables whose rows a comparison takes its figures from, so that harm to them is harm to figures.
_READ: Final = (*("run", "run_value", "run_week") * 4,)


def _rows(draw: DrawFn, table: str, columns: Columns) -> str:
    key = ", ".join(f'"{name}"' for name in columns.key)
    many, first = draw(st.sampled_from((1, 1, 2, 12, 100, 100_000))), draw(st.integers(0, 400))
    return f'({key}) IN (SELECT {key} FROM "{table}" LIMIT {many} OFFSET {first % 8 if many > 2 else first})'


def _delete(draw: DrawFn, table: str, columns: Columns) -> Sequence[str]:
    return (f'DELETE FROM "{table}" WHERE {_rows(draw, table, columns)}',)


def _update(draw: DrawFn, table: str, columns: Columns) -> Sequence[str]:
    column, value = draw(st.sampled_from(columns.names)), draw(st.sampled_from(_SQL_VALUES))
    where = _rows(draw, table, columns)
    return (
        f'UPDATE OR REPLACE "{table}" SET "{column}" = {value.replace("?", column)} WHERE {where}',
    )


#: New values of a column, which "?" stands for.
_SQL_VALUES: Final = (
    *("NULL", "0", "1", "-1", "1e9", "9e999", "-9e999", "'text'", "''", "x'00ff'", "'1'", "'nan'"),
    *('"?" + 1', '-"?"', '"?" * 1.0000001', 'upper("?")', "\"?\" || 'x'", "zeroblob(10)", "'null'"),
    *("9223372036854775807", "'{}'", "'[]'", "'{'", "char(27) || '[31m'", '"?" + 100000', "''''"),
)


def _swap(draw: DrawFn, table: str, columns: Columns) -> Sequence[str]:
    """Give two runs each other's number, key or digest: nothing is lost, and all is wrong."""
    a, b = draw(st.sampled_from(((1, 2), (1, 3), (2, 5), (4, 7))))
    name = columns.key[0]
    if table == "run":
        name = draw(st.sampled_from(columns.names))
        made_up = "'swap'" if name == "run_key" else "NULL"
        first, second = (f'(SELECT "{name}" FROM before WHERE id = {n})' for n in (a, b))
        return (
            "CREATE TEMP TABLE before AS SELECT * FROM run",
            f'UPDATE run SET "{name}" = {made_up} WHERE id = {a}',
            f'UPDATE run SET "{name}" = {first} WHERE id = {b}',
            f'UPDATE run SET "{name}" = {second} WHERE id = {a}',
        )
    steps = ((a, -1), (b, a), (-1, b))
    return [
        f'UPDATE OR IGNORE "{table}" SET "{name}" = {new} WHERE "{name}" = {old}'
        for old, new in steps
    ]


def _reshape(draw: DrawFn, table: str, columns: Columns) -> Sequence[str]:
    column = draw(st.sampled_from(columns.names))
    return (draw(st.sampled_from(_SHAPES)).replace("$t", table).replace("$c", column),)


_SHAPES: Final = (
    'DROP TABLE "$t"',
    'DELETE FROM "$t"',
    'ALTER TABLE "$t" DROP COLUMN "$c"',
    'ALTER TABLE "$t" RENAME COLUMN "$c" TO "$c_"',
    'ALTER TABLE "$t" RENAME TO "$t_"',
    'ALTER TABLE "$t" ADD COLUMN extra TEXT',
    'ALTER TABLE "$t" ADD COLUMN extra INTEGER NOT NULL DEFAULT 1',
    'CREATE TABLE "somebody_elses" (a, b)',
    "CREATE TRIGGER wrong AFTER INSERT ON \"$t\" BEGIN SELECT RAISE(ABORT, 'no'); END",
    'CREATE VIEW wrong AS SELECT "$c" FROM "$t"',
    'CREATE UNIQUE INDEX wrong ON "$t" ("$c")',
    "VACUUM",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA user_version = 7",
    "PRAGMA application_id = 7",
)


def _version(draw: DrawFn, table: str, columns: Columns) -> Sequence[str]:
    """Say that the tables are of another version, with or without one of them."""
    statement = draw(st.sampled_from(_VERSIONS))
    return (statement, *draw(st.sampled_from(((), (f'DROP TABLE "{table}"',)))))


_VERSIONS: Final = (
    *(
        f"UPDATE doorways_version SET version_num = {version}"
        for version in (
            "'0001'",
            "'0002'",
            "'0003'",
            "'9999'",
            "''",
            "'head'",
            "NULL",
            "1",
            "x'00'",
        )
    ),
    "DELETE FROM doorways_version",
    "INSERT INTO doorways_version VALUES ('0001')",
    "DROP TABLE doorways_version",
    "ALTER TABLE doorways_version RENAME TO alembic_version",
)


def _schema(draw: DrawFn, table: str, columns: Columns) -> Sequence[str]:
    """Change SQLite's own record of a table."""
    change = draw(
        st.sampled_from(
            ("sql = 'junk'", "rootpage = 2", "rootpage = 9999", "type = 'x'", "name = ''")
        )
    )
    return (
        "PRAGMA writable_schema = 1",
        f"UPDATE sqlite_master SET {change} WHERE name = '{table}'",
    )


_CHANGES: Final = (*(_delete, _update, _update, _swap) * 3, _reshape, _reshape, _version, _schema)


def _flip(content: bytearray, damage: Bytes) -> None:
    at = damage.at * len(content) // 10_000
    for place in range(at, min(at + damage.many, len(content))):
        content[place] ^= damage.byte or 1


def _fill(content: bytearray, damage: Bytes) -> None:
    at = damage.at * len(content) // 10_000
    end = min(at + damage.many, len(content))
    content[at:end] = bytes([damage.byte]) * (end - at)


def _cut(content: bytearray, damage: Bytes) -> None:
    del content[damage.at * len(content) // 10_000 :]


def _take(content: bytearray, damage: Bytes) -> None:
    at = damage.at * len(content) // 10_000
    del content[at : at + damage.many]


def _put(content: bytearray, damage: Bytes) -> None:
    at = damage.at * len(content) // 10_000
    content[at:at] = bytes([damage.byte]) * damage.many


def _pages(content: bytearray, damage: Bytes) -> None:
    """Copy one page of a database over another."""
    pages = max(len(content) // _PAGE, 1)
    one, other = damage.at % pages * _PAGE, damage.many % pages * _PAGE
    content[one : one + _PAGE] = content[other : other + _PAGE]


_PAGE: Final = 4_096
_BYTES: Final[dict[str, Callable[[bytearray, Bytes], None]]] = {
    "flip": _flip,
    "fill": _fill,
    "cut": _cut,
    "take out": _take,
    "put in": _put,
    "copy a page": _pages,
}


def harm_bytes(file: Path, damage: Bytes) -> None:
    """Change the bytes of a file."""
    content = bytearray(file.read_bytes())
    _BYTES[damage.how](content, damage)
    file.write_bytes(content)


def _replaced(file: Path, content: bytes) -> None:
    file.unlink()
    file.write_bytes(content)


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _link(file: Path) -> None:
    file.unlink()
    # Windows lets only some people make links; then the file is just not there.
    with suppress(OSError):
        file.symlink_to(file.with_name("nowhere") / "file")


def _foreign(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE run (id INTEGER)")


INSTEAD: Final[dict[str, Callable[[Path], None]]] = {
    "nothing": Path.unlink,
    "an empty file": lambda file: _replaced(file, b""),
    "a text": lambda file: _replaced(file, b"a,b\n1,2\n"),
    "a header alone": lambda file: _replaced(file, b"SQLite format 3\x00"),
    "zeros": lambda file: _replaced(file, bytes(8_192)),
    "a folder": _folder,
    "a link to nowhere": _link,
    "somebody else's database": _foreign,
    "a file that may only be read": lambda file: file.chmod(0o444),
}


@contextmanager
def harmed(file: Path, damages: Sequence[Damage]) -> Iterator[None]:
    """Do harm to a database; while inside, locks are held as long as they last."""
    threads = []
    for damage in damages:
        try:
            _harm(file, damage)
        except (OSError, sqlite3.Error):
            continue  # What was done before leaves nothing to harm in this way.
        if isinstance(damage, Locked):
            held = threading.Event()
            threads.append(threading.Thread(target=_hold, args=(file, damage.seconds, held)))
            threads[-1].start()
            held.wait()
    try:
        yield
    finally:
        for thread in threads:
            thread.join()


def _harm(file: Path, damage: Damage) -> None:
    match damage:
        case Bytes():
            harm_bytes(file, damage)
        case Sql():
            _run(file, damage.statements)
        case Beside():
            file.with_name(file.name + damage.suffix).write_bytes(damage.content)
        case Instead():
            INSTEAD[damage.what](file)


def _run(file: Path, statements: Sequence[str]) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for statement in statements:
            with suppress(sqlite3.Error):
                connection.execute(statement)


def _hold(file: Path, seconds: float, held: threading.Event) -> None:
    try:
        with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            held.set()
            time.sleep(seconds)
            connection.execute("ROLLBACK")
    except (OSError, sqlite3.Error):
        pass  # There is nothing to lock.
    finally:
        held.set()
