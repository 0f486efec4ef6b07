"""Checks that would load a submission's file are found before anybody runs them."""

from pathlib import Path

import pytest

from rehydrate.lab.lint import lint

ROOT = Path(__file__).resolve().parents[1]
CHECKS = sorted([*ROOT.glob("exercises/*/test_exercise.py"), *ROOT.glob("solutions/*/test_hidden.py")])


@pytest.fixture
def findings(tmp_path):
    """Look at the text of a file of checks."""

    def look(source):
        path = tmp_path / "test_exercise.py"
        path.write_text(source, encoding="utf-8")
        return lint(path)

    return look


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("import joblib\ndef test(path): return joblib.load(path)", "joblib.load"),
        ("import joblib as j\ndef test(path): return j.load(path)", "joblib.load"),
        ("from joblib import load as get\ndef test(path): return get(path)", "joblib.load"),
        ("import joblib\nread = joblib.load", "joblib.load"),
        ("import pickle\npickle.load(open('x'))", "pickle.load"),
        ("import pickle\npickle.loads(b'')", "pickle.loads"),
        ("from pickle import Unpickler\nUnpickler(None).load()", "pickle.Unpickler"),
        ("import numpy as np\nnp.load('x', allow_pickle=True)", "numpy.load with allow_pickle"),
        ("import numpy as np\nnp.load('x', None, True)", "numpy.load with allow_pickle"),
        ("import numpy as np\nyes = 1\nnp.load('x', allow_pickle=yes)", "numpy.load with allow_pickle"),
        ("from numpy import load\nload('x', **{'allow_pickle': True})", "numpy.load with allow_pickle"),
        ("import torch\ntorch.load('x', weights_only=True)", "torch.load"),
        ("import cloudpickle\ncloudpickle.loads(b'')", "cloudpickle.loads"),
        ("import dill\ndill.load(None)", "dill.load"),
        ("import hickle\nhickle.load('x')", "hickle.load"),
        ("import skops.io as sio\nsio.load('x', trusted=['a'])", "skops.io.load"),
        ("from skops.io import loads\nloads(b'')", "skops.io.loads"),
        ("import shelve\nshelve.open('x')", "shelve.open"),
        ("import marshal\nmarshal.loads(b'')", "marshal.loads"),
        ("import pandas as pd\npd.read_pickle('x')", "pandas.read_pickle"),
        ("import tensorflow as tf\ntf.keras.models.load_model('x')", "tensorflow.keras.models.load_model"),
        ("def test(path): exec(path.read_text())", "exec"),
        ("def test(path): return eval(path.read_text())", "eval"),
        ("def test(path): return compile(path.read_text(), '', 'exec')", "compile"),
        ("__import__('answer')", "__import__"),
        ("import runpy\nrunpy.run_path('answer.py')", "runpy.run_path"),
        ("import importlib\nimportlib.import_module('answer')", "importlib.import_module"),
        (
            "from importlib import util\nutil.spec_from_file_location('a', 'b')",
            "importlib.util.spec_from_file_",
        ),
        ("from pickle import *\nloads(b'')", "from pickle import *"),
    ],
)
def test_what_runs_a_file_is_found(findings, source, name):
    (found,) = findings(source)
    assert found.startswith(
        f"test_exercise.py, line {len(source.splitlines()) if '*' not in name else 1}: {name}"
    )
    assert "do it in probes.py" in found


@pytest.mark.parametrize(
    "source",
    [
        "import joblib\njoblib.dump([1], 'x')\n",
        "import pickle\npickle.dumps([1])\n",
        "import numpy as np\nnp.load('x')\nnp.load('x', mmap_mode='r', allow_pickle=False)\n",
        "import json, re\njson.load(None)\nre.compile('x')\n",
        "def test(submission, path): submission.probes.load(path)\n",
        "import joblib\njoblib.load('x')  # lint: written three lines above\n",
        "class Store:\n    def load(self): pass\nStore().load()\n",
    ],
)
def test_what_runs_nothing_is_left_alone(findings, source):
    assert findings(source) == []


def test_an_excuse_has_to_say_why(findings):
    assert len(findings("import joblib\njoblib.load('x')  # lint: \n")) == 1


def test_findings_come_in_the_order_of_the_lines(findings):
    found = findings("import joblib, pickle\n" + "\n" * 9 + "pickle.loads(b'')\njoblib.load('x')\n")
    assert [words.partition(":")[0].split()[-1] for words in found] == ["11", "12"]


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: f"{path.parent.parent.name}/{path.parent.name}")
def test_the_courses_own_checks_load_nothing_of_a_submission(path):
    assert lint(path) == []
