"""Parity: does a converted model answer as the original does?"""


def parity(model, runtime, X, tolerance=1e-5):
    """Compare the answers of a converted model with those of the original.

    Parameters
    ----------
    model : classifier
        The original, with predict and predict_proba.
    runtime : object
        What it was converted to, with the same two methods.
    X : ndarray of float64, shape (n_samples, n_features)
        The rows to ask about: all of them, as they are.
    tolerance : float
        The largest difference of two probabilities that is allowed.

    Returns
    -------
    dict
        "labels_differ" (int), "largest" (float) and "same" (bool).
    """
    raise NotImplementedError("TODO: ask both for labels and probabilities; count, measure, decide")
