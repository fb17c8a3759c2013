"""Addresses of databases: a secret is never repeated, and what is no address makes nothing."""

import os
import subprocess
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy.exc import SQLAlchemyError
from typer.testing import CliRunner

from dashboards.cli.app import app
from simulation.errors import DoorwaysError
from simulation.files import data_folder
from simulation.store.address import hidden, to_url
from simulation.store.connect import make_engine
from simulation.store.store import open_store

#: Port 1 of this machine answers nobody, and at once.
SERVER = "127.0.0.1:1"
SIGNS = st.sampled_from(["", "@", ":", "/", "?", "#", "&", "=", "%", " ", "://", "é"])
SECRET = "Z7qSECRETq7Z"
#: Every way we know in which an address holds a password, right or wrong.
FORMS = (
    "postgresql://bob:{0}@" + SERVER + "/x",
    "postgresql+psycopg://bob:{0}@" + SERVER + "/x",
    "postgresql+asyncpg://bob:{0}@" + SERVER + "/x",
    "mysql://bob:{0}@h/x",
    "jdbc:postgresql://h/x?user=bob&password={0}",
    "postgresql://" + SERVER + "/x?user=bob&password={0}",
    "postgresql://" + SERVER + "/x?sslpassword={0}",
    "postgresql://" + SERVER + "/x?passfile={0}",
    "postgresql://" + SERVER + "/x?passwort={0}",
    "postgresql://" + SERVER + "/x?{0}=1",
    "postgresql://" + SERVER + "/x?dbname=password={0}",
    "postgresql://" + SERVER + "/password={0}",
    "postgresql://" + SERVER + "/x#password={0}",
    "postgresql://bob:{0}/x",
    "postgresql://bob:{0}",
    "postgresql://?user=bob&password={0}",
    "postgresql://bob%3A{0}@" + SERVER + "/x",
    "postgresql://" + SERVER + ":{0}/x",
    "postgresql//bob:{0}@h/x",
    "postgresql:/bob:{0}@h/x",
    "postgresql:bob:{0}@h/x",
    "//bob:{0}@h/x",
    "bob:{0}@h/x",
    "bob:{0}",
    "h:5432:x:bob:{0}",
    "{0}@h",
    "host=h user=bob password={0}",
    "password={0}",
    "h/x?password={0}",
    "sqlite://bob:{0}@h/x",
    "sqlite:///bob:{0}@h/x",
    "sqlite:///x?password={0}",
    "sqlite:///x.sqlite?timeout={0}",
    "sqlite//bob:{0}@h/x",
)


def told(text: str) -> str:
    """Return all that is said of an address, by its error or by the store's name."""
    try:
        store = open_store(text)
    except DoorwaysError as error:
        return str(error)
    store.close()
    return store.address


@pytest.fixture(autouse=True)
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@given(st.sampled_from(FORMS), SIGNS, SIGNS, st.integers(0, 2))
@example("postgresql://bob:{0}/x", "@", "", 0)
def test_a_secret_is_never_repeated(form: str, before: str, after: str, encoded: int) -> None:
    """Whatever the form, the signs beside the secret and the encoding: one error, and no secret.

    None of these is a file's path, so no file appears either.
    """
    text = form.format(before + SECRET + after)
    for _ in range(encoded):
        text = quote(text, safe="")
    assert SECRET not in told(text)
    assert list(Path().iterdir()) == []


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_one_clear_error(text: str) -> None:
    """Reading any text gives a URL of one of the two kinds, or our own error."""
    with suppress(DoorwaysError):
        assert to_url(text).get_backend_name() in ("sqlite", "postgresql")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sqlite:///x.sqlite?timeout=&y", "a name and a value"),
        ("mysql://h/x", "Only sqlite and postgresql are supported"),
        ("postgresql+psycopg2://h/x", "Only sqlite and postgresql are supported"),
        ("postgresql://h:port/x", "whole number"),
        ("postgresql://h:0/x", "from 1 to 65535"),
        ("postgresql://h:70000/x", "from 1 to 65535"),
        ("postgresql://h/x?port=-1", "from 1 to 65535"),
        ("postgresql://" + "h" * 400 + "/x", "a name that no server has"),
        ("postgresql://h/x?pool=9", "does not know"),
        ("sqlite://runs.sqlite", "three slashes"),
        ("sqlite:///runs.sqlite?journal=off", "does not know"),
        ("sqlite:///runs.sqlite?mode=ro", "uri=true"),
        ("sqlite:///runs.sqlite?timeout=long", "a value that it cannot have"),
        ("postgresql//me@h/x", "no URL"),
        ("host=h dbname=x", "settings of PostgreSQL"),
        ("runs\n.sqlite", "control character"),
        ("sqlite:///runs%00.sqlite", "control character"),
        ("n" * 400, "cannot be written there"),
        ("n" * 400 + "/runs.sqlite", "cannot be written there"),
        ("~nobody-of-this-name/runs.sqlite", "home folder"),
        ("", "It is a folder"),
        (".", "It is a folder"),
    ],
)
def test_each_slip_has_its_own_sentence(text: str, words: str, empty: Path) -> None:
    """A bad port, a long name, another database, odd settings, a folder: each says what is wrong."""
    with pytest.raises(DoorwaysError, match=words) as caught:
        open_store(text)
    assert caught.value.thing == "database"
    assert list(empty.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql://me:secret@127.0.0.1/runs", "postgresql+psycopg://127.0.0.1/runs"),
        ("postgres://me@[::1]:5432/runs", "postgresql+psycopg://[::1]:5432/runs"),
        ("postgresql:///runs?host=/run/postgresql", "postgresql+psycopg:///runs"),
        ("postgresql://h/x?host=a:1,b:2&password=secret", "postgresql+psycopg://h/x"),
    ],
)
def test_a_server_is_shown_by_its_name_alone(text: str, shown: str) -> None:
    """Of a server people see where it is: no user, no password, no setting."""
    url = to_url(text)
    assert url.drivername == "postgresql+psycopg"
    assert hidden(url) == shown.replace("+psycopg", "")


@pytest.mark.parametrize("name", ["runs.sqlite", "a folder/Köln 50%.sqlite", "x=1.sqlite"])
def test_a_file_may_have_any_plain_name(name: str, empty: Path) -> None:
    """A path is taken as it stands, in text and as an SQLite address, and shown as it is."""
    for text in (name, f"sqlite:///{(empty / name).as_posix()}"):
        with open_store(text) as store:
            assert Path(store.address).resolve() == empty / name


def test_a_path_object_is_never_read_as_an_address(empty: Path) -> None:
    """The folder a user named for results may hold any sign, an at sign included."""
    file = empty / "me@work" / "runs.sqlite"
    open_store(file).close()
    assert file.exists()


def test_without_a_home_the_default_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no home folder is known nothing is made beside the program, and the way out is named."""
    monkeypatch.setattr(
        data_folder, "user_data_path", lambda *_, **__: Path("~/.local/share/doorways")
    )
    with pytest.raises(DoorwaysError, match="Set HOME, or name a file with --db"):
        open_store()
    assert list(Path().iterdir()) == []


def test_a_database_error_repeats_no_password() -> None:
    """What a server's driver says when it is not reached holds no part of the login."""
    engine = make_engine(to_url(f"postgresql://bob:{SECRET}@{SERVER}/x?sslpassword={SECRET}"))
    with pytest.raises(SQLAlchemyError) as caught:
        engine.connect()
    assert SECRET not in str(caught.value)
    assert SECRET not in repr(engine)


MALFORMED = f"postgresql//bob:{SECRET}@h/x"
COMMANDS = (
    ("compare", "--years", "1", "--replicates", "2", "--out", "here"),
    ("sensitivity", "--authority", "Rutland", "--out", "here"),
    ("backtest", "--authority", "Rutland", "--out", "here"),
    ("calibrate", "england"),
    ("calibrate", "--authority", "Rutland"),
    ("diagnose", "--out", "here"),
    ("doctor",),
    ("dashboard", "--no-browser"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_makes_anything_of_a_malformed_address(
    command: tuple[str, ...], empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the trail asked for too, the message holds no secret and no file or folder appears."""
    words = (*command, "--db", MALFORMED)
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 2
    assert "no plain path" in done.output
    monkeypatch.setenv("DOORWAYS_DEBUG", "1")
    told = CliRunner().invoke(app, words).exception
    assert "no plain path" in str(told)
    assert SECRET not in done.output + "".join(traceback.format_exception(told))
    assert list(empty.iterdir()) == []


def test_the_trail_of_a_malformed_address_holds_no_secret(empty: Path) -> None:
    """As the terminal shows it, with all that it shows of a trail."""
    done = subprocess.run(
        (sys.executable, "-m", "dashboards.cli", *COMMANDS[0], "--db", MALFORMED),
        capture_output=True,
        env=os.environ | {"DOORWAYS_DEBUG": "1"},
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert "no plain path" in done.stderr
    assert SECRET not in done.stdout + done.stderr
    assert list(empty.iterdir()) == []


def test_an_option_is_no_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--db --step-days=1`, the address forgotten, makes no file of that name."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DoorwaysError, match="left out"):
        to_url("--step-days=1")
    assert list(tmp_path.iterdir()) == []
