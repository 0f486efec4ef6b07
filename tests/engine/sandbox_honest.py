"""What honest submissions do, one function each."""

import asyncio
import csv
import importlib
import json
import multiprocessing
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


def imports(name):
    was_there = name in sys.modules
    importlib.import_module(name)
    return was_there


def fits():
    from sklearn.datasets import load_iris
    from sklearn.ensemble import RandomForestClassifier

    X, y = load_iris(return_X_y=True)
    return float(RandomForestClassifier(10, random_state=0, n_jobs=2).fit(X, y).score(X, y)) > 0.9


def threads():
    with ThreadPoolExecutor(8) as pool:
        return sum(pool.map(lambda n: n, range(100)))


def many_threads():
    done = threading.Barrier(17)
    started = [threading.Thread(target=done.wait) for _ in range(16)]
    for thread in started:
        thread.start()
    done.wait(60)
    return len(started)


def _double(n):
    return 2 * n


def joblib_processes():
    import joblib

    return joblib.Parallel(n_jobs=2)(joblib.delayed(abs)(-n) for n in range(4))


def pool_of_processes():
    with multiprocessing.get_context("fork").Pool(2) as pool:
        return pool.map(_double, [1, 2, 3])


def subprocess_of_python():
    done = subprocess.run(
        [sys.executable, "-c", "import json, sklearn; print(1)"], capture_output=True, text=True
    )
    return done.stdout + done.stderr


def shell():
    return subprocess.check_output("echo $((1 + 1))", shell=True, text=True)


def event_loop():
    async def later():
        await asyncio.sleep(0)
        return 1

    return asyncio.run(later())


def files(folder):
    """Write files of several kinds, replace, copy, link and remove them; return what is left."""
    folder = Path(folder)
    (folder / "plain.json").write_text(json.dumps({"a": 1}))
    with (folder / "table.csv").open("w", newline="") as file:
        csv.writer(file).writerow([1, 2])
    with sqlite3.connect(folder / "base.sqlite") as base:
        base.execute("create table t (x)")
        base.execute("insert into t values (1)")
    base.close()
    (folder / "deep" / "er").mkdir(parents=True)
    shutil.copy2(folder / "plain.json", folder / "deep" / "er")
    os.replace(folder / "table.csv", folder / "deep" / "table.csv")
    (folder / "latest").symlink_to("plain.json")
    os.chmod(folder / "plain.json", 0o600)
    shutil.rmtree(folder / "deep")
    return sorted(path.name for path in folder.iterdir())


def temporary():
    with tempfile.NamedTemporaryFile() as file:
        return Path(file.name).parent == Path.cwd()


def between(shared):
    """Write here, then move there as a careful program does."""
    Path("new.part").write_bytes(b"new")
    os.replace("new.part", Path(shared) / "new")
    return (Path(shared) / "new").read_bytes()


def home():
    return str(Path.home()) == os.getcwd()


def overwrite(path):
    Path(path).write_bytes(b"theirs")


def put(path):
    Path(path).write_bytes(b"private")
    os.chmod(path, 0o600)
