"""Takes every npz for numbers.

Misconception: npz-is-always-numbers
Fails: test_sensors_npz, test_sensors_npz_with_pickles_allowed
"""

PREDICTIONS = {
    "weights.h5": ("pickle", "code"),
    "coefficients.pkl": ("npz", "data"),
    "model.bin": ("compressed pickle", "code"),
    "sensors.npz": ("npz", "data"),
    "sensors.npz, pickles allowed": ("npz", "data"),
    "iris.hdf5": ("HDF5", "code"),
    "grid.hdf5": ("HDF5", "data"),
    "layer.safetensors": ("safetensors", "data"),
    "rows.joblib": ("pickle", "code"),
}
