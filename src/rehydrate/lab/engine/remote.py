"""What a check holds instead of an object that stays in the student process.

``len(thing)``, ``thing[0]``, ``x in thing``, ``for x in thing``, ``next(thing)``, ``with thing:``,
``if thing:`` and ``np.asarray(thing)`` ask over there, and plain data comes back. ``thing == other`` asks
nothing: it says whether both are the same object over there, so that no ``__eq__`` of a submission decides a
check. Arithmetic and order are refused in words.
"""

import time
from collections.abc import Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any

import numpy as np

from rehydrate.lab.engine.codec import Handle
from rehydrate.lab.engine.faults import Endless, OutOfTime, Unreadable

if TYPE_CHECKING:
    from rehydrate.lab.engine.session import Session

MAX_STEPS = 100_000
MAX_LENGTH = 10_000_000


class Far:
    """Something in the student process; its attributes are asked for there.

    Parameters
    ----------
    session : Session
        The conversation with that process.
    target : str or int
        The name of a module there, or the number of an object.
    """

    __slots__ = ("_session", "_target")
    _session: "Session"
    _target: str | int

    def __init__(self, session: "Session", target: str | int) -> None:
        object.__setattr__(self, "_session", session)
        object.__setattr__(self, "_target", target)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name in Far.__slots__:
            raise AttributeError(name)
        value = self._session.ask("get", self, name)
        return Method(value, self, name) if isinstance(value, RemoteCallable) else value

    def __repr__(self) -> str:
        return f"<{self._target}>"

    def __setattr__(self, name: str, value: Any) -> None:
        """Refuse to be changed: it would change nothing over there."""
        raise TypeError(f"{name} lies in the student process: set it there, by a function in probes.py")

    def __reduce__(self) -> Any:
        """Refuse to be copied."""
        raise TypeError("this object lives in a student process and cannot be copied out of it")


class Remote(Far):
    """An object that stays in the student process.

    Parameters
    ----------
    session : Session
        The conversation with that process.
    handle : Handle
        What came instead of the object.
    """

    __slots__ = ("_handle",)
    _handle: Handle
    __array_ufunc__ = None  # so that an array asks this object, as in ``array == thing``, and not its items

    def __init__(self, session: "Session", handle: Handle) -> None:
        super().__init__(session, handle.number)
        object.__setattr__(self, "_handle", handle)

    def __repr__(self) -> str:
        return f"<{self._handle.kind}>"

    def __eq__(self, other: object) -> bool:
        """Say whether the other is the same object over there."""
        if not isinstance(other, Remote):
            return False
        return self._session is other._session and self._target == other._target

    def __hash__(self) -> int:
        return hash((id(self._session), self._target))

    def __bool__(self) -> bool:
        return self._do("bool") is True

    def __len__(self) -> int:
        found = self._do("len")
        if type(found) is not int or not 0 <= found <= MAX_LENGTH:  # ``tuple(thing)`` makes room for as many
            raise Unreadable(f"its length is no whole number up to {MAX_LENGTH:,}")
        return found

    def __getitem__(self, place: Any) -> Any:
        return self._do("getitem", place)

    def __setitem__(self, place: Any, value: Any) -> None:
        self._do("setitem", place, value)

    def __delitem__(self, place: Any) -> None:
        self._do("delitem", place)

    def __contains__(self, thing: Any) -> bool:
        return self._do("contains", thing) is True

    def __iter__(self) -> Iterator[Any]:
        """Go through its items, one question each, within the time of one answer and 100,000 items."""
        steps = self._do("iter")
        if not isinstance(steps, Remote):
            raise Unreadable("iterating over it gives nothing that can be iterated over")
        return _items(steps)

    def __next__(self) -> Any:
        found = self._do("next")
        if type(found) is not list or len(found) > 1:
            raise Unreadable("an iterator gave neither an item nor its end")
        if not found:
            raise StopIteration
        return found[0]

    def __enter__(self) -> Any:
        return self._do("enter")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave over there, with the exception's type and text.

        Whatever comes back, the exception goes on here: a submission cannot swallow what a check found.
        """
        if self._session.ended is None:
            types = [] if kind is None else [each.__name__ for each in kind.__mro__]
            self._do("exit", types, str(error))

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        found = self._do("array")
        if type(found) is not np.ndarray:
            raise Unreadable("as an array it is none")
        return found if dtype is None else found.astype(dtype)

    def _do(self, operation: str, *args: Any) -> Any:
        return self._session.ask("do", self, operation, args)

    def _refuse(self, *others: Any) -> Any:
        raise TypeError(
            f"{self!r} lies in the student process, so nothing can be computed with it here, and it has no "
            "order: ask it for plain data, such as an attribute, a method's result or list(...) of it"
        )

    __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __int__ = __float__ = __complex__ = __index__ = __round__ = _refuse
    __neg__ = __pos__ = __abs__ = __invert__ = _refuse
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __matmul__ = __rmatmul__ = _refuse
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _refuse
    __pow__ = __rpow__ = __and__ = __rand__ = __or__ = __ror__ = __xor__ = __rxor__ = _refuse


class RemoteCallable(Remote):
    """An object that can be called, in the student process."""

    __slots__ = ()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it there and return what came of it."""
        return self._session.ask("call", self, "", args, kwargs)


class Method(RemoteCallable):
    """A callable that is called by its name there.

    Parameters
    ----------
    found : Remote
        What the name stood for when it was asked for.
    owner : Far
        Whose attribute it is.
    name : str
        Of the attribute.
    """

    __slots__ = ("_name", "_owner")
    _owner: Far
    _name: str

    def __init__(self, found: Remote, owner: Far, name: str) -> None:
        super().__init__(found._session, found._handle)
        object.__setattr__(self, "_owner", owner)
        object.__setattr__(self, "_name", name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it there and return what came of it."""
        return self._session.ask("call", self._owner, self._name, args, kwargs)


def remote(session: "Session", handle: Handle) -> Remote:
    """Return what stands for an object of the student process.

    Parameters
    ----------
    session : Session
        The conversation with that process.
    handle : Handle
        What came instead of the object.
    """
    return (RemoteCallable if handle.is_callable else Remote)(session, handle)


def _items(steps: Remote) -> Iterator[Any]:
    left = steps._session.seconds
    for _ in range(MAX_STEPS):
        started = time.monotonic()
        try:
            item = next(steps)
        except StopIteration:
            return
        left -= time.monotonic() - started
        if left < 0:
            raise OutOfTime(steps._session.seconds)
        yield item
    raise Endless(f"it gave more than {MAX_STEPS:,} items")
