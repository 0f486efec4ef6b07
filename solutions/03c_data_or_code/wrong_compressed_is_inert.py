"""Takes a compressed file for something that has to be unpacked by hand first.

Misconception: packed-is-harmless
Fails: test_model_bin
"""

PREDICTIONS = {
    "weights.h5": ("pickle", "code"),
    "coefficients.pkl": ("npz", "data"),
    "model.bin": ("compressed pickle", "data"),
    "sensors.npz": ("npz", "refused"),
    "sensors.npz, pickles allowed": ("npz", "code"),
    "iris.hdf5": ("HDF5", "code"),
    "grid.hdf5": ("HDF5", "data"),
    "layer.safetensors": ("safetensors", "data"),
    "rows.joblib": ("pickle", "code"),
}
