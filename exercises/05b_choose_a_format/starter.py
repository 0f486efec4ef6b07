"""Choose a format: needs in, one format and the reasons against the others out."""

FORMATS = ("pickle", "joblib", "cloudpickle", "hickle", "skops", "onnx", "npz_linear")


def choose_format(needs: dict) -> dict:
    """Choose a format for a model file.

    Parameters
    ----------
    needs : dict
        With the keys "model", "writer", "reader", "keep", "train_on", "exact" and "small".

    Returns
    -------
    dict
        "format": the name of a format that meets every need, or None if there is none.
        "rejected": for each format that does not meet every need, one need that it fails.
    """
    raise NotImplementedError("TODO: find a need that each format fails; choose from what is left")
