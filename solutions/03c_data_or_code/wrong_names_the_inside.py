"""Looks inside, and names what is there instead of the box.

Misconception: the-inside-is-the-file
Fails: test_the_bytes_say_what_each_file_is
"""

PREDICTIONS = {
    "weights.h5": ("pickle", "code"),
    "coefficients.pkl": ("npz", "data"),
    "model.bin": ("compressed pickle", "code"),
    "sensors.npz": ("npz", "refused"),
    "sensors.npz, pickles allowed": ("npz", "code"),
    "iris.hdf5": ("pickle", "code"),
    "grid.hdf5": ("HDF5", "data"),
    "layer.safetensors": ("safetensors", "data"),
    "rows.joblib": ("pickle", "code"),
}
