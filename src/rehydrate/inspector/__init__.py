"""Read any model file as data: what it is, what it would run, what is inside. Nothing is loaded.

``inspect(path)`` returns a ``Report``. ``objects(path)`` returns a ``Graph``, for whoever wants to look at
the objects of a pickle one by one:

>>> from rehydrate import inspector
>>> graph = inspector.objects("model.joblib")                                        # doctest: +SKIP
>>> for path, thing in graph.objects():                                              # doctest: +SKIP
...     print(path, thing.type, thing.attributes().get("_sklearn_version"))
.steps[1][1] sklearn.linear_model._logistic.LogisticRegression 1.3.2

The shape of a graph
--------------------
* ``graph.roots`` is a list of ``Root``: ``where`` (empty, or the member of an archive, as ``"data.pkl"``)
  and ``node``, the object that the pickle makes. ``graph.problems`` says what could not be read.
* A node is a plain Python value, or of one of the classes of ``rehydrate.inspector.graph``. ``Call`` is an
  object: ``thing.type`` is a ``Global`` with ``module`` and ``name``, ``thing.attributes()`` a dict from
  names to nodes, ``thing.arguments()`` a list of nodes. ``Items`` is a list, tuple or set (``kind``,
  ``values``), ``Pairs`` a dict (``named()``, ``get(key)``, ``pairs``), ``Global`` a class or function by
  itself, ``Blob`` a string too long to keep.
* ``array_of(node)`` returns an ``Array`` where the object is a NumPy array or a single NumPy number, in
  whatever way it was saved: ``shape``, ``n_bytes``, ``dtype.descr`` (``"<f8"``), ``dtype.itemsize``,
  ``dtype.fields`` (of a structured type: tuples of name, ``Dtype`` and offset), and ``values()``, a flat
  list of Python numbers or texts where the array has at most 1 MiB, else ``None``. ``dtype_of(node)`` does
  the same for a data type by itself.
* ``walk(node)`` visits every node once, with its path; ``graph.objects()`` only those that are ``Call``.
"""

import os
from pathlib import Path

from rehydrate.errors import WrongUsage
from rehydrate.inspector._limits import Limits
from rehydrate.inspector._opinions import Opinion
from rehydrate.inspector._reading import Reading
from rehydrate.inspector.arrays import Array, Dtype, array_of, dtype_of
from rehydrate.inspector.graph import Blob, Call, Foreign, Global, Graph, Items, Pairs, Root, walk
from rehydrate.inspector.report import Report, Verdict

__all__ = ["Limits", "Opinion", "Report", "Verdict", "inspect", "objects"]
__all__ += ["Array", "Blob", "Call", "Dtype", "Foreign", "Global", "Graph", "Items", "Pairs", "Root"]
__all__ += ["array_of", "dtype_of", "walk"]


def inspect(path: str | os.PathLike[str], *, limits: Limits | None = None) -> Report:
    """Say what a file is and what loading it would do, without loading it.

    Parameters
    ----------
    path : str or path
        Any file, of any origin.
    limits : Limits, optional
        Bounds in time, memory and depth. One that is reached gives the verdict "cannot tell", unless what was
        read until then is bad enough by itself.

    Raises
    ------
    WrongUsage
        If there is no such file, or it may not be read. What is wrong inside a file never raises: it is said
        in the report.
    """
    return _read(path, limits).conclude()


def objects(path: str | os.PathLike[str], *, limits: Limits | None = None) -> Graph:
    """Return the objects of the pickles in a file, without making them.

    Parameters
    ----------
    path : str or path
        Any file; one without a pickle has no objects.
    limits : Limits, optional
        Bounds of the reading.

    Raises
    ------
    WrongUsage
        If there is no such file, or it may not be read.
    """
    return _read(path, limits).graph


def _read(path: str | os.PathLike[str], limits: Limits | None) -> Reading:
    path = Path(path)
    if not path.is_file():
        raise WrongUsage(
            f"There is no file {path}.", why="an inspection reads one file", fix="name a file, not a folder"
        )
    try:
        return Reading(path, limits or Limits())
    except OSError as error:
        raise WrongUsage(
            f"{path} cannot be read.", why=str(error), fix=f"see who may read it: ls -l {path}"
        ) from error
