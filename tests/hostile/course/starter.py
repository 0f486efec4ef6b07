def save_model(model, path):
    """Write a model to a file."""
    raise NotImplementedError("TODO: write it")


def load_model(path):
    """Return the model that is in a file."""
    raise NotImplementedError("TODO: read it")


def names(folder):
    """Return the names of the models in a folder, without their suffix, in the order of the alphabet."""
    raise NotImplementedError("TODO: list them")
