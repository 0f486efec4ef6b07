"""What to call: measure a live model in several formats, or one file that somebody made."""

import os
import platform
import tempfile
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rehydrate import formats as known
from rehydrate.evaluate._fidelity import Array, Reference, compare, given, reference_of
from rehydrate.evaluate._result import Evaluation
from rehydrate.evaluate._session import Candidate, Conditions, Progress, Session, n_rows_of
from rehydrate.formats import Format


def evaluate(
    model: Any,
    X: Any,
    y: Array | None = None,
    *,
    formats: Iterable[str | Format] | None = None,
    reference: Reference | Array | None = None,
    baseline: str = "joblib",
    progress: Progress | None = None,
    **conditions: Any,
) -> Evaluation:
    """Measure formats as a service would feel them.

    The model is dumped, never fitted and never changed. Every figure but the size of the file comes from
    fresh processes; what a reloaded model predicts there is held against predictions stored before anything
    was saved.

    Parameters
    ----------
    model : object
        What was trained; ``reference_of`` says what can be measured.
    X : array-like of shape (n_samples, n_features)
        Rows that the model can predict.
    y : array-like of shape (n_samples,), optional
        True labels, to show the accuracy beside the fidelity.
    formats : iterable of str or Format, optional
        Names, ``"joblib+mapped"`` to leave arrays in the file, or formats with options. All by default; those
        that cannot hold the model are listed with the reason.
    reference : ndarray or mapping of str to ndarray, optional
        Predictions for `X` stored at training time, as ``reference_of`` returns them. Without one, they
        are made from the live object.
    baseline : str
        The format that ratios are against; the first one measured if this one was not.
    progress : callable, optional
        Called with the steps done, the steps in all and what comes next.
    **conditions
        Fields of ``Conditions``.

    Raises
    ------
    EvaluationError
        If the live object cannot predict `X`; for instance it was never fitted.
    WrongUsage
        If there is no such format, or the reference does not fit `X`.

    Examples
    --------
    >>> print(evaluate(model, X, formats=["joblib", "pickle", "pickle+mapped"]).table())  # doctest: +SKIP
    """
    names = [fmt.name for fmt in known.available()] if formats is None else formats
    stored: Reference = reference_of(model, X)
    method, said = next(iter(stored)), "made from the live object before anything was saved"
    if reference is not None:
        stored = given(reference, method)
        same = compare(reference_of(model, X, stored), stored, 0.0).same
        said = f"given; the live object {'agrees with it' if same else 'DIFFERS from it'}"
    candidates = [Candidate.of(name) for name in names]
    with tempfile.TemporaryDirectory(prefix="rehydrate-evaluate-") as folder:
        session = Session(candidates, X, y, stored, Conditions(**conditions), Path(folder), progress, method)
        session.write(model)
        return _result(session, f"{type(model).__module__}.{type(model).__qualname__}", said, baseline)


def evaluate_file(
    path: str | Path,
    X: Any,
    reference: Reference,
    y: Array | None = None,
    *,
    fmt: str | Format,
    progress: Progress | None = None,
    **conditions: Any,
) -> Evaluation:
    """Measure a file that is there already, without loading it in this process.

    Parameters
    ----------
    path : str or path
        The file. Fresh processes load it, and a file of a format whose ``runs_code_on_load`` is true can do
        there what it likes: only for files whose maker you trust.
    X, y, progress : array-like, ndarray, callable
        As in ``evaluate``.
    reference : mapping of str to ndarray
        Predictions by method; time is taken of the first method that it names.
    fmt : str or Format
        How to read the file.
    **conditions
        Fields of ``Conditions``.
    """
    candidate, how, first = Candidate.of(fmt), Conditions(**conditions), next(iter(reference))
    candidate.path = Path(path)
    with tempfile.TemporaryDirectory(prefix="rehydrate-evaluate-") as folder:
        session = Session([candidate], X, y, reference, how, Path(folder), progress, first)
        return _result(session, str(path), "given", candidate.name)


def _result(session: Session, subject: str, said: str, baseline: str) -> Evaluation:
    measured = session.measure()
    names = [one.format for one in measured]
    base = baseline if baseline in names else next(iter(names), "")
    conditions = asdict(session.how) | {"n_rows": n_rows_of(session.X), "cpus": os.cpu_count()}
    conditions |= {"python": platform.python_version(), "system": platform.platform()}
    return Evaluation(subject, session.method, measured, session.left_out, base, said, conditions)
