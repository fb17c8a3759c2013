"""Where private profiles are kept: a folder each in the user's data directory, read by its owner alone."""

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from agents.synthesis.authority import PRIVATE, PrivateProfile
from simulation.errors import DoorwaysError
from simulation.files.data_folder import data_folder
from simulation.files.reading import read_table_text
from simulation.files.writing import write_text

#: What a private profile is called by, wherever a council may be named.
PREFIX: Final = PRIVATE
THING: Final = "private profile"
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,11}")
_YEAR: Final = re.compile(r"[0-9]{4}")
_RULE: Final = "A name is up to 12 small letters, digits and hyphens, such as my-council."
_FILE: Final = "profile.json"
#: Of this build of the file; another is refused.
_FORM: Final = 2
_FOLDER_MODE, _FILE_MODE = 0o700, 0o600


@dataclass(frozen=True)
class Kept:
    """Hold a private profile as it is kept.

    Attributes
    ----------
    name
        Of the profile, without `private:`.
    start
        Year on whose 31 March runs start unless another is asked for.
    years
        Figures, those looked after on 31 March, and the year of England's tables, of each year.
    reference
        Years that rates are counted from; empty: the year of the start and two before.
    about
        Everything else that was decided when it was made, in plain values.
    """

    name: str
    start: int
    years: Mapping[int, Mapping[str, Any]]
    reference: tuple[int, ...]
    about: Mapping[str, Any]


def is_private(text: str) -> bool:
    """Tell whether a council is called by the name of a private profile."""
    return text.strip().casefold().startswith(PREFIX)


def checked_name(text: str) -> str:
    """Return the name of a private profile without its prefix.

    Raises
    ------
    DoorwaysError
        When it is no such name.
    """
    name = text.strip().casefold().removeprefix(PREFIX).strip()
    if not _NAME.fullmatch(name):
        raise DoorwaysError(THING, text, _RULE, "Choose such a name.")
    return name


def root() -> Path:
    """Return the folder of all private profiles."""
    return data_folder(THING, "Set HOME.") / "private"


def folder_of(name: str) -> Path:
    """Return the folder of one."""
    return root() / name


def names() -> list[str]:
    """Return what those that are kept are called."""
    return sorted(f"{PREFIX}{one.parent.name}" for one in root().glob(f"*/{_FILE}"))


def keep(kept: Kept) -> Path:
    """Write a private profile, in place of one of the same name; return its file.

    Raises
    ------
    DoorwaysError
        When it cannot be written.
    """
    folder = folder_of(kept.name)
    try:
        # The folder is closed to others before anything is in it.
        for one in (root(), folder):
            one.mkdir(parents=True, exist_ok=True)
            one.chmod(_FOLDER_MODE)
    except OSError as fault:
        rule = f"Its folder cannot be made ({(fault.strerror or type(fault).__name__).lower()})."
        raise DoorwaysError(
            THING, str(folder), rule, "Make room for it, or set another home."
        ) from None
    said = {
        "form": _FORM,
        "start": kept.start,
        "reference": list(kept.reference),
        "about": kept.about,
        "years": {str(year): one for year, one in kept.years.items()},
    }
    file = folder / _FILE
    write_text(file, json.dumps(said, sort_keys=True, allow_nan=False))
    file.chmod(_FILE_MODE)
    return file


def read_kept(name: str) -> Kept:
    """Return a private profile as it is kept.

    Raises
    ------
    DoorwaysError
        When there is none of this name, or its file cannot be used.
    """
    file = folder_of(name) / _FILE
    if not file.is_file():
        rule = f"There is no such private profile here; there is: {', '.join(names()) or 'none'}."
        step = "Make one with doorways import-903 FOLDER --authority COUNCIL --name NAME."
        raise DoorwaysError(THING, f"{PREFIX}{name}", rule, step)
    step = "Make it again with doorways import-903."
    try:
        said = json.loads(read_table_text(file, THING))
        years = {int(year): one for year, one in said["years"].items()}
        if said["form"] != _FORM or int(said["start"]) not in years:
            raise ValueError
        kept = Kept(
            name, int(said["start"]), years, tuple(map(int, said["reference"])), said["about"]
        )
        for year in years:
            _one(kept, year, (), start=True)
        return kept
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        rule = "Its file is damaged, or another version of Doorways wrote it."
        raise DoorwaysError(THING, f"{PREFIX}{name}", rule, step) from None


def private_profile(text: str, year: int | None = None) -> PrivateProfile:
    """Return a private profile by what it is called: `private:NAME`, or `private:NAME@YEAR`.

    Raises
    ------
    DoorwaysError
        When there is none, or not of this year.
    """
    called, _, at = text.partition("@")
    kept = read_kept(checked_name(called))
    if at.strip() and not _YEAR.fullmatch(at.strip()):
        rule = "After the sign @ stands a year to 31 March, such as 2023."
        raise DoorwaysError(THING, text, rule, "Write one, or leave the sign out.")
    wanted = int(at) if at.strip() else year or kept.start
    if wanted not in kept.years:
        rule = f"Its returns are of the years to 31 March {', '.join(map(str, kept.years))}."
        step = f"Write one of them after the name, such as {PREFIX}{kept.name}@{kept.start}."
        raise DoorwaysError(THING, text if at else f"{text}, {wanted}", rule, step)
    return of_year(kept, wanted)


def of_year(kept: Kept, year: int) -> PrivateProfile:
    """Return the profile of 31 March of one of its years."""
    asked = kept.reference or (year, year - 1, year - 2)
    earlier = [one for one in sorted(asked, reverse=True) if one in kept.years and one <= year]
    reference = tuple(_one(kept, one, (), start=False) for one in earlier or [year])
    return _one(kept, year, reference, start=True)


def _one(
    kept: Kept, year: int, reference: tuple[PrivateProfile, ...], *, start: bool
) -> PrivateProfile:
    said, about = kept.years[year], kept.about
    called = f"{PREFIX}{kept.name}" + ("" if year == kept.start else f"@{year}")
    return PrivateProfile(
        code=called,
        name=called,
        region=str(about["region"]),
        year=year,
        counts={name: float(value) for name, value in said["counts"].items()},
        imputed=frozenset(said["imputed"]),
        published=(str(about["published"]), int(said["published_year"])),
        start={name: tuple(values) for name, values in said["start"].items()} if start else {},
        reference=reference,
        unaccompanied=bool(about["unaccompanied"]),
    )


def read_written(name: str) -> list[Path] | None:
    """Return the files that the import wrote beside the profile; None where its own file is damaged."""
    if not (folder_of(name) / _FILE).is_file():
        return []
    try:
        return [Path(str(one)) for one in read_kept(name).about["written"]]
    except (DoorwaysError, KeyError, TypeError):
        # What is damaged has to go all the same.
        return None


def forget_files(name: str) -> list[Path]:
    """Take away a private profile's folder; return what was in it.

    Raises
    ------
    DoorwaysError
        When it cannot be taken away.
    """
    folder = folder_of(name)
    if not folder.is_dir():
        return []
    gone = sorted(one for one in folder.rglob("*") if one.is_file())
    try:
        shutil.rmtree(folder)
    except OSError as fault:
        rule = f"It cannot be taken away ({(fault.strerror or type(fault).__name__).lower()})."
        step = "Close what has it open, and ask again."
        raise DoorwaysError(THING, str(folder), rule, step) from None
    return gone
