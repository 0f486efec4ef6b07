"""Train, save, reload: a program as tutorials print it, put into a function. Mend it."""

from dataclasses import dataclass
from pathlib import Path

from joblib import dump, load
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split


@dataclass(frozen=True)
class Report:
    """What was seen before and after the reload."""

    accuracy_before: float
    accuracy_after: float
    identical: bool


def train_save_reload(path: Path, seed: int) -> Report:
    """Train a forest, dump it, load it, and report what changed.

    Parameters
    ----------
    path : Path
        Where the forest is dumped.
    seed : int
        The forest's `random_state`.

    Returns
    -------
    Report
        Accuracy of the forest in memory and of the model from the file, on the test rows; and whether both
        give exactly the same class probabilities for every test row.
    """
    flowers = load_iris()
    X, y = flowers.data, flowers.target
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=1)

    forest = RandomForestClassifier(n_estimators=10)
    forest.fit(X_train, y_train)

    dump(forest, "model.joblib")

    reloaded = load("model.joblib")
    predicted = reloaded.predict(X_test)
    print("Accuracy:", accuracy_score(y_test, predicted))
