"""Rules about names: for each need, the formats that it leaves no place for."""

PICKLES = {"pickle", "joblib", "cloudpickle", "hickle"}
ALL = PICKLES | {"skops", "onnx", "npz_linear"}


def choose_format(needs):
    out = {}

    def strike(need, names):
        for name in names:
            out.setdefault(name, need)

    if needs["writer"] == "unknown":
        strike("writer", PICKLES)
    if needs["reader"] == "browser":
        strike("reader", ALL - {"onnx"})
    if needs["keep"] == "years":
        strike("keep", ALL - {"onnx"})
    if needs["train_on"]:
        strike("train_on", {"onnx"})
    if needs["exact"]:
        strike("exact", {"onnx"})
    if needs["small"]:
        strike("small", {"pickle", "cloudpickle", "onnx", "npz_linear"})
    if needs["model"] != "linear":
        strike("model", {"npz_linear"})
    if needs["model"] in ("own module", "notebook"):
        strike("model", {"onnx"})
    if needs["model"] == "notebook":
        strike("model", ALL - {"cloudpickle"})
    left = sorted(ALL - set(out), reverse=True)
    return {"format": left[0] if left else None, "rejected": out}
