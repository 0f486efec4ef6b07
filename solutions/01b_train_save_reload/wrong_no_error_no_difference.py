"""Reports identical whenever the file could be loaded.

Misconception: it-loaded-so-it-is-right
Fails: test_a_stranger_in_the_file_is_not_identical, test_equal_accuracy_is_not_identical,
    test_equal_labels_are_not_identical, test_a_tiny_difference_is_not_identical
"""

from dataclasses import dataclass

from joblib import dump, load
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split


@dataclass(frozen=True)
class Report:
    accuracy_before: float
    accuracy_after: float
    identical: bool


def train_save_reload(path, seed):
    X, y = load_iris(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=1)

    forest = RandomForestClassifier(n_estimators=10, random_state=seed).fit(X_train, y_train)
    dump(forest, path)
    reloaded = load(path)

    return Report(
        accuracy_before=accuracy_score(y_test, forest.predict(X_test)),
        accuracy_after=accuracy_score(y_test, reloaded.predict(X_test)),
        identical=reloaded is not None,
    )
