"""Data or code: nine predictions. Replace each `...` by a pair: what the file is, what could come of loading it.

    What it is:             "pickle"  "compressed pickle"  "npz"  "HDF5"  "safetensors"
    What could come of it:  "code"  "data"  "refused"

The files lie in exercises/03c_data_or_code/files. Beside each name stands the call that loads it.
"""

PREDICTIONS = {
    # 1. joblib.load(path)
    "weights.h5": ...,
    # 2. numpy.load(path)["coef"]
    "coefficients.pkl": ...,
    # 3. joblib.load(path)
    "model.bin": ...,
    # 4. numpy.load(path)["rows"]
    "sensors.npz": ...,
    # 5. numpy.load(path, allow_pickle=True)["rows"]; the same file as in question 4
    "sensors.npz, pickles allowed": ...,
    # 6. hickle.load(path)
    "iris.hdf5": ...,
    # 7. h5py.File(path)["coef"][:]
    "grid.hdf5": ...,
    # 8. safetensors.numpy.load_file(path)["coef"]
    "layer.safetensors": ...,
    # 9. joblib.load(path, mmap_mode="r")
    "rows.joblib": ...,
}
