"""Make a small file of every kind with its own library: python make_real_files.py FOLDER."""

import os
import sys
import warnings
from pathlib import Path

os.environ |= {"OMP_NUM_THREADS": "1", "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""}
warnings.simplefilter("ignore")

import pickle  # noqa: E402

import joblib  # noqa: E402
import numpy as np  # noqa: E402
from sklearn.datasets import load_iris  # noqa: E402
from sklearn.feature_extraction.text import CountVectorizer  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402
from sklearn.pipeline import make_pipeline  # noqa: E402
from sklearn.preprocessing import FunctionTransformer, StandardScaler  # noqa: E402
from sklearn.svm import SVC  # noqa: E402

X, y = load_iris(return_X_y=True)


def sklearn_files(folder):
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500)).fit(X, y)
    for protocol in range(6):
        (folder / f"pipeline_{protocol}.pickle").write_bytes(pickle.dumps(model, protocol))
        joblib.dump(model, folder / f"pipeline_{protocol}.joblib", protocol=protocol)
    for method in ("zlib", "gzip", "bz2", "lzma", "xz"):
        joblib.dump(model, folder / f"pipeline.joblib.{method}", compress=(method, 3))
    joblib.dump(CountVectorizer().fit(["one two", "two three"]), folder / "words.joblib")
    joblib.dump(SVC().fit(X, y), folder / "svc.joblib")
    joblib.dump(FunctionTransformer(np.log1p).fit(X), folder / "function.joblib")
    joblib.dump({"a": np.arange(6.0).reshape(2, 3), "b": ["x", 1]}, folder / "arrays.joblib")
    joblib.dump(np.array([1, "a", None], dtype=object), folder / "objects.joblib")
    return model


def array_files(folder, model):
    np.save(folder / "array.npy", X)
    np.save(folder / "objects.npy", np.array([1, "a", None], dtype=object))
    np.save(folder / "model.npy", np.array([model], dtype=object), allow_pickle=True)
    np.savez(folder / "arrays.npz", X=X, y=y)
    np.savez_compressed(folder / "compressed.npz", X=X)
    from safetensors.numpy import save_file

    save_file({"a": np.eye(3), "b": np.arange(4)}, folder / "tensors.safetensors", metadata={"by": "me"})
    import hickle

    hickle.dump(model, folder / "model.hkl", mode="w")
    hickle.dump({"a": np.arange(3)}, folder / "data.hkl", mode="w")
    import h5py

    with h5py.File(folder / "plain.h5", "w") as file:
        file["x"] = X


def exchange_files(folder, model):
    import skops.io
    from skl2onnx import to_onnx

    skops.io.dump(model, folder / "model.skops")
    (folder / "model.onnx").write_bytes(to_onnx(model, X[:1].astype("f4")).SerializeToString())


def cloudpickle_files(folder):
    import cloudpickle

    class Local:
        def predict(self):
            return 1

    (folder / "function.cloudpickle").write_bytes(cloudpickle.dumps(lambda x: x + 1))
    (folder / "instance.cloudpickle").write_bytes(cloudpickle.dumps(Local()))


def booster_files(folder):
    import catboost
    import lightgbm
    import xgboost

    quiet = {"n_estimators": 3}
    first = xgboost.XGBClassifier(**quiet).fit(X, y)
    first.save_model(folder / "xgboost.json")
    first.save_model(folder / "xgboost.ubj")
    second = lightgbm.LGBMClassifier(**quiet, verbose=-1).fit(X, y)
    second.booster_.save_model(folder / "lightgbm.txt")
    third = catboost.CatBoostClassifier(iterations=3, verbose=0, allow_writing_files=False).fit(X, y)
    third.save_model(str(folder / "catboost.cbm"))
    third.save_model(str(folder / "catboost.json"), format="json")
    for name, model in (("xgboost", first), ("lightgbm", second), ("catboost", third)):
        (folder / f"{name}.pickle").write_bytes(pickle.dumps(model))


def torch_files(folder):
    import torch

    net = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.ReLU())
    torch.save(net.state_dict(), folder / "state.pt")
    torch.save(net, folder / "module.pt")
    torch.save({"w": torch.zeros(640)}, folder / "legacy.pt", _use_new_zipfile_serialization=False)
    torch.jit.script(net).save(str(folder / "script.pt"))


def keras_files(folder):
    import keras

    layers = [keras.Input((4,)), keras.layers.Dense(3, activation="relu")]
    model = keras.Sequential(layers)
    model.compile("adam", "mse")
    model.save(folder / "dense.keras")
    model.save(folder / "dense.h5")
    model.save_weights(folder / "dense.weights.h5")
    with_code = keras.Sequential([*layers, keras.layers.Lambda(lambda x: x + 1)])
    with_code.save(folder / "lambda.keras")
    with_code.save(folder / "lambda.h5")


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    model = sklearn_files(folder)
    array_files(folder, model)
    exchange_files(folder, model)
    cloudpickle_files(folder)
    booster_files(folder)
    torch_files(folder)
    keras_files(folder)
