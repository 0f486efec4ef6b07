"""The near side: what a check holds instead of the learner's module.

``submission.predict(rows)`` calls the learner's function in the student process. What a test author can count
on:

* Arguments are copies over there, made by pickle. One object given twice in a call is one object there.
  Whether the submission has changed its arguments is seen by ``submission.last_arguments()``.
* Plain data and arrays come back as such, of exactly Python's and numpy's own types; everything else stays
  there and a handle comes, a :class:`~rehydrate.lab.engine.remote.Remote`. ``is`` says nothing about what
  went out and what came in: ask a function in ``probes.py``.
* A function of the check can be given, a lambda too. It is called here, with plain data. An assertion that
  fails in it fails the check, whatever the submission does about it.
* Exceptions come as the nearest builtin class with the same text, notes and cause.
* Code that must sit beside the learner's is in the exercise's ``probes.py``: ``submission.probes.f()``.
* ``probes`` and ``last_arguments`` are taken: a learner's function of that name cannot be called from here.
"""

from typing import Any

from rehydrate.lab.engine.faults import (
    Died,
    DoesNotLoad,
    Endless,
    NameMissing,
    OutOfTime,
    StudentFault,
    Unreadable,
)
from rehydrate.lab.engine.questions import NotSent
from rehydrate.lab.engine.raised import Frame, Origin
from rehydrate.lab.engine.remote import Far, Method, Remote
from rehydrate.lab.engine.session import Session

__all__ = [
    "Died",
    "DoesNotLoad",
    "Endless",
    "Frame",
    "Method",
    "NameMissing",
    "NotSent",
    "Origin",
    "OutOfTime",
    "Probes",
    "Remote",
    "Session",
    "StudentFault",
    "Submission",
    "Unreadable",
]


class Submission(Far):
    """The learner's module, in another process.

    Parameters
    ----------
    session : Session
        The conversation with that process.
    """

    __slots__ = ()

    def __init__(self, session: Session) -> None:
        super().__init__(session, "submission")

    @property
    def probes(self) -> "Probes":
        """The exercise's own module beside the learner's."""
        return Probes(self._session)

    def last_arguments(self) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Return the arguments of the last call into this process, as they are there now.

        Returns
        -------
        args : tuple
            By position.
        kwargs : dict
            By name.

        Examples
        --------
        A check that a function leaves its argument alone::

            rows = [3, 1, 2]
            submission.smallest(rows)
            (after,), _ = submission.last_arguments()
            assert after == rows, f"the list that was given is {after} afterwards"
        """
        args, kwargs = self._session.ask("arguments", self)
        return args, kwargs


class Probes(Far):
    """The exercise's ``probes.py``, in the student process.

    Parameters
    ----------
    session : Session
        The conversation with that process.
    """

    __slots__ = ()

    def __init__(self, session: Session) -> None:
        super().__init__(session, "probes")
