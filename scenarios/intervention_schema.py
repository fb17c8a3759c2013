"""What a scenario may say of each kind of thing it opens: the schema that the kind itself declares.

A checked intervention is plain data (`plain`): text, numbers, lists and dictionaries. Numbers a
scenario leaves out are left out of the dictionary too, and then come from the evidence register.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import ValidationError

from simulation.errors import DoorwaysError
from simulation.names import hint
from simulation.services.declaration import Service
from simulation.services.explained import explained
from simulation.services.wording import checked


@cache
def kinds() -> Mapping[str, type[Service]]:
    """Return every kind of service, practice and condition a scenario may name."""
    # Imported here: a scenario that opens nothing is read without loading the model.
    from simulation.discover import services

    return {service.name: service for service in services()}


def plain(data: object, where: str) -> dict[str, Any]:
    """Check one intervention and return it as plain data with the schema's own defaults filled in.

    Raises
    ------
    DoorwaysError
        When the kind is unknown, a key is unknown or a value is out of range; ``where`` (file and
        place in it) opens the message.
    """
    kind = data.get("kind") if isinstance(data, Mapping) else None
    if not isinstance(data, Mapping) or not isinstance(kind, str) or kind not in kinds():
        rule = "An intervention is a table with a known 'kind'."
        raise DoorwaysError(f"{where}, kind", kind, rule, hint(str(kind), kinds()))
    spec = kinds()[kind].spec
    try:
        said = checked(spec, data)
    except ValidationError as fault:
        raise explained(fault, where, spec) from None
    kinds()[kind].check(said)
    return said
