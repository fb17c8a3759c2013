"""A set of agents held as row numbers: work goes to the columns, agents are made while looked at."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from mesa.agentset import AbstractAgentSet, GroupBy
from numpy.typing import NDArray

from agents.views import Reading, Rows, View

Ints = NDArray[np.int64]
EVERYBODY = float("inf")


class AgentSet(AbstractAgentSet):  # type: ignore[misc]
    """Hold agents of one kind and one model, in order and each once.

    It is what Mesa calls an agent set, but keeps row numbers in place of references, so nobody
    in it can vanish. Who belongs is settled when it is made; what they are is read when asked.

    Parameters
    ----------
    agents
        Views of one kind and one model.
    random
        Generator for `shuffle`; the model's own if left out.

    Raises
    ------
    TypeError
        When the agents are of several kinds or models.
    """

    def __init__(self, agents: Iterable[View], random: Any = None) -> None:
        views = list(agents)
        if len({(type(view), id(view.model)) for view in views}) > 1:
            raise TypeError("An agent set holds agents of one kind and one model.")
        self.kind: type[View] = type(views[0]) if views else View
        self.model: Any = views[0].model if views else None
        self.random: Any = random or getattr(self.model, "random", None)
        self._hold(np.array([view.row for view in views], dtype=np.int64))

    @classmethod
    def of_rows(cls, kind: type[View], model: Any, rows: Any) -> "AgentSet":
        """Return the set of the given rows of a kind's table."""
        made = cls((), getattr(model, "random", None))
        made.kind, made.model = kind, model
        made._hold(np.asarray(rows, dtype=np.int64))
        return made

    def _hold(self, rows: Ints) -> None:
        unique, first = np.unique(rows, return_index=True)
        self.rows: Ints = rows if unique.size == rows.size else rows[np.sort(first)]
        self._lookup: frozenset[int] | None = None

    def _with(self, rows: Any, inplace: bool = False) -> "AgentSet":
        if not inplace:
            made = AgentSet.of_rows(self.kind, self.model, rows)
            made.random = self.random
            return made
        self._hold(np.asarray(rows, dtype=np.int64))
        return self

    def _update(self, agents: Iterable[View]) -> "AgentSet":
        return self._with([agent.row for agent in agents], inplace=True)

    def __len__(self) -> int:
        return int(self.rows.size)

    def __iter__(self) -> Iterator[Any]:
        return (self.kind(self.model, row) for row in self.rows.tolist())

    def __contains__(self, agent: object) -> bool:
        if self._lookup is None:
            self._lookup = frozenset(self.rows.tolist())
        return (
            isinstance(agent, View)
            and type(agent) is self.kind
            and agent.model is self.model
            and agent.row in self._lookup
        )

    def __repr__(self) -> str:
        return f"<AgentSet of {len(self)} x {self.kind.__name__}>"

    def __copy__(self) -> "AgentSet":
        return self._with(self.rows.copy())

    def add(self, agent: View) -> None:
        """Add an agent to this set; the model is not changed.

        Raises
        ------
        TypeError
            When it is of another kind or model.
        """
        if len(self) and (type(agent) is not self.kind or agent.model is not self.model):
            raise TypeError("An agent set holds agents of one kind and one model.")
        self.kind, self.model = type(agent), agent.model
        self._hold(np.append(self.rows, agent.row))

    def discard(self, agent: View) -> None:
        """Take an agent out of this set, if it is there; the model is not changed."""
        if agent in self:
            self._hold(self.rows[self.rows != agent.row])

    def remove(self, agent: View) -> None:
        """Take an agent out of this set; the model is not changed.

        Raises
        ------
        KeyError
            When it is not there.
        """
        if agent not in self:
            raise KeyError(agent)
        self.discard(agent)

    def to_list(self) -> list[Any]:
        """Return the agents as a list."""
        return list(self)

    def _reading(self, name: str) -> Reading | None:
        found = getattr(self.kind, name, None)
        return found if isinstance(found, Reading) else None

    def column(self, name: str) -> Any:
        """Return an attribute as an array of plain numbers, shape (agents,).

        Raises
        ------
        AttributeError
            When the attribute is not read from columns.
        """
        reading = self._reading(name)
        if reading is None:
            raise AttributeError(f"{name} of {self.kind.__name__} is not a column.")
        return reading.column(*self._cells())

    def _cells(self) -> tuple[Rows, float]:
        table = getattr(self.model.population, self.kind.table)
        return Rows(table, self.rows), self.model.now

    def get(
        self, attr_names: Any, handle_missing: str = "error", default_value: Any = None
    ) -> list[Any]:
        """Return an attribute of each agent, or a list of several; see Mesa.

        Raises
        ------
        AttributeError
            When there is no such attribute and `handle_missing` is "error".
        ValueError
            When `handle_missing` is neither "error" nor "default".
        """
        if handle_missing not in ("error", "default"):
            raise ValueError(f"handle_missing is 'error' or 'default', not {handle_missing!r}")
        if not isinstance(attr_names, str):
            parts = [self.get(name, handle_missing, default_value) for name in attr_names]
            return [list(row) for row in zip(*parts, strict=True)]
        reading = self._reading(attr_names)
        if reading is not None and len(self):
            return reading.values(*self._cells())
        if handle_missing == "default":
            return [getattr(agent, attr_names, default_value) for agent in self]
        return [getattr(agent, attr_names) for agent in self]

    def select(
        self,
        filter_func: Callable[[Any], bool] | None = None,
        at_most: float = EVERYBODY,
        inplace: bool = False,
        agent_type: type | None = None,
    ) -> "AgentSet":
        """Return the agents a test is true of, looking at each; see Mesa, and `where`."""
        if at_most <= 1.0 and isinstance(at_most, float):
            at_most = int(len(self) * at_most)
        of_type = agent_type is None or issubclass(self.kind, agent_type)
        rows: list[int] = self.rows.tolist() if of_type else []
        if filter_func is not None:
            rows = [row for row in rows if filter_func(self.kind(self.model, row))]
        return self._with(rows if at_most == EVERYBODY else rows[: int(at_most)], inplace)

    def where(self, mask: Any = None, **equal: Any) -> "AgentSet":
        """Return the agents of a mask whose attributes have the given values; makes no views.

        Parameters
        ----------
        mask
            One truth value an agent, such as ``agents.column("age") >= 16``.
        equal
            Values by attribute, such as ``status=Status.LOOKED_AFTER, missing=True``.
        """
        keep = np.ones(len(self), bool) if mask is None else np.asarray(mask, bool).copy()
        for name, value in equal.items():
            keep &= self.column(name) == value
        return self._with(self.rows[keep])

    def groupby(self, by: Any, result_type: str = "agentset") -> GroupBy:
        """Return the agents in groups by an attribute or a function of each; see Mesa."""
        labels = self.get(by) if isinstance(by, str) else self.map(by)
        members: dict[Any, list[int]] = defaultdict(list)
        for label, row in zip(labels, self.rows.tolist(), strict=True):
            members[label].append(row)
        sets = {label: self._with(rows) for label, rows in members.items()}
        if result_type == "agentset":
            return GroupBy(sets)
        return GroupBy({label: group.to_list() for label, group in sets.items()})

    def sort(self, key: Any, ascending: bool = False, inplace: bool = False) -> "AgentSet":
        """Return the agents in the order of an attribute or a function of each; see Mesa."""
        values: Sequence[Any] = self.get(key) if isinstance(key, str) else self.map(key)
        order = sorted(range(len(self)), key=values.__getitem__, reverse=not ascending)
        return self._with(self.rows[np.array(order, dtype=np.int64)], inplace)

    def shuffle(self, inplace: bool = False) -> "AgentSet":
        """Return the agents in random order, drawn from the model's own generator."""
        rows = self.rows.tolist()
        self.random.shuffle(rows)
        return self._with(rows, inplace)

    def map(self, method: Any, *args: Any, **kwargs: Any) -> list[Any]:
        """Return what a function of each agent, or its method of that name, returns."""
        if isinstance(method, str):
            return [getattr(agent, method)(*args, **kwargs) for agent in self]
        return [method(agent, *args, **kwargs) for agent in self]

    def do(self, method: Any, *args: Any, **kwargs: Any) -> "AgentSet":
        """Call a function on each agent, or its method of that name, and return this set."""
        self.map(method, *args, **kwargs)
        return self

    def shuffle_do(self, method: Any, *args: Any, **kwargs: Any) -> "AgentSet":
        """Do the same in random order."""
        self.shuffle().do(method, *args, **kwargs)
        return self
