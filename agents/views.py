"""How an agent object shows one row of the columns: what it reads, and that it never writes."""

from collections.abc import Callable
from typing import Any, ClassVar, Protocol

import numpy as np
from mesa import Agent

from agents.lengths import DAYS_PER_YEAR
from agents.population import Population


class Host(Protocol):
    """What a view needs of its model: the tables, and the moment they are in."""

    @property
    def population(self) -> Population:
        """Return the tables."""
        ...

    @property
    def now(self) -> float:
        """Return years since the start."""
        ...


class Reading:
    """Let an attribute of a view read its row; `column` reads the same for many rows at once.

    Parameters
    ----------
    read
        Function of (rows, now); `rows["field"]` is one value or a column, so one rule serves both.
    about
        What the attribute holds, for the reader of the documentation.
    as_
        What turns the plain number into what people say: `bool` or an enumeration.
    """

    def __init__(
        self,
        read: Callable[[Any, float], Any],
        about: str,
        as_: Callable[[Any], Any] | None = None,
    ) -> None:
        self.read, self.as_, self.__doc__ = read, as_, about

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, view: "View | None", owner: type) -> Any:
        if view is None:
            return self
        value = self.read(view.cells, view.model.now).item()
        return value if self.as_ is None else self.as_(value)

    def __set__(self, view: "View", value: object) -> None:
        raise AttributeError(f"{self.name} is read-only: only the simulation changes the columns.")

    def column(self, rows: Any, now: float) -> Any:
        """Return the plain numbers of many rows, shape (rows,)."""
        column = np.asarray(self.read(rows, now))
        return column.astype(bool) if self.as_ is bool else column

    def values(self, rows: Any, now: float) -> list[Any]:
        """Return what the attribute reads for many rows, as plain Python values."""
        plain = self.column(rows, now).tolist()
        if self.as_ is None or self.as_ is bool:
            return list(plain)
        known = {value: self.as_(value) for value in set(plain)}
        return [known[value] for value in plain]


def cell(field: str, about: str, as_: Callable[[Any], Any] | None = None) -> Reading:
    """Return an attribute that reads one field of the schema."""
    return Reading(lambda rows, now: rows[field], about, as_)


def days_since(field: str, about: str, while_: Callable[[Any], Any]) -> Reading:
    """Return an attribute that counts days since a moment, and is 0 while a test fails."""
    return Reading(lambda rows, now: DAYS_PER_YEAR * (now - rows[field]) * while_(rows), about)


class Rows:
    """Read fields of some rows of a table, one column at a time."""

    def __init__(self, table: Any, index: Any) -> None:
        # A record array looks every field up in Python; the plain array is twice as fast.
        self.table, self.index = table.view(np.ndarray), index

    def __getitem__(self, field: str) -> Any:
        return self.table[field][self.index]


class View(Agent):  # type: ignore[misc]
    """Show one row of a table as an agent.

    Views are not registered with the model. They are made when asked for and may be thrown
    away: two views of one row are equal, and everything they say is read at that moment. Young
    people do not act by themselves, the engine does; so a view has no behaviour.
    """

    #: Name of the table, and the class that shows each table.
    table: ClassVar[str]
    of_table: ClassVar[dict[str, type["View"]]] = {}
    pos = None

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        View.of_table.setdefault(cls.table, cls)

    def __init__(self, model: Any, row: int) -> None:
        # Mesa's own __init__ would register the agent, and keep it alive, for good.
        object.__setattr__(self, "model", model)
        object.__setattr__(self, "row", int(row))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(
            f"{type(self).__name__}.{name} cannot be set: views only read the columns."
        )

    @property
    def cells(self) -> Rows:
        """Return the row, to read its fields by name."""
        return Rows(getattr(self.model.population, self.table), self.row)

    @property
    def unique_id(self) -> int:
        """Return the identity from synthesis: no two agents of a model share one."""
        return int(self.cells["uid"])

    def remove(self) -> None:
        """Refuse: who leaves care stays in the columns.

        Raises
        ------
        TypeError
            Always.
        """
        raise TypeError("A view shows a row and cannot remove it.")

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, View)
            and type(other) is type(self)
            and other.row == self.row
            and other.model is self.model
        )

    def __hash__(self) -> int:
        return hash((self.table, self.row))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.row}>"

    def linked(self, field: str, table: str) -> Any:
        """Return the view a field points to, or None if it points to nobody."""
        row = int(self.cells[field])
        return None if row < 0 else View.of_table[table](self.model, row)

    def chained(self, first: str, following: str) -> list[int]:
        """Return the rows of young people in a chain that begins in this row's field `first`."""
        after = self.model.population.young_people[following]
        rows, row = [], int(self.cells[first])
        while row >= 0:
            rows.append(row)
            row = int(after[row])
        return rows
