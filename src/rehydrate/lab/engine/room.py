"""A submission's room, seen from outside."""

import json
from pathlib import Path

from rehydrate.lab.engine.forked import ForkedProcess, Line, spawn
from rehydrate.lab.engine.launch import Order
from rehydrate.lab.engine.sandbox import another_user
from rehydrate.lab.engine.sandbox.layers import Layers
from rehydrate.lab.engine.sandbox.scratch import share


class Room:
    """Forks one submission's students inside the sandbox.

    Attributes
    ----------
    layers : Layers
        What holds them.
    user : int or None
        The user as whom they run, where that is another one.
    """

    def __init__(self, parent: Line, scratch: Path, trusted: bool) -> None:
        self._parent = parent
        self.line = Line(parent.errors)
        self._pid: int | None = parent.ask({"room": {"scratch": str(scratch)}}, self.line.theirs)
        try:
            said = json.loads(self.line.read())
            self.user: int | None = said.pop("user")
            self.layers = Layers(**said | {"active": tuple(said["active"])})
            if another_user.NAME not in self.layers.active:
                self.user = None
            self.layers.refuse_if_open(trusted=trusted)
            share(scratch, self.user)
        except BaseException:
            self.close()
            raise

    def launch(self, order: Order) -> ForkedProcess:
        """Start one."""
        return spawn(self.line, order.as_plain(), takes_turns=True)

    def close(self) -> None:
        """End the room and all that was started in it."""
        self.line.close()
        if self._pid is not None:
            self._parent.ask({"close": self._pid})
            self._pid = None
