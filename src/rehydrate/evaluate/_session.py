"""One evaluation in progress: write the files, then send each through its fresh processes, in turns."""

import pickle
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from rehydrate import formats
from rehydrate.errors import FormatError, RehydrateError
from rehydrate.evaluate._fidelity import Array, Reference, compare
from rehydrate.evaluate._processes import ChildFailed, drop_from_page_cache, run, shared_memory
from rehydrate.evaluate._result import PARTS, Fidelity, Measurement, Spread
from rehydrate.formats import Format

Progress = Callable[[int, int, str], None]
MAPPED = "+mapped"
ROWS = 100  # different rows that are predicted one at a time


@dataclass(frozen=True)
class Conditions:
    """How to measure.

    Attributes
    ----------
    repeats : int
        Fresh processes for each format; formats take turns, so that a busy minute hits all of them.
    sizes : tuple of int
        Numbers of rows whose latency is taken; the given rows are repeated to fill them.
    workers : int
        Processes that hold the model at once when shared memory is measured; 0 for none.
    threads : int
        Threads that BLAS and OpenMP may use in each process.
    cold_cache : bool
        Empty the page cache of the model file before each cold start, so that it is read from the disk. The
        libraries stay cached.
    timeout : float
        Seconds that one process may take.
    """

    repeats: int = 5
    sizes: tuple[int, ...] = (1, 10_000)
    workers: int = 4
    threads: int = 1
    cold_cache: bool = False
    timeout: float = 600.0


@dataclass
class Candidate:
    """A format, its file, and what was found about it so far."""

    name: str
    fmt: Format
    path: Path = Path()
    modules: list[str] = field(default_factory=list)
    reports: list[dict[str, Any]] = field(default_factory=list)
    shared_bytes: int | None = None
    fidelity: Fidelity | None = None

    @classmethod
    def of(cls, wanted: str | Format) -> "Candidate":
        """Return the candidate for a name, a name with ``+mapped``, or a format with options."""
        if isinstance(wanted, str):
            return cls(wanted, formats.get(wanted.removesuffix(MAPPED)))
        options = ", ".join(f"{name}={value!r}" for name, value in vars(wanted).items())
        return cls(f"{wanted.name}({options})" if options else wanted.name, wanted)

    def summed_up(self) -> Measurement:
        """Return what the fresh processes reported, as one measurement."""
        assert self.fidelity is not None  # who was not scouted was left out
        spreads = {part: Spread.of_times(report[part] for report in self.reports) for part in PARTS}
        colds = ([report[part] for part in PARTS] for report in self.reports)
        peaks = [report["peak_bytes"] for report in self.reports if report["peak_bytes"]]
        return Measurement(
            format=self.name,
            n_bytes=self.path.stat().st_size,
            cold=Spread.of_times([sum(times) for times in zip(*parts, strict=True)] for parts in colds),
            **spreads,
            warm_load=Spread.of_times(chain.from_iterable(report["warm_load"] for report in self.reports)),
            latency={
                int(size): Spread.of_times(chain.from_iterable(one["latency"][size] for one in self.reports))
                for size in self.reports[0]["latency"]
            },
            peak_bytes=Spread.of(peaks) if peaks else None,
            shared_bytes=self.shared_bytes,
            fidelity=self.fidelity,
        )


@dataclass
class Session:
    """Who fails is left out with the reason, and the rest goes on."""

    candidates: list[Candidate]
    X: Any
    y: Array | None
    stored: Reference
    how: Conditions
    folder: Path
    progress: Progress | None
    method: str
    left_out: dict[str, str] = field(default_factory=dict)
    done: int = 0

    def write(self, model: Any) -> None:
        """Dump the model in every format; one that cannot hold it is an answer, not an error."""

        def dump(candidate: Candidate) -> None:
            candidate.path = self.folder / f"{self.done}-model{candidate.fmt.suffix}"
            candidate.fmt.dump(model, candidate.path)

        self._each("save", dump)

    def measure(self) -> tuple[Measurement, ...]:
        """Scout each file, start each cold again and again, let each be shared; then sum up."""
        self.done = len(self.candidates)
        self._lay_out()
        self._each("predict again", self._scout)
        for number in range(self.how.repeats):
            self._each(f"start cold, round {number + 1}", self._cold_start)
        self._each(f"share between {self.how.workers} workers", self._share)
        return tuple(one.summed_up() for one in self.candidates if one.name not in self.left_out)

    def _each(self, what: str, step: Callable[[Candidate], None]) -> None:
        total = len(self.candidates) * (self.how.repeats + 3)
        for candidate in self.candidates:
            if self.progress:
                self.progress(self.done, total, f"{candidate.name}: {what}")
            self.done += 1
            if candidate.name in self.left_out:
                continue
            try:
                step(candidate)
            except FormatError as error:
                self.left_out[candidate.name] = " ".join(f"{error.what} ({error.why})".split())
            except ChildFailed as failure:
                self.left_out[candidate.name] = f"the file failed in a fresh process: {failure}"

    def _scout(self, candidate: Candidate) -> None:
        candidate.modules = self._run(candidate, "scout")["modules"]
        with np.load(self.folder / "answers.npz", allow_pickle=False) as found:
            try:
                candidate.fidelity = compare(found, self.stored, candidate.fmt.tolerance, self.y)
            except RehydrateError as error:
                raise ChildFailed(f"{error.what} ({error.why})") from error

    def _cold_start(self, candidate: Candidate) -> None:
        if self.how.cold_cache:
            drop_from_page_cache(candidate.path)
        candidate.reports.append(self._run(candidate, "measure"))

    def _share(self, candidate: Candidate) -> None:
        job = self._job(candidate, "hold")
        candidate.shared_bytes = shared_memory(job, self.how.workers, threads=self.how.threads)

    def _run(self, candidate: Candidate, task: str) -> dict[str, Any]:
        return run(self._job(candidate, task), threads=self.how.threads, timeout=self.how.timeout)

    def _job(self, candidate: Candidate, task: str) -> dict[str, Any]:
        job: dict[str, Any] = {"task": task, "format": pickle.dumps(candidate.fmt)}
        job |= {"file": str(candidate.path.resolve()), "mapped": candidate.name.endswith(MAPPED)}
        job |= {"modules": candidate.modules, "methods": list(self.stored), "method": self.method}
        return job | {"sizes": self.how.sizes, "folder": str(self.folder)}

    def _lay_out(self) -> None:
        """Write the inputs that the processes read, apart, so that none of them holds more than it needs."""
        n_rows = n_rows_of(self.X)
        inputs = {"X": self.X, "rows": [_take(self.X, [i]) for i in range(min(n_rows, ROWS))]}
        inputs |= {f"rows-{size}": _take(self.X, np.arange(size) % n_rows) for size in self.how.sizes}
        for name, value in inputs.items():
            (self.folder / f"{name}.pkl").write_bytes(pickle.dumps(value, protocol=5))


def n_rows_of(X: Any) -> int:
    """Return the number of rows of an array, a frame, a sparse matrix or a list."""
    return int(X.shape[0]) if hasattr(X, "shape") else len(X)


def _take(X: Any, places: Iterable[int]) -> Any:
    if hasattr(X, "iloc"):
        return X.iloc[places]
    return X[places] if hasattr(X, "shape") else [X[place] for place in places]
