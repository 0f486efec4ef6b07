"""What child processes do to a store. Run as a program it is such a child; the tests import its models.

``acts.py forks`` waits for orders and forks a child for each; injector.py is its other half.
``acts.py ACT ROOT OPTIONS`` says "ready", waits for a line, does one act and prints what came of it as JSON.
"""

import contextlib
import ctypes
import errno
import json
import os
import signal
import socket
import sys
import tempfile
import time
import traceback

import numpy as np

from rehydrate.errors import NotInStore, StoreError
from rehydrate.store import ModelStore

NAME = "m"
PR_SET_PTRACER = 0x59616D61  # Ubuntu lets nobody trace a process that has not allowed it


def model(seed, n_values=2000):
    """Return a small model: plain data with one array large enough to lie beside the pickle."""
    return {"seed": seed, "weights": np.random.default_rng(seed).standard_normal(n_values)}


def seed_of(model):
    """Return the seed of a model after checking every value in it."""
    weights = np.random.default_rng(model["seed"]).standard_normal(len(model["weights"]))
    assert model["weights"].tobytes() == weights.tobytes(), f"not the weights of seed {model['seed']}"
    return model["seed"]


def save(root, seed, n=1, hard_links=True, **options):
    """Save n models, and return their numbers and seeds."""
    if not hard_links:
        forget_hard_links()
    store = ModelStore(root)
    return [(store.save(NAME, model(s), metrics={"seed": s}, **options), s) for s in range(seed, seed + n)]


def hesitate(owner, *names):
    """Let functions wait a moment before they do their work, so that others get in between."""

    def slow(quick):
        def hesitant(*arguments, **options):
            time.sleep(0.001)
            return quick(*arguments, **options)

        return hesitant

    for name in names:
        setattr(owner, name, slow(getattr(owner, name)))


def forget_hard_links():
    """Do from now on as a file system without hard links does."""

    def link(source, target):
        raise OSError(errno.EPERM, os.strerror(errno.EPERM), source, None, target)

    os.link = link
    hesitate(os, "rename")


def set_alias(root, versions, alias="production", hard_links=True):
    """Point an alias at one version after the other."""
    if not hard_links:
        forget_hard_links()
    for version in versions:
        ModelStore(root).set_alias(NAME, alias, version)


def rollback(root):
    """Roll an alias back."""
    return ModelStore(root).rollback(NAME, "production")


def delete(root, version):
    """Delete a version."""
    ModelStore(root).delete(NAME, version)


def gc(root):
    """Remove debris."""
    ModelStore(root).gc()


def import_(root, file):
    """Import a version from a file."""
    return ModelStore(root).import_(file)


def write_until(root, stop):
    """Save versions and move an alias to each, until a file appears; return how many."""
    hesitate(os, "link")
    store, n_saved = ModelStore(root, durable=False), 0
    while not os.path.exists(stop):
        store.save(NAME, model(n_saved), metrics={"seed": n_saved}, alias="production")
        n_saved += 1
    return n_saved


def clean_until(root, stop):
    """Delete all versions but the newest and run gc, until a file appears; return counts."""
    store, n_deleted, n_collected = ModelStore(root, durable=False), 0, 0
    while not os.path.exists(stop):
        for version in store.versions(NAME)[:-1]:
            with contextlib.suppress(StoreError):  # the alias is there
                store.delete(NAME, version)
                n_deleted += 1
        n_collected += len(store.gc())
    return n_deleted, n_collected


def read(root, n):
    """Load the newest, the alias and a number in turn; return how many were gone, and what else went wrong.

    Only a number may be gone: somebody has just deleted it.
    """
    store, n_gone, wrong = ModelStore(root), 0, []
    hesitate(store.backend, "has", "open")
    for i in range(n):
        ref = (None, "production", "number")[i % 3]
        try:
            seed_of(store.load(NAME, store.latest(NAME) if ref == "number" else ref))
        except Exception as error:
            if ref == "number" and isinstance(error, NotInStore):
                n_gone += 1
            else:
                wrong.append(f"{ref}: {traceback.format_exc()}")
    return n_gone, wrong


ACTS = {
    act.__name__: act
    for act in (save, set_alias, rollback, delete, gc, import_, write_until, clean_until, read)
}


def done(act, root, options):
    """Do an act; return what it returned, or the error, as plain data."""
    try:
        return {"returned": ACTS[act](root, **options)}
    except Exception as error:
        kinds = [kind.__name__ for kind in type(error).__mro__]
        return {"error": kinds, "said": str(error), "trace": traceback.format_exc()}


def serve_forks():
    """Fork a child for every order; it starts when the order is confirmed, and tells through a socket.

    Sockets are not among the calls that are made to fail, so a child can always tell.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
    with tempfile.TemporaryDirectory() as warm:  # what is imported or asked once is done with here
        save(warm, 0, n=2, alias="warm")
    allow = ctypes.CDLL(None).prctl
    for line in sys.stdin:
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            allow(PR_SET_PTRACER, ctypes.c_ulong(-1), 0, 0, 0)
            obey(json.loads(line), theirs)
        theirs.close()
        ours.recv(1)
        print(pid, flush=True)
        sys.stdin.readline()
        os.kill(pid, signal.SIGUSR1)
        with ours, ours.makefile("rb") as stream:
            told = json.loads(stream.read() or b"{}")
        print(json.dumps({"status": os.waitpid(pid, 0)[1], "told": told}), flush=True)


def obey(order, channel):
    """Be the child: say that it is there, wait for the signal, act, tell, and end without any clearing up."""
    channel.sendall(b"!")
    signal.sigwait({signal.SIGUSR1})
    channel.sendall(json.dumps(done(order["act"], order["root"], order["options"])).encode())
    os._exit(0)


def main(mode, root="", options="{}"):
    """Be the child that the first argument says."""
    if mode == "forks":
        return serve_forks()
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps(done(mode, root, json.loads(options))), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
