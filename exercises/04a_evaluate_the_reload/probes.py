"""Code of 04a that runs beside the learner's: a saved model that notes what is done to it, and its clocks."""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import joblib
import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression

from rehydrate.lab.kinds.measure import Clocks


class Ward:
    """What is known about one evaluation: what each step takes, and what was done to the model."""

    def __init__(self, costs, set_back, share_of_work):
        self.costs = costs
        self.set_back = set_back
        self.clocks = Clocks(share_of_work)
        self.trainings = []
        self.loaded = []
        self.timed = self.further = 0
        self.mapped = False
        self._reads = 0

    def step(self, kind, number=0, share=1.0):
        """Let a step take its time; note whether a clock was read since the last one."""
        self.further += kind == "proba"
        self.timed += kind == "proba" and self.clocks.reads.total() > self._reads
        cost = self.costs[kind]
        self.clocks.advance(share * (cost if isinstance(cost, float) else cost[number % len(cost)]))
        self.clocks.set_back(self.set_back)
        self._reads = self.clocks.reads.total()


class Patient(ClassifierMixin, BaseEstimator):
    """A classifier whose answers are known for each row; the first column of a row is its number."""

    ward = None

    def __init__(self, n_jobs=None):
        self.n_jobs = n_jobs

    def set_up(self, labels, probabilities):
        """Lay down what it answers."""
        self.classes_ = np.unique(labels)
        self.labels_, self.probabilities_ = labels, probabilities
        return self

    def __setstate__(self, state):
        """Come out of a file, which takes its time."""
        super().__setstate__(state)
        self.asked = {"any": 0, "proba": 0}
        self.ward.step("second load" if self.ward.loaded else "load")
        self.ward.mapped = isinstance(self.labels_, np.memmap)
        self.ward.loaded.append((self, self._kept()))

    def predict(self, X):
        """Answer with labels."""
        return self.labels_[self._take("predict", X)]

    def predict_proba(self, X):
        """Answer with probabilities."""
        return self.probabilities_[self._take("proba", X)]

    def fit(self, X, y=None):
        """Note it; nothing is learned."""
        self.ward.trainings.append("fit")
        self.ward.step("fit")
        return self

    def partial_fit(self, X, y=None, classes=None):
        """Note it; nothing is learned."""
        self.ward.trainings.append("partial_fit")
        self.ward.step("fit")
        return self

    def is_as_loaded(self, kept):
        """Say whether the answers that it holds are those that it came with."""
        now = self._kept()
        return now.keys() == kept.keys() and all(np.array_equal(now[name], kept[name]) for name in kept)

    def _take(self, kind, X):
        """Return the numbers of the rows, and take the time that they need, which is longest the first time.

        Further probabilities take their times in turn.
        """
        numbers = np.asarray(X)[:, 0].astype(int)
        share = len(numbers) / len(self.labels_)
        if not self.asked["any"]:
            self.ward.step("first" if kind == "proba" else "first of predict", share=share)
        else:
            self.ward.step(kind, number=self.asked["proba"], share=share)
            self.asked["proba"] += kind == "proba"
        self.asked["any"] += 1
        return numbers

    def _kept(self):
        return {name: np.array(value) for name, value in vars(self).items() if name != "asked"}


def trial(case, costs, set_back=0.0, share_of_work=1.0):
    """Let the learner evaluate one saved model; return the report, and what was done meanwhile."""
    ward = Patient.ward = Ward(costs, set_back, share_of_work)
    X, y = case["X"].copy(), case["y"].copy()
    reference = {name: values.copy() for name, values in case["reference"].items()}
    with TemporaryDirectory(dir=os.getcwd()) as folder:
        path = Path(folder) / "model.joblib"
        joblib.dump(Patient().set_up(case["labels"], case["probabilities"]), path)
        before = path.read_bytes()
        sys.modules.pop("answer", None)  # what it imported from time is a clock of the last trial
        with ward.clocks.installed():
            import answer  # here, so that a name imported from time is one of ours

            report = answer.evaluate_reload(path, X, y, reference)
        files = {each.name: each.read_bytes() for each in Path(folder).iterdir()}
    changed = {
        "the array of rows": not np.array_equal(X, case["X"]),
        "the array of true labels": not np.array_equal(y, case["y"]),
        "the reference": any(not np.array_equal(reference[k], v) for k, v in case["reference"].items()),
        "the loaded model": not all(patient.is_as_loaded(kept) for patient, kept in ward.loaded),
        "the folder of the file": files != {"model.joblib": before},
    }
    return {
        "report": report,
        "trainings": ward.trainings,
        "changed": [what for what, is_so in changed.items() if is_so],
        "timed": ward.timed,
        "further": ward.further,
        "mapped": ward.mapped,
    }


class Untrained(LogisticRegression):
    """Was never trained, and notes it if somebody does."""

    trainings = 0

    def fit(self, X, y, sample_weight=None):
        """Note it, and learn."""
        Untrained.trainings += 1
        return super().fit(X, y, sample_weight)


def trial_of_untrained(X, y, reference):
    """Let the learner evaluate a file whose model was never trained; say what came of it."""
    with TemporaryDirectory(dir=os.getcwd()) as folder:
        path = Path(folder) / "untrained.joblib"
        joblib.dump(Untrained(), path)
        import answer

        Untrained.trainings = 0
        try:
            report = answer.evaluate_reload(path, X, y, reference)
        except Exception as error:
            return {"error": type(error).__name__}
        return {"report": report, "trainings": Untrained.trainings}
