"""A fixture of several formats: a process that never saw the objects of this one."""

import json
import os
import subprocess
import sys

import pytest


@pytest.fixture(scope="session")
def elsewhere():
    """Run a program in a fresh process; returns what it printed, read as JSON."""

    def run(program, *arguments, **environment):
        done = subprocess.run(
            [sys.executable, "-c", program, *map(str, arguments)],
            capture_output=True,
            encoding="utf-8",
            env=os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"} | environment,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout)

    return run
