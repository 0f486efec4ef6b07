"""Writes down what decides, and derives the sheet from it."""

UNPICKLES, READS_NUMBERS, ASKS_FIRST = "code", "data", "refused"

FOUND = [
    ("weights.h5", "pickle", UNPICKLES),
    ("rows.joblib", "pickle", UNPICKLES),
    ("model.bin", "compressed pickle", UNPICKLES),
    ("coefficients.pkl", "npz", READS_NUMBERS),
    ("sensors.npz", "npz", ASKS_FIRST),
    ("sensors.npz, pickles allowed", "npz", UNPICKLES),
    ("grid.hdf5", "HDF5", READS_NUMBERS),
    ("iris.hdf5", "HDF5", UNPICKLES),
    ("layer.safetensors", "safetensors", READS_NUMBERS),
]

PREDICTIONS = {name: (kind, outcome) for name, kind, outcome in FOUND}
