"""Takes every model file for a program.

Misconception: every-model-file-is-a-program
Fails: test_coefficients_pkl, test_grid_hdf5, test_layer_safetensors
"""

PREDICTIONS = {
    "weights.h5": ("pickle", "code"),
    "coefficients.pkl": ("npz", "code"),
    "model.bin": ("compressed pickle", "code"),
    "sensors.npz": ("npz", "refused"),
    "sensors.npz, pickles allowed": ("npz", "code"),
    "iris.hdf5": ("HDF5", "code"),
    "grid.hdf5": ("HDF5", "code"),
    "layer.safetensors": ("safetensors", "code"),
    "rows.joblib": ("pickle", "code"),
}
