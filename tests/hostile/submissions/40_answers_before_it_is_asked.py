"""Sends the answers to the first fifty questions before they are asked.

Expect: 0 points
Reason: does not answer the question
"""

from rehydrate.lab.engine import wire
from rehydrate.lab.engine.student import encode

# @NOTHING@


def answer_all(channel):
    for number in range(1, 50):
        wire.send(channel, encode({"to": number, "value": True}, None))


def save_model(model, path):
    import socket

    answer_all(socket.socket(fileno=3))
