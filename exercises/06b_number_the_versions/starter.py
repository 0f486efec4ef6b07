"""Number the versions: a store that gives every saved model a number of its own."""

from pathlib import Path

from sklearn.base import BaseEstimator


class Store:
    """The versions of one model, in a folder.

    Parameters
    ----------
    folder : Path
        Where they lie; it may not exist yet.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(self, model: BaseEstimator) -> int:
        """Keep a model as a new version.

        Parameters
        ----------
        model : estimator
            A fitted scikit-learn model.

        Returns
        -------
        int
            Its number: 1, 2, 3 and so on; none is given twice.
        """
        raise NotImplementedError("TODO: find the number, write the model, return the number")

    def load(self, version: int | None = None) -> BaseEstimator:
        """Return the model of a version.

        Parameters
        ----------
        version : int, optional
            One that is there; by default the newest.

        Raises
        ------
        LookupError
            If there is no such version.
        """
        raise NotImplementedError("TODO: see that the version is there, read its model")

    def versions(self) -> list[int]:
        """Return the numbers of the versions that are there, ascending."""
        raise NotImplementedError("TODO: look into the folder")

    def delete(self, version: int) -> None:
        """Remove a version; its number stays used.

        Parameters
        ----------
        version : int
            One that is there.

        Raises
        ------
        LookupError
            If there is no such version.
        """
        raise NotImplementedError("TODO: remove the model, and remember that there was one")
