"""A chain of filters, each of which says what it drops."""

FORMATS = ["skops", "joblib", "onnx", "npz_linear", "pickle", "hickle", "cloudpickle"]
ONLY = {
    ("model", "forest"): "skops joblib onnx pickle hickle cloudpickle",
    ("model", "own module"): "skops joblib pickle hickle cloudpickle",
    ("model", "notebook"): "cloudpickle",
    ("writer", "unknown"): "skops onnx npz_linear",
    ("reader", "browser"): "onnx",
    ("keep", "years"): "onnx",
    ("train_on", True): "skops joblib npz_linear pickle hickle cloudpickle",
    ("exact", True): "skops joblib npz_linear pickle hickle cloudpickle",
    ("small", True): "skops joblib hickle",
}


def choose_format(needs):
    left, rejected = FORMATS, {}
    for need in needs.items():
        able = ONLY.get(need, " ".join(FORMATS)).split()
        rejected.update({name: need[0] for name in left if name not in able})
        left = [name for name in left if name in able]
    return {"format": next(iter(left), None), "rejected": rejected}
