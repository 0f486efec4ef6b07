"""Writes the files of 03c anew: `python solutions/03c_data_or_code/make_files.py`. None of them is hostile.

Needs the extra `formats`. The checks read the files and never load them.
"""

import warnings
from pathlib import Path

import h5py
import hickle
import joblib
import numpy as np
from safetensors.numpy import save_file
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

FILES = Path(__file__).parents[2] / "exercises" / "03c_data_or_code" / "files"


def main():
    """Write all of them."""
    X, y = load_iris(return_X_y=True)
    scaler = StandardScaler().fit(X)
    model = LogisticRegression(max_iter=500).fit(scaler.transform(X), y)
    joblib.dump(model, FILES / "weights.h5")
    with (FILES / "coefficients.pkl").open("wb") as file:
        np.savez(file, coef=model.coef_, intercept=model.intercept_)
    joblib.dump(scaler, FILES / "model.bin", compress=("gzip", 3))
    rows = np.array([{"sensor": "north", "values": [5.1, 3.5]}, {"sensor": "east"}], dtype=object)
    np.savez(FILES / "sensors.npz", rows=rows)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # hickle says that it does not know the class and pickles it
        hickle.dump(model, FILES / "iris.hdf5", mode="w")
    with h5py.File(FILES / "grid.hdf5", "w") as file:
        file["coef"] = model.coef_
        file.attrs["made_by"] = "exporter 3"
    save_file({"coef": model.coef_}, FILES / "layer.safetensors")
    joblib.dump({"rows": X[:8]}, FILES / "rows.joblib")


if __name__ == "__main__":
    main()
