"""A student process in a new interpreter. Its order arrives as JSON on standard input."""

import base64
import importlib
import json
import socket
import sys


def main() -> None:
    """Read the order, settle, serve."""
    order = json.loads(sys.stdin.buffer.read())
    if sys.platform == "win32":
        channel = socket.fromshare(base64.b64decode(order["socket"]))
    else:
        channel = socket.socket(fileno=int(order["socket"]))
    for name in order["preload"]:
        importlib.import_module(name)
    from rehydrate.lab.engine import student, wire

    student.settle(order["folder"], order["log"])
    wire.send(channel, b"ready")
    student.serve(channel, order["files"], order["main"], order["probes"])


if __name__ == "__main__":
    main()
