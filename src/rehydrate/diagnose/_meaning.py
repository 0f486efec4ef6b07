"""Changes of meaning: a newer scikit-learn finds every attribute and computes something else from it.

No comparison of names shows these. The rows are what came out when some 230 fitted models of each of nine
releases, 0.24 to 1.8, were loaded in 1.9 and their predictions compared. There may be more, which is why a
diagnosis never calls a file of another version fine. Most are decided by the state itself and not by the
version it claims: a model that was loaded and saved again claims the newer one and is as wrong as before.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rehydrate.diagnose.report import Outcome
from rehydrate.inspector.arrays import array_of
from rehydrate.inspector.graph import Blob, Call, Items, Pairs

Version = tuple[int, ...]
State = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """One change.

    Attributes
    ----------
    classes : tuple of str
        Names of the classes concerned.
    since : tuple of int
        The first release with the new meaning.
    judge : callable
        Says from the state and the version that saved it what happens, ``None`` if nothing.
    what, source : str
        The change, and who says so.
    """

    classes: tuple[str, ...]
    since: Version
    judge: Callable[[State, Version], Outcome | None]
    what: str
    source: str


def changes(kind: str, state: State, saved: Version, here: Version) -> list[tuple[Change, Outcome]]:
    """Return the changes that concern an object of a class, and what each leads to.

    Parameters
    ----------
    kind : str
        The name of the class.
    state : dict
        The attributes of the object, as nodes of the inspector.
    saved, here : tuple of int
        The versions of scikit-learn that saved it (empty if unknown) and that is installed.
    """
    rows = [row for row in CHANGES if kind in row.classes and row.since <= here]
    judged = [(row, row.judge(state, saved)) for row in rows]
    return [(row, outcome) for row, outcome in judged if outcome is not None]


def _counts(state: State, saved: Version) -> Outcome | None:
    """Look whether the values of a node sum to one; where they cannot be seen, go by the version."""
    tree = state.get("tree_")
    array = (
        array_of(tree.state.get("values"))
        if isinstance(tree, Call) and isinstance(tree.state, Pairs)
        else None
    )
    width = array.shape[-1] if array and array.shape and array.dtype.descr == "<f8" else 0
    values = array.values() if array and width else None
    if array and width and isinstance(array.content, Blob):  # too long to keep: the root's row tells as well
        values = list(struct.unpack_from(f"<{min(width, len(array.content.head) // 8)}d", array.content.head))
    if not values or len(values) < width:
        return Outcome.WRONG if () < saved < (1, 4) else None
    sums = (sum(values[i : i + width]) for i in range(0, len(values), width))
    return Outcome.WRONG if any(abs(total - 1) > 1e-6 for total in sums) else None


def _unweighted(state: State, saved: Version) -> Outcome | None:
    if "_idf_diag" not in state:
        return None
    return Outcome.WRONG if "n_features_in_" in state else Outcome.PREDICT  # it would count as not fitted


def _one_against_rest(state: State, saved: Version) -> Outcome | None:
    """Compare how probabilities were made with how they are made now: by softmax from three classes on."""
    classes = array_of(state.get("classes_"))
    if "multi_class" not in state or classes is None or not classes.shape:
        return None
    binary = classes.shape[0] <= 2
    automatic = state["multi_class"] in ("auto", "deprecated")
    liblinear = state.get("solver") == "liblinear"
    rest = liblinear or state["multi_class"] in ("ovr", "warn") or (automatic and binary)
    return Outcome.WRONG if rest is not binary else None


def _real_boosting(state: State, saved: Version) -> Outcome | None:
    return Outcome.WRONG if state.get("algorithm") == "SAMME.R" else None


def _scaled(state: State, saved: Version) -> Outcome | None:
    if not () < saved < (1, 5):
        return None
    return (
        Outcome.PREDICT if saved < (1, 3) else Outcome.WRONG
    )  # before 1.3 they also lay the other way round


def _passed_through(state: State, saved: Version) -> Outcome | None:
    rows = state.get("transformers_")
    for row in rows.values if isinstance(rows, Items) else []:
        _, transformer, columns = (
            [*row.values, None, None, None][:3] if isinstance(row, Items) else (None,) * 3
        )
        if transformer == "passthrough" and not (isinstance(columns, Items) and not columns.values):
            return Outcome.PREDICT
    return None


TREES = ("DecisionTreeClassifier", "ExtraTreeClassifier")
CHANGES = (
    Change(
        *(TREES, (1, 4), _counts),
        "its nodes hold counts of samples, now taken for fractions: probabilities will not sum to 1",
        "scikit-learn issue 28229, PR 27639",
    ),
    Change(
        *(("TfidfTransformer",), (1, 5), _unweighted),
        "its weights of words lie in _idf_diag, now looked for elsewhere: all words weigh the same",
        "scikit-learn PR 18843",
    ),
    Change(
        *(("LogisticRegression", "LogisticRegressionCV"), (1, 8), _one_against_rest),
        "its probabilities were made by another rule (multi_class) than the one now left: they change",
        "scikit-learn PR 32073",
    ),
    Change(
        *(("AdaBoostClassifier",), (1, 6), _real_boosting),
        "it was boosted by SAMME.R, which is gone: its scores are now computed by the rule of SAMME",
        "scikit-learn PR 29997",
    ),
    Change(
        *(("PLSRegression", "PLSCanonical", "CCA"), (1, 5), _scaled),
        "its coef_ is for scaled columns and is now used on unscaled ones",
        "scikit-learn PR 28612",
    ),
    Change(
        *(("ColumnTransformer",), (1, 4), _passed_through),
        "it keeps the word 'passthrough' where a fitted transformer is now expected",
        "scikit-learn PR 27204",
    ),
)
