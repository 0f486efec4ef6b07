"""joblib writes and reads; what is left is the folder and the return value."""

from pathlib import Path

import joblib
from sklearn.base import BaseEstimator


def save_model(model: BaseEstimator, path: Path) -> Path:
    """Write a fitted model to a file and return the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    joblib.dump(model, path)
    return path


def load_model(path: Path) -> BaseEstimator:
    """Read the model that is in a file now."""
    return joblib.load(path)
