"""Expects numbers to come out unless pickles are allowed.

Misconception: npz-is-always-numbers
Fails: test_sensors_npz
"""

PREDICTIONS = {
    "weights.h5": ("pickle", "code"),
    "coefficients.pkl": ("npz", "data"),
    "model.bin": ("compressed pickle", "code"),
    "sensors.npz": ("npz", "data"),
    "sensors.npz, pickles allowed": ("npz", "code"),
    "iris.hdf5": ("HDF5", "code"),
    "grid.hdf5": ("HDF5", "data"),
    "layer.safetensors": ("safetensors", "data"),
    "rows.joblib": ("pickle", "code"),
}
