"""Believes the one name that promises numbers.

Misconception: the-suffix-says-what-it-is
Fails: test_the_bytes_say_what_each_file_is, test_weights_h5
"""

PREDICTIONS = {
    "weights.h5": ("HDF5", "data"),
    "coefficients.pkl": ("npz", "data"),
    "model.bin": ("compressed pickle", "code"),
    "sensors.npz": ("npz", "refused"),
    "sensors.npz, pickles allowed": ("npz", "code"),
    "iris.hdf5": ("HDF5", "code"),
    "grid.hdf5": ("HDF5", "data"),
    "layer.safetensors": ("safetensors", "data"),
    "rows.joblib": ("pickle", "code"),
}
