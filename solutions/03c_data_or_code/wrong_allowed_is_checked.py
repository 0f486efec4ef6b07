"""Takes allow_pickle for a switch that checks what it allows.

Misconception: what-is-allowed-is-checked
Fails: test_sensors_npz_with_pickles_allowed
"""

PREDICTIONS = {
    "weights.h5": ("pickle", "code"),
    "coefficients.pkl": ("npz", "data"),
    "model.bin": ("compressed pickle", "code"),
    "sensors.npz": ("npz", "refused"),
    "sensors.npz, pickles allowed": ("npz", "data"),
    "iris.hdf5": ("HDF5", "code"),
    "grid.hdf5": ("HDF5", "data"),
    "layer.safetensors": ("safetensors", "data"),
    "rows.joblib": ("pickle", "code"),
}
