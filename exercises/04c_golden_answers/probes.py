"""Code of 04c that runs beside the learner's: a model whose answers are given, row by row."""

import numpy as np
from sklearn.exceptions import NotFittedError

LABELS = np.array(["setosa", "versicolor", "virginica"])[np.arange(50) % 3]


class Speaker:
    """Answers what is laid down for each row; the first column of a row is its number.

    The second column is a seventh of the first. Where it is not, to the last bit, the row is another one, and
    gets probabilities that are a little different.
    """

    def __init__(self, labels, probabilities):
        self.labels, self.probabilities = labels, probabilities
        self.classes_ = np.array(sorted(set(labels.tolist())))

    def predict(self, X):
        """Answer with labels."""
        return self._answer(self.labels, X)

    def predict_proba(self, X):
        """Answer with probabilities."""
        answers = self._answer(self.probabilities, X)
        rows = np.asarray(X, dtype=np.float64)
        return answers + 0.01 * (rows[:, [1]] != rows[:, [0]] / 7)

    def _answer(self, answers, X):
        return answers[np.asarray(X)[:, 0].astype(int)].copy()


class Elder(Speaker):
    """Answers as a Speaker does, and is another class with other settings."""

    def get_params(self, deep=True):
        """Return settings that a Speaker has not."""
        return {"age": 80}


class Silent(Speaker):
    """Gives labels, and raises an error when it is asked for probabilities."""

    def __init__(self, labels, error):
        super().__init__(labels, None)
        self.error = error

    def predict_proba(self, X):
        """Raise it."""
        raise self.error


def made(labels, probabilities, X, overwrite=False):
    """Let the learner make golden answers; afterwards their owner may overwrite the rows."""
    import answer

    golden = answer.make_golden(Speaker(labels, probabilities), X)
    untouched = X.copy()
    if overwrite:
        X[:] = 0
    return golden, untouched


def found(labels, probabilities, golden, *tolerance):
    """Let the learner check a model with these answers."""
    import answer

    return answer.check_golden(Speaker(labels, probabilities), golden, *tolerance)


def found_of_another_class(labels, probabilities, golden):
    """Let the learner check a model of another class with these answers."""
    import answer

    return answer.check_golden(Elder(labels, probabilities), golden)


def found_of_silent(golden, kind):
    """Let the learner check a model that raises an error of this kind."""
    import answer

    kinds = {"NotFittedError": NotFittedError, "RuntimeError": RuntimeError, "AttributeError": AttributeError}
    error = kinds[kind]("This Speaker instance is not fitted yet.")
    return answer.check_golden(Silent(LABELS, error), golden)
