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
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

START = {
    "perf_counter": 1000.0,
    "monotonic": 5000.0,
    "time": 1.7e9,
    "process_time": 3.0,
    "thread_time": 20000.0,
}
"""What each clock shows at first, in seconds: no two can be mixed up."""

ONLY_WORK = ("process_time", "thread_time")

BY_ID = {
    "CLOCK_MONOTONIC": "monotonic",
    "CLOCK_MONOTONIC_RAW": "monotonic",
    "CLOCK_BOOTTIME": "monotonic",
    "CLOCK_UPTIME_RAW": "monotonic",
    "CLOCK_REALTIME": "time",
    "CLOCK_TAI": "time",
    "CLOCK_PROCESS_CPUTIME_ID": "process_time",
    "CLOCK_THREAD_CPUTIME_ID": "thread_time",
}
"""What ``clock_gettime`` reads under an id, where a system has it."""


class Clocks:
    """The clocks of the ``time`` module, which stand still until something takes time.

    Parameters
    ----------
    share_of_work : float
        The part of the time in which the processor works for this process: what ``process_time``
        and ``thread_time`` count.

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
        passed = self.passed * (self.share_of_work if name in ONLY_WORK else 1.0)
        return START[name] + passed + (self.corrected if name == "time" else 0.0)

    @contextlib.contextmanager
    def installed(self, *modules: types.ModuleType) -> Iterator["Clocks"]:
        """Put these clocks in the place of the real ones, for a while.

        Parameters
        ----------
        *modules : module
            Where names may have been imported from ``time`` already.
        """
        exchanged: dict[Any, Callable[..., Any]] = {}
        for name in START:
            exchanged[getattr(time, name)] = self._clock(name)
            exchanged[getattr(time, f"{name}_ns")] = self._clock_ns(name)
        if hasattr(time, "clock_gettime"):  # not on Windows
            exchanged |= self._by_id()
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

    def _by_id(self) -> dict[Any, Callable[..., Any]]:
        """Return what stands for ``clock_gettime`` and ``clock_gettime_ns``; other ids read a real clock."""
        names = {getattr(time, key): name for key, name in BY_ID.items() if hasattr(time, key)}
        real, real_ns = time.clock_gettime, time.clock_gettime_ns

        def seconds(clock: int) -> float:
            return self.read(names[clock]) if clock in names else real(clock)

        def nanoseconds(clock: int) -> int:
            return round(self.read(names[clock]) * 1e9) if clock in names else real_ns(clock)

        return {real: seconds, real_ns: nanoseconds}


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
    costs : dict of str to float or sequence of float
        Seconds for ``start``, ``imports``, ``cold`` (the first load of a process), ``warm`` and ``end``.
        Where there are several, the runs of that kind take them in turn, round and round.
    set_back : float
        Seconds by which the wall clock is set back during each load.

    Attributes
    ----------
    started : list of Process
        All that were started.
    runs, timed : Counter
        How many steps of each kind there were, and before how many of them a clock was read.
    """

    def __init__(
        self, clocks: Clocks, costs: Mapping[str, float | Sequence[float]], set_back: float = 0.0
    ) -> None:
        self.clocks = clocks
        self.costs = costs
        self.set_back = set_back
        self.runs: Counter[str] = Counter()
        self.timed: Counter[str] = Counter()
        self.started: list[Process] = []
        self._reads = 0

    def start(self) -> "Process":
        """Start one."""
        self.take("start")
        self.started.append(Process(self))
        return self.started[-1]

    def step(self, kind: str) -> None:
        """Let a step of a process take its time, and note whether a clock was read since the last one."""
        self.timed[kind] += self.clocks.reads.total() > self._reads
        self.take(kind)
        self._reads = self.clocks.reads.total()
        if kind in ("cold", "warm"):
            self.clocks.set_back(self.set_back)

    def take(self, kind: str) -> None:
        """Let a step take its time."""
        cost = self.costs.get(kind, 0.0)
        self.clocks.advance(cost if isinstance(cost, int | float) else cost[self.runs[kind] % len(cost)])
        self.runs[kind] += 1


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
            self._family.step("imports")
        self.has_imported = True

    def load(self) -> None:
        """Load the model; what was not imported yet is imported now, as unpickling does."""
        self._alive()
        if not self.has_imported:
            self._family.take("imports")  # not timed by itself
        self.has_imported = True
        self._family.step("warm" if self.n_loads else "cold")
        self.n_loads += 1

    def end(self) -> None:
        """End it; a second time does nothing."""
        if not self.has_ended:
            self._family.step("end")
        self.has_ended = True

    def _alive(self) -> None:
        if self.has_ended:
            raise RuntimeError("this process has ended")
