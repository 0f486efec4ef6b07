from pathlib import Path

import joblib


def save_model(model, path):
    joblib.dump(model, path)


def load_model(path):
    return joblib.load(path)


def names(folder):
    return sorted(path.stem for path in Path(folder).glob("*.joblib"))
