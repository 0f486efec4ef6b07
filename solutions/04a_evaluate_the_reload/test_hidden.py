"""Further checks of 04a."""

import joblib
import numpy as np
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier


def test_a_real_forest_is_told_from_its_twin(submission, tmp_path):
    """A forest is in the file; the reference is its own, and then that of a forest from another seed.

    Both have the same labels on these rows. Only the probabilities can tell one from the other.
    """
    X, y = load_iris(return_X_y=True)
    forests = [RandomForestClassifier(n_estimators=5, random_state=seed).fit(X, y) for seed in (0, 4)]
    joblib.dump(forests[0], tmp_path / "forest.joblib")
    rows, labels = X[::3], y[::3]
    for forest in forests:
        reference = {"labels": forest.predict(rows), "probabilities": forest.predict_proba(rows)}
        report = submission.evaluate_reload(str(tmp_path / "forest.joblib"), rows, labels, reference)
        expected = np.abs(forests[0].predict_proba(rows) - reference["probabilities"]).max()
        assert bool(report["labels_equal"]) is np.array_equal(forests[0].predict(rows), reference["labels"])
        assert abs(report["largest_difference"] - expected) < 1e-9, (
            f"the largest difference is {report['largest_difference']}, expected {expected}"
        )
