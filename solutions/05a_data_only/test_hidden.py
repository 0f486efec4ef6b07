"""Further checks of 05a."""

from functools import cache

import numpy as np
from sklearn.datasets import load_wine
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


@cache
def wine():
    """Return other rows: thirteen columns, four kinds."""
    X, y = load_wine(return_X_y=True)
    y = y + (X[:, 0] > 14)
    return X, make_pipeline(StandardScaler(), LogisticRegression()).fit(X, y)


def test_another_shape_and_a_single_row(submission, tmp_path):
    """A pipeline for thirteen columns and four kinds is exported; two rows are asked together, then one.

    Numbers of columns and of classes are in the arrays. Neither is known when the program is written.
    """
    X, pipeline = wine()
    submission.export_model(pipeline, tmp_path / "wine.npz")
    model = submission.import_model(tmp_path / "wine.npz")
    for rows in (X[[0, -1]], X[[70]]):
        apart = np.abs(np.asarray(model.predict_proba(rows)) - pipeline.predict_proba(rows)).max()
        assert apart <= 1e-12, f"of {len(rows)} rows, a probability is off by {apart:.2g}"
        assert list(map(int, model.predict(rows))) == pipeline.predict(rows).tolist(), "a label differs"
