"""Fills the sheet in as it goes along, with lists for pairs."""

PREDICTIONS = {"notes": "look at the members of the archives again"}
for name in ("weights.h5", "rows.joblib"):
    PREDICTIONS[name] = ["pickle", "code"]
for name, outcome in {"iris.hdf5": "code", "grid.hdf5": "data"}.items():
    PREDICTIONS[name] = ["HDF5", outcome]
PREDICTIONS |= {
    "coefficients.pkl": ["npz", "data"],
    "sensors.npz": ["npz", "refused"],
    "sensors.npz, pickles allowed": ["npz", "code"],
    "model.bin": ["compressed pickle", "code"],
    "layer.safetensors": ["safetensors", "data"],
}
