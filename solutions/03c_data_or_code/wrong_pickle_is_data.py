"""Takes a pickle for a store of values.

Misconception: a-pickle-is-data
Fails: test_weights_h5
"""

PREDICTIONS = {
    "weights.h5": ("pickle", "data"),
    "coefficients.pkl": ("npz", "data"),
    "model.bin": ("compressed pickle", "code"),
    "sensors.npz": ("npz", "refused"),
    "sensors.npz, pickles allowed": ("npz", "code"),
    "iris.hdf5": ("HDF5", "code"),
    "grid.hdf5": ("HDF5", "data"),
    "layer.safetensors": ("safetensors", "data"),
    "rows.joblib": ("pickle", "code"),
}
