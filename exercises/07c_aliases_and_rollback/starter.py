"""Aliases and rollback: numbers of versions, and names that move from one to another."""


class Registry:
    """Versions and aliases, kept in a folder.

    Parameters
    ----------
    folder : Path
        It is there. What lies in it was written by other objects of this class.
    """

    def __init__(self, folder):
        self.folder = folder

    def register(self):
        """Add a version and return its number; no number is used twice."""
        raise NotImplementedError("TODO: find the next number, and write it down")

    def delete(self, version):
        """Remove a version for good; ValueError while an alias points at it."""
        raise NotImplementedError("TODO: refuse or remove")

    def alias(self, name, version):
        """Point an alias at a version; LookupError if that is not there."""
        raise NotImplementedError("TODO: refuse or move, in one step")

    def resolve(self, name):
        """Return the version that an alias points at; LookupError if it was never moved."""
        raise NotImplementedError("TODO: read where it points")

    def rollback(self, name):
        """Go back to what the alias pointed at before and return that; LookupError if there is nothing."""
        raise NotImplementedError("TODO: find the earlier version, and move there")

    def history(self, name):
        """Return the versions of all moves, the first one first; rollbacks are moves."""
        raise NotImplementedError("TODO: read the moves")
