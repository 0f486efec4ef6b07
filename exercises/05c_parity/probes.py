"""A runtime that computes in float32, and code of 05c that runs beside the learner's."""

import numpy as np


class Float32Scorer:
    """A fitted StandardScaler and LogisticRegression, computed in float32 from the first step to the last.

    Parameters
    ----------
    pipeline : Pipeline
        Fitted, with these two steps.
    """

    def __init__(self, pipeline):
        scaler, classifier = pipeline[0], pipeline[-1]
        self.classes_ = classifier.classes_
        self.mean, self.scale = np.float32(scaler.mean_), np.float32(scaler.scale_)
        self.weights, self.intercepts = np.float32(classifier.coef_.T), np.float32(classifier.intercept_)

    def predict_proba(self, X):
        """Return the probabilities, as float32."""
        scores = (np.float32(X) - self.mean) / self.scale @ self.weights + self.intercepts
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    def predict(self, X):
        """Return the labels."""
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


class CarefulScorer(Float32Scorer):
    """The same, but mean and scale are applied in float64, before anything is rounded."""

    def __init__(self, pipeline):
        super().__init__(pipeline)
        self.exact = pipeline[0].mean_, pipeline[0].scale_
        self.mean, self.scale = np.float32(0), np.float32(1)

    def predict_proba(self, X):
        """Return the probabilities, as float32."""
        mean, scale = self.exact
        return super().predict_proba((np.asarray(X, dtype=float) - mean) / scale)


class Reader:
    """Reads its answers out of the rows, so that the check knows them: three probabilities and a label.

    Parameters
    ----------
    first : int
        The column where they begin.
    names : list
        What the labels 0, 1 and 2 are called.
    """

    def __init__(self, first, names):
        self.columns = slice(first, first + 3)
        self.place = first + 3
        self.classes_ = np.array(names)

    def predict_proba(self, X):
        """Return three columns of the rows."""
        return np.asarray(X)[:, self.columns]

    def predict(self, X):
        """Return the name of the label in the fourth column."""
        places = np.asarray(X)[:, self.place].astype(int)
        return self.classes_[np.clip(places, 0, 2)]  # rows that are none of ours get some label, too


def of_readers(X, names, options):
    """Let the learner compare two readers: the model in the first four columns, the runtime in the others."""
    import answer

    return plain(answer.parity(Reader(0, names), Reader(4, names), X, **options))


class Broken(Reader):
    """A runtime that cannot take the rows."""

    def predict_proba(self, X):
        """Raise an error."""
        raise ValueError("INVALID_ARGUMENT: unexpected input data type")


def of_broken(X, names):
    """Let the learner compare a reader with a runtime that raises an error; return what comes of it."""
    import answer

    try:
        return {"figures": plain(answer.parity(Reader(0, names), Broken(4, names), X))}
    except ValueError as error:
        return {"error": str(error)}


def plain(figures):
    """Return a dict of any kind as a dict."""
    return dict(figures) if isinstance(figures, dict) else figures


def of_scorer(pipeline, X, careful=False):
    """Let the learner compare a pipeline with its float32 twin; return what both say, too."""
    import answer

    runtime = CarefulScorer(pipeline) if careful else Float32Scorer(pipeline)
    figures = plain(answer.parity(pipeline, runtime, X))
    labels = (pipeline.predict(X) != runtime.predict(X)).sum()
    apart = np.abs(pipeline.predict_proba(X) - runtime.predict_proba(X)).max()
    return {"figures": figures, "labels": int(labels), "apart": float(apart)}
