"""Further checks of 04c."""

from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier


def test_a_real_forest_is_told_from_its_twin(submission, new_process):
    """A forest and a twin of it, with the same labels, are checked by what the forest said."""
    X, y = load_iris(return_X_y=True)
    forest, twin = (RandomForestClassifier(n_estimators=5, random_state=seed).fit(X, y) for seed in (0, 4))
    golden = submission.make_golden(forest, X[::3])
    elsewhere = new_process()
    assert elsewhere.check_golden(forest, golden) == [], "the same forest, and there are problems"
    assert elsewhere.check_golden(twin, golden, 0.1), "another forest, and there is no problem"
