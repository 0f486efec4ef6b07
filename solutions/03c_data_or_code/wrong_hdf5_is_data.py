"""Takes HDF5 for a format that can hold data only.

Misconception: hdf5-is-data-only
Fails: test_iris_hdf5
"""

PREDICTIONS = {
    "weights.h5": ("pickle", "code"),
    "coefficients.pkl": ("npz", "data"),
    "model.bin": ("compressed pickle", "code"),
    "sensors.npz": ("npz", "refused"),
    "sensors.npz, pickles allowed": ("npz", "code"),
    "iris.hdf5": ("HDF5", "data"),
    "grid.hdf5": ("HDF5", "data"),
    "layer.safetensors": ("safetensors", "data"),
    "rows.joblib": ("pickle", "code"),
}
