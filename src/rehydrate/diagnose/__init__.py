"""Why a file does not load, what would happen to it here, and what to do; all without loading it.

>>> from rehydrate.diagnose import diagnose
>>> found = diagnose("model.joblib")                                                 # doctest: +SKIP
>>> print(found.outcome, found.findings[0].what)                                     # doctest: +SKIP
silently wrong .estimators_[0] is a DecisionTreeClassifier: its nodes hold counts of samples, ...

The file is read by ``rehydrate.inspector``, the installed libraries as source text. General mechanisms come
first (is every name here? do the installed methods find every attribute?), a small table of known changes of
meaning last. What none of them finds is not proven to be right: that only golden predictions do.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from rehydrate.diagnose import _causes as causes
from rehydrate.diagnose import remedy
from rehydrate.diagnose._meaning import CHANGES
from rehydrate.diagnose.report import Diagnosis, Finding, Outcome
from rehydrate.inspector import inspect, objects
from rehydrate.inspector.graph import Foreign
from rehydrate.inspector.report import Report

__all__ = ["Diagnosis", "Finding", "Outcome", "diagnose"]

ORDER = (Outcome.LOAD, Outcome.PREDICT, Outcome.WRONG, Outcome.UNKNOWN)
PROOF = "prove it with golden predictions, kept when the model was trained"


def diagnose(path: str | os.PathLike[str]) -> Diagnosis:
    """Predict what would happen to a file in this environment, without loading it.

    Parameters
    ----------
    path : str or path
        Any model file.

    Returns
    -------
    Diagnosis
        The outcome, its reasons and the commands that help.

    Raises
    ------
    WrongUsage
        If there is no such file.
    """
    report, graph = inspect(path), objects(path)
    hidden = any(
        part == Foreign("buffer", None) for _, thing in graph.objects() for part in thing.arguments()
    )
    saved = report.versions.get("scikit-learn", "")
    found = [
        *causes.damage(report),
        *causes.library(report),
        *causes.names(report),
        *causes.bytecode(report),
        *causes.states(graph, saved),
        *causes.unseen(report, saved),
    ]
    found = sorted(dict.fromkeys(found), key=lambda finding: ORDER.index(finding.outcome))
    outcome = found[0].outcome if found else Outcome.WORKS
    dangerous = tuple(f"{name.module}.{name.name}" for name in report.globals if name.opinion == "dangerous")
    if dangerous:  # no advice that would load it
        commands: tuple[str, ...] = (f"rehydrate inspect {path}",)
    else:
        commands = () if outcome is Outcome.WORKS else remedy.commands(str(path), report.versions)
    return Diagnosis(
        file=str(path),
        what=report.kind,
        outcome=outcome,
        confidence=_confidence(outcome, report, hidden),
        findings=tuple(found),
        looked_at=_looked_at(report),
        cautions=tuple(_cautions(report, hidden)),
        dangerous=dangerous,
        versions=report.versions,
        remedy=commands,
    )


def _confidence(outcome: Outcome, report: Report, hidden: bool) -> str:
    """Say how sure the outcome is: names are there or not, attributes depend on the path that is taken."""
    if outcome is Outcome.WORKS:
        same = report.versions.get("scikit-learn") == causes.version_here()
        return "likely" if same and report.estimators and not hidden else "unproven"  # of skops none is seen
    return {Outcome.LOAD: "certain", Outcome.UNKNOWN: "unproven"}.get(outcome, "likely")


def _looked_at(report: Report) -> tuple[str, ...]:
    here = causes.version_here()
    return (
        f"{len(report.globals)} names in the file, against what is installed here",
        f"{len(report.estimators)} estimators in it, against the methods of scikit-learn {here}",
        f"{len(CHANGES)} known changes of meaning between releases of scikit-learn",
    )


def _cautions(report: Report, hidden: bool) -> Iterator[str]:
    saved, here = report.versions.get("scikit-learn", ""), causes.version_here()
    if saved and saved != here:
        newer = "newer" if remedy.numbers(saved) > remedy.numbers(here) else "older"
        yield f"scikit-learn {saved} made it, which is {newer} than {here} here: {PROOF}"
    if any(name.module.startswith("numpy.core") for name in report.globals):
        yield "it names numpy.core, which NumPy 2 still answers to, with a DeprecationWarning"
    if any(name.module.startswith(("cloudpickle", "dill")) for name in report.globals):
        yield "it keeps code by value, for the one Python that made it; the file does not say which"
    if hidden:
        yield f"arrays lie beside its pickle and were not looked into; {PROOF}"
    suffix = Path(report.path).suffix.lower()
    joblib = any(name.module == "joblib.numpy_pickle" for name in report.globals)
    if joblib and suffix in (".pkl", ".pickle"):
        yield f"its name ends in {suffix}, but joblib wrote it: pickle.load fails, joblib.load reads it"
