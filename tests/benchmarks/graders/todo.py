# %%
def save_model(model, path):
    """Write a fitted model to a file; missing folders are made. Return the path."""
    raise NotImplementedError("TODO")


def load_model(path):
    """Read the model that is in a file."""
    raise NotImplementedError("TODO")


# %%
class ModelStore:
    """Numbered versions of a model in a folder."""

    def __init__(self, root):
        raise NotImplementedError("TODO")

    def save(self, model):
        """Save a model as the next version, and return its number; the first is 1."""
        raise NotImplementedError("TODO")

    def load(self, number=None):
        """Load a version, or the newest one."""
        raise NotImplementedError("TODO")

    def versions(self):
        """List the numbers of the versions, the lowest first."""
        raise NotImplementedError("TODO")
