"""Starts a thread that writes answers of its own into the channel while the main thread works.

Expect: 0 points
"""

import socket
import threading
import time

from rehydrate.lab.engine import encode, wire

# @NOTHING@


def answer_for_ever():
    channel = socket.socket(fileno=3)
    for number in range(1, 1_000):
        wire.send(channel, encode.encode({"to": number, "value": True}, None))
        time.sleep(0.001)


threading.Thread(target=answer_for_ever, daemon=True).start()
time.sleep(0.05)
