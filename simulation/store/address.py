"""Read a database's address: what is none is refused before anything is made, and never shown.

A password may stand anywhere in what somebody types. So nothing of an address is repeated but a
file's path, and of a server its name, its port and the database's name.
"""

import os
import re
from pathlib import Path
from urllib.parse import unquote

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from simulation.errors import DoorwaysError
from simulation.files.data_folder import data_folder

FILE_NAME = "doorways.sqlite"
MEMORY = ":memory:"
#: What an address may begin with, and the driver that serves it; psycopg ships as an extra.
DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
#: Settings after "?" that each of them knows.
_SETTINGS = {
    "sqlite": "uri mode cache immutable nolock timeout",
    "postgresql": (
        "application_name channel_binding client_encoding connect_timeout dbname "
        "fallback_application_name gssdelegation gssencmode gsslib host hostaddr keepalives "
        "keepalives_count keepalives_idle keepalives_interval krbsrvname load_balance_hosts "
        "options passfile password port require_auth requirepeer service sslcert sslcertmode "
        "sslcrl sslcrldir sslkey sslmode sslnegotiation sslpassword sslrootcert sslsni "
        "ssl_max_protocol_version ssl_min_protocol_version target_session_attrs tcp_user_timeout "
        "user"
    ),
}
#: Those of them that nobody may see.
SECRET_SETTINGS = ("password", "passfile", "sslpassword")
_NOT_SHOWN = "not shown, since it may hold a password"
_FORMS = (
    "Write a file's path, sqlite:///runs.sqlite, or postgresql://user@host/name; "
    "PostgreSQL takes the password from PGPASSWORD, or from a password file, unseen."
)
_MOST_LABEL, _MOST_HOST, _MOST_PORT = 63, 253, 65535
#: A name and a password as they stand before a server, or a setting of either.
_CREDENTIALS = re.compile(r":[^/\\]*@|\b(user|\w*pass\w*|pwd|\w*secret)\s*=", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_HOST = re.compile(r"[\w.:%-]*", re.ASCII)
_HOSTS = re.compile(r"[\w.:%/,\[\]-]*", re.ASCII)
_NAME = re.compile(r"[^=:@?&#/\\%;]*")
_SETTING = re.compile(r"[^=]+=.+")


def default_path() -> Path:
    """Where runs are kept when nobody says otherwise: the user's data directory.

    Raises
    ------
    DoorwaysError
        When this user has no home.
    """
    folder = data_folder("database", "Set HOME, or name a file with --db.")
    return folder / FILE_NAME


def to_url(address: str | Path | None) -> URL:
    """Read an address: an SQLAlchemy URL of SQLite or PostgreSQL, a path of a file, or nothing.

    Nothing is made or opened. A `Path` is taken as it is.

    Raises
    ------
    DoorwaysError
        When it is none of these; the message repeats none of it.
    """
    if address is None:
        address = default_path()
    if isinstance(address, Path) or address == MEMORY:
        return _file_url(str(address))
    decoded = _decoded(address)
    if _CONTROL.search(decoded):
        raise _refused("It holds a control character.")
    if "://" in address:
        return _server_or_file(address)
    _refuse_unlike_a_path(decoded)
    return _file_url(address)


def hidden(url: URL) -> str:
    """Write an address for people: a plain path for a file, else no user, password or setting."""
    file = file_of(url)
    if file is not None:
        return str(file)
    backend = url.get_backend_name()
    if backend == "sqlite":
        return f"sqlite:///{url.database or MEMORY}"
    return URL.create(backend, None, None, url.host, url.port, url.database).render_as_string()


def file_of(url: URL) -> Path | None:
    """File of an SQLite address, unless it is in memory or a URI of SQLite's own."""
    name = url.database or MEMORY
    sqlite = url.get_backend_name() == "sqlite"
    return Path(name) if sqlite and name != MEMORY and not name.startswith("file:") else None


def _file_url(path: str) -> URL:
    try:
        return URL.create("sqlite", database=str(Path(path).expanduser()))
    except RuntimeError:
        raise DoorwaysError(
            "database",
            path,
            "The home folder that ~ stands for is not known.",
            "Write the whole path of the file.",
        ) from None


def _decoded(text: str) -> str:
    """Undo percent-encoding, however often it was done: a password may hide under it."""
    while (plain := unquote(text)) != text:
        text = plain
    return text


def _refused(rule: str) -> DoorwaysError:
    return DoorwaysError("database", _NOT_SHOWN, rule, _FORMS)


def _refuse_unlike_a_path(text: str) -> None:
    """Refuse what was meant as a URL or as settings, and would make a file of that name."""
    # The colon of a Windows drive is the only one a path has.
    drive = os.name == "nt" and re.match(r"[A-Za-z]:", text)
    rest = text[2:] if drive else text
    if text.startswith("--"):
        raise _refused("It looks like another option: the address itself seems to be left out.")
    if "//" in rest or "@" in rest or ":" in rest or _CREDENTIALS.search(rest):
        raise _refused("It is no URL, and no plain path of a file either.")
    if re.search(r"\b(host|hostaddr|port|dbname|service|sslmode)\s*=", rest, re.IGNORECASE):
        raise _refused("These look like settings of PostgreSQL, not like an address.")


def _server_or_file(address: str) -> URL:
    rest = address.partition("://")[2]
    server = re.split(r"[/?#]", rest, maxsplit=1)[0]
    # Such signs within a password would make SQLAlchemy take a part of it for the server.
    # An empty password before the sign is a password that begins with it.
    begins = ":@" in server
    if "@" in rest[len(server) :] or server.count("@") > 1 or server.endswith(":") or begins:
        raise _refused(
            "The signs @ : / ? # within a user's name or a password are to be written "
            "as %40, %3A, %2F, %3F and %23."
        )
    settings = rest.partition("?")[2]
    if settings and not all(map(_SETTING.fullmatch, settings.split("&"))):
        # SQLAlchemy would leave it out without a word.
        raise _refused("Each setting after the question mark has a name and a value, as in a=b.")
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        # A port that is no number ends as a ValueError that repeats it.
        raise _refused("It is not a URL that can be read; a port is a whole number.") from None
    if url.drivername not in DRIVERS:
        raise _refused("Only sqlite and postgresql are supported, the latter through psycopg.")
    url = url.set(drivername=DRIVERS[url.drivername])
    backend = url.get_backend_name()
    if not set(url.query) <= set(_SETTINGS[backend].split()):
        raise _refused(f"It has a setting after the question mark that {backend} does not know.")
    check = _check_sqlite if backend == "sqlite" else _check_postgresql
    check(url)
    return url


def _check_sqlite(url: URL) -> None:
    if url.host or url.port or url.username or url.password:
        raise _refused("A file's address has three slashes, and four for a path from the root.")
    if set(url.query) - {"uri", "timeout"} and url.query.get("uri") != "true":
        raise _refused("These settings of SQLite need uri=true beside them.")
    if _CREDENTIALS.search(_decoded(url.database or "")):
        raise _refused("What stands after sqlite:/// is no plain path of a file.")


def _check_postgresql(url: URL) -> None:
    """Refuse what SQLAlchemy reads from a slip of the pen: a password taken for something else."""
    hosts = (url.host or "", *url.normalized_query.get("host", ()))
    names = (url.database or "", *url.normalized_query.get("dbname", ()))
    users = (url.username or "", *url.normalized_query.get("user", ()))
    ports = (url.port, *url.normalized_query.get("port", ()))
    if not all(_is_host(host) for host in hosts) or not _HOST.fullmatch(url.host or ""):
        raise _refused("Its server has a name that no server has.")
    if not all(_NAME.fullmatch(_decoded(name)) for name in names):
        raise _refused("A database's name holds none of = : @ ? & # / \\ % ; here.")
    if any(re.search(r"[:=?&/]", _decoded(user)) for user in users):
        raise _refused("A user's name holds no colon and no setting.")
    if not all(_is_port(port) for port in ports):
        raise _refused(f"A port is a whole number from 1 to {_MOST_PORT}.")


def _is_host(name: str) -> bool:
    short = all(0 < len(label) <= _MOST_LABEL for label in name.rstrip(".").split("."))
    folder = name.startswith("/")
    return bool(
        not name or (_HOSTS.fullmatch(name) and (folder or (short and len(name) <= _MOST_HOST)))
    )


def _is_port(port: int | str | None) -> bool:
    return port is None or all(
        one.isascii() and one.isdecimal() and 1 <= int(one[:6]) <= _MOST_PORT
        for one in str(port).split(",")
    )
