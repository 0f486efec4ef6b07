"""pickle with an open file; the with block closes it, and a closed file is complete."""

import pickle


def save_model(model, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        pickle.dump(model, file, protocol=5)
    return path


def load_model(path):
    with path.open("rb") as file:
        return pickle.load(file)
