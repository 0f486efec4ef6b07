"""Clocks, a model and processes by which a measurement is judged: by its method, never by its seconds.

An exercise's ``probes.py`` puts them beside the learner's code. Time passes here only when something is done,
and how much is chosen by the check; so the right figures are known exactly, on every machine.

All of this lies in the student process, where code that looks for it can find it. A check therefore draws the
costs anew and asks more than once: the shortest way to the right figures is to measure. Whoever forges them
forges their own result and nobody else's.
"""

import contextlib
import time
import timeit
import types
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

START = {"perf_counter": 1000.0, "monotonic": 5000.0, "time": 1.7e9, "process_time": 3.0}
"""What each clock shows at first, in seconds: no two can be mixed up."""


class Clocks:
    """The clocks of the ``time`` module, which stand still until something takes time.

    Parameters
    ----------
    share_of_work : float
        The part of the time in which the processor works for this process: what ``process_time`` counts.

    Attributes
    ----------
    reads : Counter
        How often each clock was read, by name; ``perf_counter_ns`` counts as ``perf_counter``.
    """

    def __init__(self, share_of_work: float = 1.0) -> None:
        self.share_of_work = share_of_work
        self.passed = 0.0
        self.corrected = 0.0
        self.reads: Counter[str] = Counter()

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.passed += seconds

    def set_back(self, seconds: float) -> None:
        """Correct the wall clock, as a machine does that has asked a time server."""
        self.corrected -= seconds

    def read(self, name: str) -> float:
        """Return what a clock shows, in seconds."""
        self.reads[name] += 1
        passed = self.passed * (self.share_of_work if name == "process_time" else 1.0)
        return START[name] + passed + (self.corrected if name == "time" else 0.0)

    @contextlib.contextmanager
    def installed(self, *modules: types.ModuleType) -> Iterator["Clocks"]:
        """Put these clocks in the place of the real ones, for a while.

        Parameters
        ----------
        *modules : module
            Where names may have been imported from ``time`` already.
        """
        exchanged: dict[Any, Callable[[], Any]] = {}
        for name in START:
            exchanged[getattr(time, name)] = self._clock(name)
            exchanged[getattr(time, f"{name}_ns")] = self._clock_ns(name)
        with contextlib.ExitStack() as stack:
            for module in (time, timeit, *modules):
                stack.enter_context(_exchanged(vars(module), exchanged))
            for function in (timeit.Timer.__init__, timeit.timeit, timeit.repeat):
                stack.enter_context(_other_defaults(function, exchanged))
            yield self

    def _clock(self, name: str) -> Callable[[], float]:
        return lambda: self.read(name)

    def _clock_ns(self, name: str) -> Callable[[], int]:
        return lambda: round(self.read(name) * 1e9)


@contextlib.contextmanager
def _exchanged(names: dict[str, Any], others: dict[Any, Any]) -> Iterator[None]:
    before = {n: value for n, value in names.items() if isinstance(value, types.BuiltinFunctionType)}
    before = {n: value for n, value in before.items() if value in others}
    names.update({name: others[value] for name, value in before.items()})
    try:
        yield
    finally:
        names.update(before)


@contextlib.contextmanager
def _other_defaults(function: Any, others: dict[Any, Any]) -> Iterator[None]:
    """Exchange a clock that is a parameter's default: timeit remembers its clock in that way."""
    before = function.__defaults__
    function.__defaults__ = tuple(
        others.get(v, v) if isinstance(v, types.BuiltinFunctionType) else v for v in before
    )
    try:
        yield
    finally:
        function.__defaults__ = before


class CountingModel:
    """Stands for a fitted model, and notes what is asked of it.

    Parameters
    ----------
    clocks : Clocks
        They move while it works.
    costs : dict of str to float
        Seconds that a call of each method takes; nothing for methods that are not named.
    answer : object
        What ``predict``, ``predict_proba``, ``transform`` and ``score`` return.

    Attributes
    ----------
    calls : list of (str, float)
        Each call: the method, and what ``perf_counter`` showed when it began.
    """

    def __init__(self, clocks: Clocks, costs: dict[str, float], answer: Any = None) -> None:
        self._clocks = clocks
        self._costs = costs
        self._answer = answer
        self.calls: list[tuple[str, float]] = []

    def count(self, method: str) -> int:
        """Return how often a method was called."""
        return sum(name == method for name, _ in self.calls)

    def fit(self, X: Any, y: Any = None) -> "CountingModel":
        """Note it; nothing is learned."""
        self._note("fit")
        return self

    def predict(self, X: Any) -> Any:
        """Note it and answer."""
        return self._note("predict")

    def predict_proba(self, X: Any) -> Any:
        """Note it and answer."""
        return self._note("predict_proba")

    def transform(self, X: Any) -> Any:
        """Note it and answer."""
        return self._note("transform")

    def score(self, X: Any, y: Any) -> Any:
        """Note it and answer."""
        return self._note("score")

    def _note(self, method: str) -> Any:
        self.calls.append((method, START["perf_counter"] + self._clocks.passed))
        self._clocks.advance(self._costs.get(method, 0.0))
        return self._answer


class Processes:
    """Starts pretended processes, which load a pretended model.

    Parameters
    ----------
    clocks : Clocks
        They move while a process works.
    costs : dict of str to float
        Seconds for ``start``, ``imports``, ``cold`` (the first load of a process) and ``warm``.
    slow : sequence of int
        Numbers of the loads that take twenty times as long, cold and warm ones counted apart, from 0.
    set_back : float
        Seconds by which the wall clock is set back during each load.

    Attributes
    ----------
    started : list of Process
        All that were started.
    """

    def __init__(
        self, clocks: Clocks, costs: dict[str, float], slow: Sequence[int] = (), set_back: float = 0.0
    ) -> None:
        self.clocks = clocks
        self.costs = costs
        self.slow = slow
        self.set_back = set_back
        self.n_loads: Counter[str] = Counter()
        self.started: list[Process] = []

    def start(self) -> "Process":
        """Start one."""
        self.clocks.advance(self.costs["start"])
        self.started.append(Process(self))
        return self.started[-1]

    def load(self, kind: str) -> None:
        """Let a load take its time."""
        number = self.n_loads[kind]
        self.n_loads[kind] += 1
        self.clocks.advance(self.costs[kind] * (20 if number in self.slow else 1))
        self.clocks.set_back(self.set_back)


class Process:
    """A pretended process: empty at first, as every new interpreter is."""

    def __init__(self, family: Processes) -> None:
        self._family = family
        self.has_imported = False
        self.has_ended = False
        self.n_loads = 0

    def import_libraries(self) -> None:
        """Import what the model needs; a second time costs nothing."""
        self._alive()
        if not self.has_imported:
            self._family.clocks.advance(self._family.costs["imports"])
        self.has_imported = True

    def load(self) -> None:
        """Load the model; what was not imported yet is imported now, as unpickling does."""
        self.import_libraries()
        self._family.load("warm" if self.n_loads else "cold")
        self.n_loads += 1

    def end(self) -> None:
        """End it; a second time does nothing."""
        self.has_ended = True

    def _alive(self) -> None:
        if self.has_ended:
            raise RuntimeError("this process has ended")
