"""What an evaluation found, as plain frozen values that can be shown, compared and kept."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rehydrate.errors import WrongUsage

if TYPE_CHECKING:
    import pandas

NANO = 1e-9
PARTS = ("imports", "read", "first_predict")  # of a cold start, in this order


@dataclass(frozen=True)
class Spread:
    """Repeated measurements of one figure.

    Attributes
    ----------
    median, low, high, p95 : float
        The middle, the two quartiles and the 95th percentile, in seconds or bytes.
    n : int
        How many measurements there were.
    cpu : float or None
        The median CPU time of the same measurements in seconds; None for what is no time.
    """

    median: float
    low: float
    high: float
    p95: float
    n: int
    cpu: float | None = None

    @classmethod
    def of(cls, values: Sequence[float], cpu: float | None = None) -> "Spread":
        """Sum up measurements; percentiles between two of them are interpolated."""
        if len(values) == 1:
            return cls(values[0], values[0], values[0], values[0], 1, cpu)
        cuts = statistics.quantiles(values, n=20, method="inclusive")
        return cls(statistics.median(values), cuts[4], cuts[14], cuts[18], len(values), cpu)

    @classmethod
    def of_times(cls, samples: Iterable[Sequence[int]]) -> "Spread":
        """Sum up pairs of wall and CPU nanoseconds."""
        walls, cpus = zip(*samples, strict=True)
        return cls.of([wall * NANO for wall in walls], statistics.median(cpus) * NANO)


@dataclass(frozen=True)
class Fidelity:
    """How near predictions came to the reference.

    Attributes
    ----------
    n_rows : int
        Rows compared.
    labels_differ : int or None
        Rows with another label; None where there are no labels to compare.
    largest_difference : float or None
        The largest absolute difference of probabilities, scores or predicted numbers; infinite where a number
        stands against none (NaN). None where there are no numbers to compare.
    tolerance : float
        The difference that the format allows itself.
    same : bool
        All labels equal, and no difference above the tolerance.
    accuracy : float or None
        The share of rows whose label is that of `y`. It is no proof of a faithful reload: a model that was
        fitted again has it too.
    """

    n_rows: int
    labels_differ: int | None
    largest_difference: float | None
    tolerance: float
    same: bool
    accuracy: float | None = None


@dataclass(frozen=True)
class Measurement:
    """Everything measured of one format. Times are in seconds, sizes in bytes.

    Attributes
    ----------
    format : str
        As it was asked for.
    n_bytes : int
        Size of the file.
    cold, imports, read, first_predict : Spread
        Cold start, over fresh processes, and the parts that it is the sum of in each of them.
    warm_load : Spread
        Reading the file again in the same processes.
    latency : dict of int to Spread
        Predicting so many rows in one call, once everything is warm.
    peak_bytes : Spread or None
        The most memory a fresh process held until its first answer.
    shared_bytes : int or None
        Summed PSS of the workers; None where the system has no PSS, or no workers were asked for.
    fidelity : Fidelity
        Of a model read in a fresh process, against the reference.
    """

    format: str
    n_bytes: int
    cold: Spread
    imports: Spread
    read: Spread
    first_predict: Spread
    warm_load: Spread
    latency: dict[int, Spread]
    peak_bytes: Spread | None
    shared_bytes: int | None
    fidelity: Fidelity


@dataclass(frozen=True)
class Evaluation:
    """What ``evaluate`` returns.

    Attributes
    ----------
    model, method : str
        The class of the model, and the method whose time was taken.
    measured : tuple of Measurement
        In the order asked for.
    left_out : dict of str to str
        Formats that could not be measured, each with the reason.
    baseline : str
        The format that ratios are against.
    reference : str
        Where the predictions compared with came from, and what the live object says against them.
    conditions : dict
        What else has to be known to repeat it: repeats, threads, page cache, versions, machine.
    """

    model: str
    method: str
    measured: tuple[Measurement, ...]
    left_out: dict[str, str]
    baseline: str
    reference: str
    conditions: dict[str, Any]

    def __getitem__(self, fmt: str) -> Measurement:
        """Return the measurement of a format."""
        found = [one for one in self.measured if one.format == fmt]
        if not found:
            why = self.left_out.get(fmt, "it was not asked for")
            names = ", ".join(one.format for one in self.measured) or "none"
            raise WrongUsage(f"{fmt!r} was not measured.", why=why, fix=f"choose from: {names}")
        return found[0]

    def table(self) -> str:
        """Return everything as text, a block for each question."""
        from rehydrate.evaluate._show import table

        return table(self)

    def to_frame(self) -> "pandas.DataFrame":
        """Return one row for each format; columns are named like the fields, e.g. ``cold.median``.

        Raises
        ------
        MissingLibrary
            If pandas is not installed.
        """
        from rehydrate.evaluate._show import frame

        return frame(self)

    def to_json(self) -> str:
        """Return everything as a JSON document."""
        import json

        return json.dumps(asdict(self), indent=2)

    def plot(self, path: str | Path) -> Path:
        """Draw the cold start of each format as a bar of its parts.

        Parameters
        ----------
        path : str or path
            Where to; the suffix chooses the kind of picture.

        Raises
        ------
        MissingLibrary
            If matplotlib is not installed.
        """
        from rehydrate.evaluate._show import plot

        return plot(self, Path(path))
