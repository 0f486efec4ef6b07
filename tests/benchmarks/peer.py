"""One tool against joblib in the tool's own environment; prints one line of JSON for each model.

::

    python peer.py TOOL FOLDER SECONDS

It imports nothing of this project unless the tool is ``rehydrate``. Each save is one more version of one
model; but of pins, which numbers versions by the second, each is the first version of another.
"""

import contextlib
import json
import os
import sys
import time
from pathlib import Path

import joblib
from models import forest, linear, neighbours
from timing import in_turns

MODELS = {"LR pipeline": linear, "KNN 50 MB": neighbours(50), "forest of 20": forest(20)}


def rehydrate(folder):
    """Return how to save and load with this project's store; it verifies, numbers and syncs."""
    from rehydrate.store import ModelStore

    store = ModelStore(folder / "store")
    return lambda model, name: store.save(name, model), lambda name, _: store.load(name)


def pins(folder):
    """Return how to save and load with pins."""
    from pins import board_folder

    board = board_folder(str(folder / "board"), allow_pickle_read=True)
    return lambda model, name: board.pin_write(model, name, type="joblib"), lambda name, _: board.pin_read(
        name
    )


def modelstore(folder):
    """Return how to save and load with modelstore; it always compresses."""
    from modelstore import ModelStore

    store = ModelStore.from_file_system(root_directory=str(folder), create_directory=True)

    def save(model, name):
        return store.upload(name, model=model)["model"]["model_id"]

    return save, lambda name, version: store.load(name, version)


def bentoml(folder):
    """Return how to save and load with BentoML's local store."""
    os.environ |= {"BENTOML_HOME": str(folder), "BENTOML_DO_NOT_TRACK": "True"}
    import bentoml

    return lambda model, name: bentoml.sklearn.save_model(
        name, model
    ), lambda name, _: bentoml.sklearn.load_model(f"{name}:latest")


def mlflow(folder):
    """Return how to save and load with MLflow: registry in SQLite, requirements given, cloudpickle."""
    os.environ |= {"MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "true", "GIT_PYTHON_REFRESH": "quiet"}
    import logging

    import mlflow

    logging.getLogger("mlflow").setLevel(logging.ERROR)
    mlflow.set_tracking_uri(f"sqlite:///{folder}/mlflow.db")
    mlflow.create_experiment("bench", artifact_location=(folder / "artifacts").as_uri())
    mlflow.set_experiment("bench")

    def save(model, name):
        with mlflow.start_run():
            mlflow.sklearn.log_model(
                model,
                name="model",
                registered_model_name=name,
                pip_requirements=["scikit-learn"],
                serialization_format="cloudpickle",
            )

    return save, lambda name, _: mlflow.sklearn.load_model(f"models:/{name}/1")


TOOLS = {tool.__name__: tool for tool in (rehydrate, pins, modelstore, bentoml, mlflow)}


def measured(tool, folder, model, budget):
    """Return the seconds of saving and of loading, by contender, and the first save apart."""
    save, load = TOOLS[tool](folder)
    path, saved = folder / "model.joblib", {}

    def save_named(repeat):
        name = f"m{repeat + 2}" if tool == "pins" else "m0"
        saved[name] = save(model, name)

    start = time.perf_counter()
    save_named(-2)
    first = time.perf_counter() - start
    few = {"budget": budget, "fewest": 1, "most": 9}
    saves = in_turns({"joblib": lambda _: joblib.dump(model, path), tool: save_named}, **few)
    loads = in_turns({"joblib": lambda _: joblib.load(path), tool: lambda _: load("m0", saved["m0"])}, **few)
    return {"save": saves, "load": loads, "first_save": first}


def main():
    """Measure the models and print what was found on what was standard output."""
    tool, folder, budget = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])
    with os.fdopen(os.dup(1), "w") as out, contextlib.redirect_stdout(sys.stderr):
        os.dup2(2, 1)
        for number, (name, make) in enumerate(MODELS.items()):
            place = folder / str(number)
            place.mkdir()
            found = measured(tool, place, make(), budget)
            print(json.dumps({"model": name, "tool": tool} | found), file=out, flush=True)


if __name__ == "__main__":
    main()
