"""Checks of 00a, in teaching order. What is right is measured here, on real forests."""

import functools
import pickle

import joblib
import numpy as np
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

KINDS = ("file size", "accuracy", "predictions")


@functools.cache
def split():
    X, y = load_iris(return_X_y=True)
    return train_test_split(X, y, test_size=0.3, random_state=42)


@functools.cache
def forest(seed):
    X_train, _, y_train, _ = split()
    return RandomForestClassifier(n_estimators=10, random_state=seed).fit(X_train, y_train)


def evidence_of(kind, model, n_bytes):
    """What each kind of evidence says about a model in a file of so many bytes."""
    _, X_test, _, y_test = split()
    if kind == "file size":
        return n_bytes
    if kind == "accuracy":
        return model.score(X_test, y_test)
    if kind == "predictions":
        return model.predict_proba(X_test).tolist()
    return None


def test_the_evidence_is_one_of_the_three(submission):
    """evidence() names one of the three things that could be compared.

    The checks use the returned string as it stands, so it has to be spelled like one of the three in the
    docstring.
    """
    answer = submission.evidence()
    assert answer in KINDS, f"evidence() gave {answer!r}; the three are {', '.join(map(repr, KINDS))}"


def test_a_faithful_copy_gives_the_same_evidence(submission, tmp_path):
    """One forest is dumped twice, plain and compressed. Both files hold the same model.

    Good evidence is equal where the models are equal, whatever the file around them looks like.
    """
    kind = submission.evidence()
    sizes = []
    for compress in (0, 3):
        joblib.dump(forest(0), tmp_path / "forest.joblib", compress=compress)
        sizes.append((tmp_path / "forest.joblib").stat().st_size)
    plain, compressed = (evidence_of(kind, forest(0), size) for size in sizes)
    assert plain is not None, f"nothing can be compared by {kind!r}"
    assert plain == compressed, f"the {kind} is {plain} for one file and {compressed} for the other"


def test_two_different_models_give_different_evidence(submission):
    """Two forests grown from different random seeds are two different models.

    Evidence that is equal for both would not notice that somebody had swapped the file.
    """
    kind = submission.evidence()
    one, other = (evidence_of(kind, forest(seed), len(pickle.dumps(forest(seed)))) for seed in (0, 1))
    assert one is not None, f"nothing can be compared by {kind!r}"
    assert one != other, f"the {kind} is {one:.3f} for both of them"


def test_the_judgement_is_true_or_false(submission):
    """common_program_notices() says yes or no.

    A caller will write `if common_program_notices():`. Only True and False say yes and no without doubt:
    the text "no" would count as yes there.
    """
    said = submission.common_program_notices()
    assert isinstance(said, bool | np.bool_), (
        f"common_program_notices() gave {said!r}, neither True nor False"
    )


def test_the_common_program_is_judged_rightly(submission, tmp_path):
    """An untrained forest is dumped, and the common program of chapter 0 evaluates the file.

    The program's own lines decide: it is run here, and what it printed is compared with what
    common_program_notices() says.
    """
    joblib.dump(RandomForestClassifier(n_estimators=10, random_state=0), tmp_path / "untrained.joblib")
    score = common_program(tmp_path / "untrained.joblib")
    noticed = score < 0.9
    said = submission.common_program_notices()
    assert said == noticed, (
        f"the common program printed {score:.2f} for it; common_program_notices() gave {said!r}"
    )


def common_program(path):
    X_train, X_test, y_train, y_test = split()
    loaded = joblib.load(path)  # lint: written by this process, above
    loaded.fit(X_train, y_train)
    return float(np.mean(loaded.predict(X_test) == y_test))
