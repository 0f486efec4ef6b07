"""Keeps a stack as loading would, with texts where they are known and None for everything else."""

import io
import pickletools
from pathlib import Path


class Reader:
    def __init__(self):
        self.names = set()
        self.begin()

    def begin(self):
        self.stack, self.memo = [], {}

    def step(self, opcode, argument):
        if opcode.name == "MEMOIZE":
            self.memo[len(self.memo)] = self.stack[-1]
            return
        if "PUT" in opcode.name:
            self.memo[argument] = self.stack[-1]
            return
        taken = self.take(opcode.stack_before)
        if "GET" in opcode.name:
            self.stack.append(self.memo[argument])
            return
        for kind in opcode.stack_after:
            self.stack.append("MARK" if kind is pickletools.markobject else None)
        if opcode.name == "GLOBAL":
            module, name = argument.split(" ")
            self.names.add(f"{module}.{name}")
        elif opcode.name == "STACK_GLOBAL":
            self.names.add(f"{taken[0]}.{taken[1]}")
        elif isinstance(argument, str):
            self.stack[-1] = argument

    def take(self, kinds):
        if pickletools.markobject in kinds:
            while self.stack.pop() != "MARK":
                pass
            kinds = kinds[: kinds.index(pickletools.markobject)]
        taken = self.stack[len(self.stack) - len(kinds) :]
        del self.stack[len(self.stack) - len(kinds) :]
        return taken


def globals_of(path):
    data = Path(path).read_bytes()
    stream = io.BytesIO(data)
    reader = Reader()
    while stream.tell() < len(data):
        reader.begin()
        for opcode, argument, _ in pickletools.genops(stream):
            reader.step(opcode, argument)
    return frozenset(reader.names)
