"""Names what is inside, and leaves out that it is compressed.

Misconception: the-wrapping-does-not-count
Fails: test_the_bytes_say_what_each_file_is
"""

PREDICTIONS = {
    "weights.h5": ("pickle", "code"),
    "coefficients.pkl": ("npz", "data"),
    "model.bin": ("pickle", "code"),
    "sensors.npz": ("npz", "refused"),
    "sensors.npz, pickles allowed": ("npz", "code"),
    "iris.hdf5": ("HDF5", "code"),
    "grid.hdf5": ("HDF5", "data"),
    "layer.safetensors": ("safetensors", "data"),
    "rows.joblib": ("pickle", "code"),
}
