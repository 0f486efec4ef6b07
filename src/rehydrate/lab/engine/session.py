"""The conversation with one student process: a question goes out, an answer comes, and nothing is believed.

Each question has a number and its answer carries it, so that no second answer can pass for that of the next
question. One deadline holds for a question and for all that happens on the way to its answer.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from rehydrate.lab.engine import questions, wire
from rehydrate.lab.engine.codec import MAX_BYTES, CodecError, decode
from rehydrate.lab.engine.faults import Died, DoesNotLoad, Endless, NameMissing, OutOfTime, Unreadable
from rehydrate.lab.engine.launch import Process
from rehydrate.lab.engine.raised import MAX_TEXT, origin, rebuild
from rehydrate.lab.engine.remote import Far, remote
from rehydrate.lab.engine.spoken import line, plain_text, short, spoken

MAX_CALLED = 10_000
MAX_NESTED = 20


@dataclass
class Session:
    """One student process and the conversation with it.

    Attributes
    ----------
    process : Process
        The student process.
    seconds : float
        How long one answer may take.
    calls : list of str
        The calls made, in words; each is added here.
    label : str
        Put before each call.
    ended : int or None
        The exit code, once the process has ended.
    """

    process: Process
    seconds: float
    calls: list[str]
    label: str = ""
    ended: int | None = None
    _n_asked: int = 0
    _n_called: int = 0
    _open: list[int] = field(default_factory=list)  # numbers of the questions that wait for an answer
    _deadline: float = 0
    _functions: list[Any] = field(default_factory=list)
    _turn: Any = field(default_factory=threading.RLock)  # one thread of the check at a time

    def ask(self, verb: str, target: Any, name: str = "", args: Any = (), kwargs: Any = None) -> Any:
        """Ask one question and return the answer, or raise what it raised.

        Parameters
        ----------
        verb : str
            ``get`` an attribute, ``call`` something, ``do`` one of the operations that Python has signs for,
            return the ``arguments`` of the last call, or list the ``names`` of what can be called.
        target : str or Far
            ``"submission"``, ``"probes"`` or something that came from there.
        name : str
            Of the attribute, method or operation.
        args, kwargs : sequence, dict
            What to give to it.
        """
        module = target if isinstance(target, str) else target._target
        whom = target if isinstance(module, int) else module
        with self._turn:
            if self.ended is not None:
                raise Died(self.ended)
            told = self._told(target, module, name, args, kwargs or {}) if verb == "call" else None
            value = self._answer((verb, whom, name, args, kwargs or {}))
            if told is not None:
                ended = value is None and module == "probes"
                self.calls[told] += " ended" if ended else f" gave {short(value)}"
            return value

    def end(self) -> int:
        """End the process and return its exit code."""
        if self.ended is None:
            self.ended = self.process.end()
        return self.ended

    def _answer(self, question: tuple[Any, ...]) -> Any:
        """Ask, and return the value of the answer or raise what it says."""
        if len(self._open) == MAX_NESTED:
            raise RecursionError(f"submission and check call each other {MAX_NESTED} deep")
        self._n_asked += 1
        number = self._n_asked
        message = questions.write(number, question, self._name_of)
        if not self._open:
            self.process.wake()
            self._deadline = time.monotonic() + self.seconds
        self._open.append(number)
        try:
            reply = self._converse(message, number)
        finally:
            self._open.pop()
            if not self._open and self.ended is None:
                self.process.still()
        return self._value(reply, question[2])

    def _told(self, target: Any, module: Any, name: str, args: Any, kwargs: dict[str, Any]) -> int:
        """Note a call in words; return where, for its answer to be added."""
        owner = repr(target) if isinstance(module, int) else ""
        experiment = "experiment: " if module == "probes" else ""
        self.calls.append(self.label + experiment + spoken(owner, name, args, kwargs))
        return len(self.calls) - 1

    def _name_of(self, thing: Any) -> Any:
        """Return the name of what does not travel; None for what does."""
        if isinstance(thing, Far):
            if thing._session is not self:
                raise questions.NotSent("an object of one student process was given to another")
            return thing._target
        if not questions.is_function_of_the_check(thing):
            return None
        if thing not in self._functions:
            self._functions.append(thing)
        return self._functions.index(thing), thing.__name__

    def _converse(self, message: bytes, number: int) -> dict[str, Any]:
        """Ask, run what the submission calls on the way, and return the answer."""
        failed = None
        while True:
            reply = self._exchange(message, number)
            if "call" not in reply:
                break
            message, error = self._called(reply)
            failed = failed or error
        if failed is not None:  # an assertion of the check counts, whatever the submission made of it
            raise failed
        return reply

    def _exchange(self, message: bytes, number: int) -> dict[str, Any]:
        """Send a message and return the next one that comes; whatever goes wrong ends the process."""
        try:
            wire.send(self.process.channel, message, self._deadline)
            received = wire.receive(self.process.channel, MAX_BYTES, self._deadline)
            reply = decode(received, lambda handle: remote(self, handle))
            if type(reply) is not dict or type(reply.get("to")) is not int or reply["to"] != number:
                raise CodecError("it does not answer the question that was asked")
            return reply
        except TimeoutError:
            self.end()
            raise OutOfTime(self.seconds) from None
        except (EOFError, OSError):
            raise Died(self.end()) from None
        except ValueError as error:  # what follows in the channel cannot be told from what came before
            self.end()
            raise Unreadable(str(error)) from None
        except BaseException:  # Ctrl-C: the answer that may still come has no reader
            self.end()
            raise

    def _called(self, reply: dict[str, Any]) -> tuple[bytes, AssertionError | None]:
        """Run the function of the check that the submission called.

        Return the message that answers it, and an assertion of the check that failed in it.
        """
        self._n_called += 1
        try:
            if self._n_called > MAX_CALLED:
                raise Endless(f"it called a function of the check more than {MAX_CALLED:,} times")
            function, args, kwargs = self._wanted(reply)
            try:
                answer: Any = ("return", function(*args, **kwargs))
            except Exception as error:
                types = [kind.__name__ for kind in type(error).__mro__]
                ours = error if isinstance(error, AssertionError) and not hasattr(error, "origin") else None
                return questions.write(0, ("raise", types, str(error)), self._name_of), ours
            return questions.write(0, answer, self._name_of), None
        except BaseException:  # the far side waits in the middle of its work, and nobody will answer it
            self.end()
            raise

    def _wanted(self, reply: dict[str, Any]) -> tuple[Callable[..., Any], list[Any], dict[str, Any]]:
        number, args, kwargs = reply["call"], reply.get("args"), reply.get("kwargs")
        known = type(number) is int and 0 <= number < len(self._functions)
        if known and type(args) is list and type(kwargs) is dict and all(type(key) is str for key in kwargs):
            return self._functions[number], args, kwargs
        raise Unreadable("it called a function of the check that there is not")

    def _value(self, reply: dict[str, Any], name: str) -> Any:
        """Return the value in an answer, or raise what it says was raised."""
        if "value" in reply:
            return reply["value"]
        if type(reply.get("missing")) is list:
            names = [line(each, 60) for each in reply["missing"] if type(each) is str]
            raise NameMissing(name, names[:50])
        if type(reply.get("unreadable")) is str:
            raise Unreadable(plain_text(reply["unreadable"], MAX_TEXT))
        try:
            found = origin(reply.get("error"))
        except ValueError as error:
            self.end()
            raise Unreadable(str(error)) from None
        raise DoesNotLoad(found) if found.loading else rebuild(found)
