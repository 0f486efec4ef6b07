"""Chooses a format: what is needed in, one format and the reasons out, also the reasons against the others.

Nothing here names a format. What one promises is declared beside its code (``Format``: whether loading runs
code, what comes back, who can read it, how exact it is); whether it holds a model is found by trying. So a
new format is weighed from the day its file is added.

The rules, and where they come from:

- A file from somebody you do not trust is not loaded by a format that runs code: "It is possible to
  construct malicious pickle data which will execute arbitrary code during unpickling" (Python's documentation
  of pickle).
- A file for years is not kept in a format that promises nothing about later versions: scikit-learn supports
  no loading of a pickle by another version (user guide, "Model persistence").
- Without Python there must be another program that can predict from the file alone.
- What only predicts cannot be trained further.
- Predictions that must be equal to the last bit exclude formats that allow themselves a difference.
"""

import importlib
import math
import re
import tempfile
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from rehydrate import formats
from rehydrate.errors import FormatError, MissingLibrary, WrongUsage
from rehydrate.formats import Format

CONSUMERS = ("python", "other language", "browser")
LIFETIMES = ("days", "years")

MAKERS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "linear": ("sklearn.linear_model", "LogisticRegression", {}),
    "trees": ("sklearn.ensemble", "RandomForestClassifier", {"n_estimators": 2}),
    "custom code": ("sklearn.preprocessing", "FunctionTransformer", {"func": lambda X: X}),
    "xgboost": ("xgboost", "XGBClassifier", {"n_estimators": 2}),
    "lightgbm": ("lightgbm", "LGBMClassifier", {"n_estimators": 2, "verbose": -1}),
    "catboost": (
        "catboost",
        "CatBoostClassifier",
        {"iterations": 2, "verbose": 0, "allow_writing_files": False},
    ),
}

KINDS = (*MAKERS, "torch", "keras")


@dataclass(frozen=True)
class Requirements:
    """What is asked of a saved model.

    Attributes
    ----------
    kind : str
        What sort of model, for advice without one: an entry of ``KINDS``.
    source_trusted : bool
        Whether everyone who can write the file may run code in the program that loads it.
    consumer : str
        Where it will predict: ``"python"``, ``"other language"`` or ``"browser"``.
    python_at_serving : bool
        Whether Python may run there at all.
    lifetime : str
        ``"days"``, read by the same versions of the libraries, or ``"years"``, across versions.
    continue_training : bool
        Whether it will be trained further.
    whole_object : bool
        Whether the Python object itself must come back, with its attributes and methods.
    exact : bool
        Whether predictions must be equal to the last bit.
    small_file, quick_start, low_latency, many_workers : bool
        What matters among the formats that are left: bytes on disk, seconds to the first answer, time for one
        row, memory of several processes that hold the same model.
    """

    kind: str = "linear"
    source_trusted: bool = True
    consumer: str = "python"
    python_at_serving: bool = True
    lifetime: str = "days"
    continue_training: bool = False
    whole_object: bool = False
    exact: bool = False
    small_file: bool = False
    quick_start: bool = False
    low_latency: bool = False
    many_workers: bool = False

    def __post_init__(self) -> None:
        """Refuse words that no rule knows."""
        for value, known in ((self.kind, KINDS), (self.consumer, CONSUMERS), (self.lifetime, LIFETIMES)):
            if value not in known:
                why = f"the rules know: {', '.join(known)}"
                raise WrongUsage(f"{value!r} is not one of the answers.", why=why, fix="choose one of them")


@dataclass(frozen=True)
class Advice:
    """What to use, and why.

    Attributes
    ----------
    choice : str or None
        The name of a format; None if nothing meets every requirement.
    why : list of str
        What speaks for it, or, without a choice, which single requirement stands in the way.
    alternatives : list of str
        Formats that would do as well, the better ones first.
    rejected : dict of str to str
        Every format that cannot do it, with the first reason.
    evidence : Evaluation or None
        The measurement that the order was taken from, if one was given.
    """

    choice: str | None
    why: list[str]
    alternatives: list[str]
    rejected: dict[str, str]
    evidence: Any = None


# What matters among formats that will do: the figure that was measured (smaller is better), or else a guess
# from what they declare.
PREFERENCES: dict[str, tuple[Callable[[Any], float | None], Callable[[Format], bool]]] = {
    "small_file": (lambda measured: measured.n_bytes, lambda fmt: hasattr(fmt, "compress")),
    "quick_start": (lambda measured: measured.cold.median, lambda fmt: len(fmt.consumers) > 1),
    "low_latency": (lambda measured: measured.latency[1].median, lambda fmt: len(fmt.consumers) > 1),
    "many_workers": (lambda measured: measured.shared_bytes, lambda fmt: fmt.can_map),
}


def advise(requirements: Requirements, model: Any = None, evidence: Any = None) -> Advice:
    """Choose a format.

    Parameters
    ----------
    requirements : Requirements
        What is needed.
    model : object, optional
        The model that formats are tried on; it is not changed. Without one, a small one of its kind is made.
    evidence : Evaluation, optional
        What ``evaluate`` measured of this model. It decides the order, and a format that could not be
        measured or changed the predictions is out.

    Returns
    -------
    Advice
        With ``choice`` None if nothing meets every requirement.

    Raises
    ------
    MissingLibrary
        If a model of this kind cannot be made here.

    Examples
    --------
    >>> advise(Requirements(source_trusted=False, lifetime="years"), model).choice   # doctest: +SKIP
    'onnx'
    """
    model = example(requirements.kind) if model is None else model
    fit, rejected = _sorted_out(requirements, model, evidence)
    if not fit:
        return Advice(None, _in_the_way(requirements, model, evidence), [], rejected, evidence)
    why = list(_reasons(fit[0], requirements, evidence))
    return Advice(fit[0].name, why, [fmt.name for fmt in fit[1:]], rejected, evidence)


def _sorted_out(needs: Requirements, model: Any, evidence: Any) -> tuple[list[Format], dict[str, str]]:
    """Return the formats that will do, best first, and the first reason against each of the others."""
    against = {fmt: next(_objections(fmt, needs, model, evidence), "") for fmt in formats.available()}
    usual = formats.choose(model).name

    def order(fmt: Format) -> tuple[Any, ...]:
        score = _score(fmt, needs, evidence)
        return score, bool(fmt.missing()), fmt.name != usual, fmt.tolerance, len(fmt.requires)

    fit = sorted((fmt for fmt, reason in against.items() if not reason), key=order)
    return fit, {fmt.name: reason for fmt, reason in against.items() if reason}


def _objections(fmt: Format, needs: Requirements, model: Any, evidence: Any) -> Iterator[str]:
    if not needs.source_trusted and fmt.runs_code_on_load:
        yield "loading it runs code that the writer of the file chose"
    if needs.consumer != "python" and needs.consumer not in fmt.consumers:
        yield f"the file alone is not enough to predict: consumer {needs.consumer}"
    if not needs.python_at_serving and "other language" not in fmt.consumers:
        yield "only Python can predict from it"
    if needs.lifetime == "years" and not fmt.outlives_versions:
        yield "nobody promises that later versions of the libraries read it"
    if needs.whole_object and fmt.gives_back != "object":
        yield f"the object itself does not come back: it loses {fmt.loses}"
    if needs.continue_training and fmt.gives_back not in ("object", "training state"):
        yield f"training cannot go on: it loses {fmt.loses}"
    if needs.exact and fmt.tolerance:
        yield f"its predictions may differ by {fmt.tolerance:g}"
    if measured := _measured(fmt, evidence):
        if not any(one.fidelity.same for one in measured):
            yield "measured: its predictions are not those of the model"
    elif evidence is not None and fmt.name in evidence.left_out:
        yield evidence.left_out[fmt.name]
    else:
        yield from _refusals(fmt, model)


def _refusals(fmt: Format, model: Any) -> Iterator[str]:
    """Ask the format, then save the model, load it and throw it away: for some only that shows it."""
    if reason := fmt.why_not(model):
        yield reason.partition("; ")[0]
    elif not fmt.missing():
        with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # libraries grumble at each other; the file is thrown away
            try:
                fmt.load(fmt.dump(model, Path(folder) / f"model{fmt.suffix}"))
            except FormatError as error:
                yield " ".join(f"{error.what} ({error.why})".split())


def _measured(fmt: Format, evidence: Any) -> list[Any]:
    """Return the measurements of a format, whatever options it had."""
    found = () if evidence is None else evidence.measured
    return [one for one in found if re.split(r"[+(]", one.format)[0] == fmt.name]


def _score(fmt: Format, needs: Requirements, evidence: Any) -> float:
    """Return how costly a format is in what matters, on a scale where a tenth more or less is noise."""
    score = 1.0
    for figure, guess in (both for wanted, both in PREFERENCES.items() if getattr(needs, wanted)):
        found = [value for one in _measured(fmt, evidence) if (value := figure(one))]
        score *= min(found) / (figure(evidence[evidence.baseline]) or 1.0) if found else 2.0 - guess(fmt)
    return round(math.log(score), 1)


def _reasons(fmt: Format, needs: Requirements, evidence: Any) -> Iterator[str]:
    asked = [name for name, value in vars(needs).items() if value != getattr(Requirements, name)]
    rules = [f"{name}={getattr(needs, name)!r}" for name in asked if name not in ("kind", *PREFERENCES)]
    yield from [f"it meets {', '.join(rules)}"] * bool(rules)
    for wanted, (figure, guess) in PREFERENCES.items():
        words = wanted.replace("_", " ")
        for one in _measured(fmt, evidence):
            if getattr(needs, wanted) and (value := figure(one)):
                times = value / (figure(evidence[evidence.baseline]) or value)
                yield f"{words}: {one.format} measured at {times:.2f}x of {evidence.baseline}"
        if getattr(needs, wanted) and evidence is None and guess(fmt):
            yield f"{words}: expected from what it declares, not measured: rehydrate bench measures"
    if needs.many_workers and fmt.can_map:
        yield "load it with mapped=True: workers share the arrays in the file (trees are copied anyway)"
    if needs.small_file and hasattr(fmt, "compress"):
        yield f"compress it: formats.get({fmt.name!r}, compress=3)"
    if fmt.runs_code_on_load:
        yield "loading it runs code from the file: only from writers whom you trust"
    yield f"it keeps {fmt.holds}; it loses {fmt.loses}"
    if fmt.missing():
        yield f"it was not tried: pip install 'rehydrate[{fmt.extra}]'"


def _in_the_way(needs: Requirements, model: Any, evidence: Any) -> list[str]:
    """Return, for each requirement, what would do without it."""
    found = []
    for name, value in vars(needs).items():
        if value != getattr(Requirements, name):
            fit, _ = _sorted_out(replace(needs, **{name: getattr(Requirements, name)}), model, evidence)
            found += [f"without {name}={value!r}, {fmt.name} would do" for fmt in fit[:1]]
    return found or ["no single requirement is in the way: give up two, or keep the code and train again"]


def example(kind: str) -> Any:
    """Return a small fitted model, to try formats on.

    Parameters
    ----------
    kind : str
        An entry of ``KINDS``.

    Raises
    ------
    MissingLibrary
        If the library of that kind is not installed.
    """
    X = np.random.default_rng(0).normal(size=(40, 4)).astype(np.float32)
    y = (X[:, 0] > 0).astype(int)
    try:
        if kind == "torch":
            return importlib.import_module("torch").nn.Linear(4, 2).eval()
        if kind == "keras":
            keras = importlib.import_module("keras")
            return keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
        module, maker, options = MAKERS[kind]
        return getattr(importlib.import_module(module), maker)(**options).fit(X, y)
    except ImportError as error:
        what, why = f"A model of {kind} cannot be made here.", f"{error.name} is not installed"
        raise MissingLibrary(what, why=why, fix=f"pip install {kind}, or give a model") from error
