"""What the tests of several files need: the injector, and processes that act on a store side by side."""

import itertools
import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

pytest.register_assert_rewrite(f"{__package__}.state", f"{__package__}.acts")

from .injector import Injector  # noqa: E402 - after the line above, which is about it


@pytest.fixture(scope="module")
def injector(tmp_path_factory):
    """Return what runs an act in a child under strace."""
    made = Injector(tmp_path_factory.mktemp("injector"))
    yield made
    made.close()


class Actor:
    """A process that waits to do one act."""

    def __init__(self, act, root, **options):
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("acts.py")), act, str(root), json.dumps(options)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def wait_until_ready(self):
        """Wait until it has imported everything."""
        assert self.process.stdout.readline() == "ready\n"

    def start(self):
        """Let it act."""
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def told(self):
        """Wait for its end and return what it tells."""
        return json.loads(self.process.communicate(timeout=600)[0])

    def result(self):
        """Wait for its end and return what the act returned."""
        told = self.told()
        assert "returned" in told, told["trace"]
        return told["returned"]


@pytest.fixture
def hire():
    """Return a function that makes a process which is ready to do one act: (act, root, options) -> Actor."""
    hired = []

    def hire(act, root, **options):
        hired.append(Actor(act, root, **options))
        return hired[-1]

    yield hire
    for actor in hired:
        actor.process.kill()
        actor.process.communicate()


@pytest.fixture
def together(hire):
    """Return a function that starts acts at the same moment: (act, root, options), ... -> Actors."""

    def together(*orders):
        actors = [hire(act, root, **options) for act, root, options in orders]
        for actor in actors:
            actor.wait_until_ready()
        for actor in actors:
            actor.start()
        return actors

    return together


class S3Server:
    """An S3 server in another process; see s3_server.py."""

    def __init__(self):
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("s3_server.py"))], stdout=subprocess.PIPE, text=True
        )
        self.url = self.process.stdout.readline().strip()
        self.numbers = itertools.count()

    def ask(self, method, path, data=None):
        """Send a request and return the body of the answer."""
        body = None if data is None else json.dumps(data).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.url}/{path}", body, headers, method=method)
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
            return answer.read()

    def new_bucket(self):
        """Make a bucket and return its URL."""
        name = f"bucket-{next(self.numbers)}"
        self.ask("PUT", name)
        return f"s3://{name}/models"

    def trap(self, **order):
        """Set the trap."""
        self.ask("PUT", "_trap", order)

    def asked(self):
        """Return the requests since the trap was set."""
        return json.loads(self.ask("GET", "_trap"))


@pytest.fixture(scope="session")
def running_s3():
    """Return the S3 server of this test process."""
    server = S3Server()
    yield server
    server.process.terminate()
    server.process.communicate()


@pytest.fixture
def s3(running_s3, monkeypatch):
    """Return the S3 server; this process and its children know how to reach it."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", running_s3.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "somebody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return running_s3
