# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     name: python3
#     display_name: Python 3
# ---

# %% [markdown]
# # A store under fire
#
# **After this you can** make two savers collide on purpose, kill a save where it hurts, see why a mapped
# file must not be overwritten, and keep the same promises with a database.
#
# **Time** 25 minutes. **Terms** model store, version, put if absent, fsync, part, garbage collection.
#
# This is a lab. Run a cell, look at what it prints, then do what **Try it** says: change the cell, run it
# again, and put it back. The chapter [Versioned stores](../book/06_versioned_stores.md) tells the story;
# here it happens on your machine.
#
# All files go to a temporary folder, which the last cell removes.

# %%
import os
import pickle
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

temporary = TemporaryDirectory()
folder = Path(temporary.name)

# %% [markdown]
# ## 1. Three ways to find a number
#
# Each function gets the names in a folder and says which number comes next. Four models are saved, the
# second and the fourth are deleted.


# %%
def numbers(names):
    return [int(name.split(".")[0]) for name in names]


def by_counting(names):
    return len(names) + 1


def by_highest(names):
    return max(numbers(names), default=0) + 1


def by_marks(names):
    return max(numbers(names), default=0) + 1  # the same line, and other names


# %% [markdown]
# Versions 1 and 3 are left; and once more, with marks for what was deleted.

# %%
there = ["1.pickle", "3.pickle"]
with_marks = [*there, "2.deleted", "4.deleted"]
next_numbers = by_counting(there), by_highest(there), by_marks(with_marks)
print("counting, highest, highest with marks:", next_numbers)
assert next_numbers == (3, 4, 5)

# %% [markdown]
# Counting gives a number that is taken, the highest gives one that was used. Only where a deleted version
# leaves something behind is the next number new.
#
# **Try it.** Before each, say what it will give.
#
# - Write `max(there)` and `max(there + ["10.pickle"])`: names instead of numbers. Which is the newest
#   version?
# - Delete version 1 as well. What do the three functions say now?

# %% [markdown]
# ## 2. A collision, in slow motion
#
# In the chapter four processes race, and some models are lost: how many, is up to luck. Here we leave
# nothing to luck. A save is written as a generator: at each `yield` it stops, and we decide who goes on.


# %%
def save(store, model):
    """Save as the next version: look, then take."""
    version = max(numbers(os.listdir(store)), default=0) + 1
    yield f"looked, {version} is free"
    (store / f"{version}.pickle").write_bytes(pickle.dumps(model))
    yield f"saved as {version}"


# %% [markdown]
# Two savers take turns, step by step.


# %%
def meet(save, store):
    """Let two savers take turns; return which models are there afterwards."""
    store.mkdir()
    savers = {"Ada": save(store, "model of Ada"), "Ben": save(store, "model of Ben")}
    while savers:
        for name, saver in list(savers.items()):
            step = next(saver, None)
            if step is None:
                del savers[name]
            else:
                print(f"{name}: {step}")
    return sorted(pickle.loads(path.read_bytes()) for path in store.glob("[0-9]*.pickle"))


# %%
left = meet(save, folder / "look-then-take")
print(left)
assert left == ["model of Ben"]

# %% [markdown]
# Both were told that they saved version 1. Nothing raised an error, and a model is gone. Now the bytes are
# made ready under a name of their own, and `os.link` takes the number: it fails if somebody was quicker.


# %%
def save_by_link(store, model):
    """Save as the next version: make ready, then take or be refused."""
    part = store / f".{os.urandom(8).hex()}"
    part.write_bytes(pickle.dumps(model))
    version = max(numbers(path.name for path in store.glob("[0-9]*")), default=0) + 1
    yield f"looked, {version} is free"
    while True:
        try:
            os.link(part, store / f"{version}.pickle")
            break
        except FileExistsError:
            yield f"{version} is taken by now"
            version += 1
    part.unlink()
    yield f"saved as {version}"


# %%
left = meet(save_by_link, folder / "link")
print(left)
assert left == ["model of Ada", "model of Ben"]

# %% [markdown]
# **Try it.**
#
# - In `save`, put `if (store / f"{version}.pickle").exists(): version += 1` right before the write. Does it
#   help? Put a `yield "looked again"` after it. And now?
# - In `save_by_link`, replace `os.link` by `os.replace` (and leave the `unlink` out). Who wins?

# %% [markdown]
# ## 3. A save that is killed
#
# This program saves a model of 64 megabytes to the path that it is given. We end it when a megabyte is
# there: the signal is the one of `kill -9`, and nothing in the program can catch it.

# %%
(folder / "in_place.py").write_text("""\
import sys, joblib, numpy as np
joblib.dump(np.random.default_rng(0).random((400, 20_000)), sys.argv[1])
""")
(folder / "beside.py").write_text("""\
import os, sys, joblib, numpy as np
joblib.dump(np.random.default_rng(0).random((400, 20_000)), sys.argv[2])
os.replace(sys.argv[2], sys.argv[1])
""")


# %% [markdown]
# And this is the killer. If the save was quicker, it tries again.


# %%
def size(path):
    """Return the size of a file, which may not be there, or not any more."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def kill_in_mid_write(program, target, growing):
    """Start a save, and kill it when the growing file has passed a megabyte."""
    for _ in range(8):
        saver = subprocess.Popen([sys.executable, program, target, growing], cwd=folder)
        while saver.poll() is None and size(folder / growing) < 1_000_000:
            pass
        saver.kill()
        if saver.wait() != 0 and 0 < size(folder / growing) < 64_000_000:
            return
        for name in (target, growing):
            (folder / name).unlink(missing_ok=True)
    raise RuntimeError("this disk is too quick: make the array larger")


# %%
kill_in_mid_write("in_place.py", "1.joblib", growing="1.joblib")
kill_in_mid_write("beside.py", "2.joblib", growing=".2.part")
found = {
    path.name: path.stat().st_size for path in folder.iterdir() if path.name.startswith(("1", "2", ".2"))
}
print(found)
assert sorted(found) == [".2.part", "1.joblib"]
assert max(found.values()) < 64_000_000

# %% [markdown]
# Version 1 has a good name and a part of its bytes. Version 2 does not exist, and what is left of it has a
# name that no reader looks for.
#
# **Try it.**
#
# - Load `1.joblib`. Which error do you get? Would `path.exists()`, or a size above zero, have warned you?
# - Wrap the dump of `in_place.py` in `try: ... finally: os.remove(sys.argv[1])`. Does the `finally` run?

# %% [markdown]
# ## 4. Where the bytes are
#
# A program writes three bytes and ends without a farewell (`os._exit`, which is what a crash looks like
# from inside). How many bytes are in the file depends on how far they had come.

# %%
(folder / "how_far.py").write_text("""\
import os, sys
file = open(sys.argv[1], "wb")
file.write(b"abc")
if sys.argv[1] == "flushed":
    file.flush()
os._exit(0)
""")

# %%
sizes = {}
for name in ["written", "flushed"]:
    subprocess.run([sys.executable, "how_far.py", name], cwd=folder, check=True)
    sizes[name] = (folder / name).stat().st_size
print(sizes)
assert sizes == {"written": 0, "flushed": 3}

# %% [markdown]
# After `write` the bytes are in Python's buffer and end with the process. After `flush` the operating
# system has them: they survive the process, and not a power cut. After `os.fsync` the disk has them. The
# third border cannot be shown without pulling the plug, but its price can be measured.

# %%
from statistics import median
from time import perf_counter


def seconds(durable):
    """Return the time of one small save."""
    begin = perf_counter()
    with open(folder / "small", "wb") as file:
        file.write(b"x" * 2000)
        if durable:
            file.flush()
            os.fsync(file.fileno())
    return perf_counter() - begin


# %%
times = {durable: median(seconds(durable) for _ in range(15)) for durable in (False, True)}
print(f"a small file: {times[False] * 1000:.2f} ms, with fsync {times[True] * 1000:.2f} ms")

# %% [markdown]
# What you see depends on the disk and on what else it does. A save that takes milliseconds longer is rarely
# a trouble; a version that is gone after its number was written down is.
#
# **Try it.** Let `how_far.py` call `os.fsync(file.fileno())` in place of `file.flush()`. How many bytes are
# in the file, and why?

# %% [markdown]
# ## 5. Under somebody's feet
#
# An array is mapped from a file, and the file is overwritten: first in place, then by a new file under the
# same name. (On Windows both are refused while the file is mapped.)

# %%
import joblib
import numpy as np

joblib.dump(np.ones(1000), folder / "w.joblib")
mapped = joblib.load(folder / "w.joblib", mmap_mode="r")
before = float(mapped.max())

# %%
if os.name == "posix":
    joblib.dump(np.full(1000, 7.0), folder / "w.joblib")
    in_place = float(mapped.max())

    joblib.dump(np.full(1000, 9.0), folder / ".w.part")
    os.replace(folder / ".w.part", folder / "w.joblib")
    replaced = float(mapped.max())

    print("before", before, "| overwritten in place", in_place, "| replaced", replaced)
    assert (before, in_place, replaced) == (1.0, 7.0, 7.0)
    assert joblib.load(folder / "w.joblib").max() == 9.0
del mapped

# %% [markdown]
# The model in memory became another one without being loaded. The replaced file it did not notice: the
# mapped one lives on, without a name.
#
# **Try it.** In a script of its own, map the array, then dump an array of ten numbers to the same path,
# then ask for `mapped[-1]`. Look at the exit code of the script: is there a traceback?

# %% [markdown]
# ## 6. A database is a store, too
#
# SQLite is one file and one module of the standard library. A row is there, whole, or it is not there;
# `autoincrement` never gives a number twice. Here is a model in a table, loaded again by a process that has
# only the file.

# %%
import sqlite3
from contextlib import closing

from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

X, y = load_iris(return_X_y=True)
model = LogisticRegression(max_iter=500).fit(X, y)
rows = X[::30].tolist()

# %%
with closing(sqlite3.connect(folder / "models.db")) as base, base:
    base.execute("create table models (version integer primary key autoincrement, file blob)")
    for _ in range(3):
        base.execute("insert into models (file) values (?)", (pickle.dumps(model),))
    base.execute("delete from models where version = 3")
    version = base.execute("insert into models (file) values (?)", (pickle.dumps(model),)).lastrowid
assert version == 4

# %% [markdown]
# The reader is another process.

# %%
(folder / "from_table.py").write_text("""\
import json, pickle, sqlite3, sys
base = sqlite3.connect("models.db")
[(version, file)] = base.execute("select version, file from models order by version desc limit 1")
print(json.dumps([version, pickle.loads(file).predict_proba(json.loads(sys.argv[1])).tolist()]))
""")

# %%
import json

command = [sys.executable, "from_table.py", json.dumps(rows)]
done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
version, answers = json.loads(done.stdout)
print("version", version, "- equal to the last bit:", answers == model.predict_proba(rows).tolist())
assert version == 4 and answers == model.predict_proba(rows).tolist()

# %% [markdown]
# A table is a good home for small models, beside the other data of an application, with its backups and its
# rights. It is a poor one for large ones: the bytes are copied through memory at each load, nothing can be
# mapped, and a database on a server has a limit for a row. And a pickle from a table is a pickle: loading
# runs it.
#
# **Try it.**
#
# - Leave the word `autoincrement` out. Which number comes after the deletion?
# - `raise RuntimeError` between the `delete` and the second `insert`. Which versions are there afterwards?

# %% [markdown]
# ## 7. The store of this course
#
# The same promises, and no database. We save three versions, delete the newest, and let a saver leave a
# part behind.

# %%
from rehydrate.store import ModelStore

store = ModelStore(folder / "store")
for _ in range(3):
    store.save("iris", model, golden=X[:5])
store.delete("iris", 3)
(folder / "store" / "iris" / "blobs" / "left-by-a-killed-saver.pkl").write_bytes(b"half a model")

# %%
number = store.save("iris", model)
print("versions", store.versions("iris"), "problems", store.verify("iris"))
removed = store.gc("iris")
print("gc removed", removed)
assert number == 4 and store.versions("iris") == [1, 2, 4]
assert removed == ["iris/blobs/left-by-a-killed-saver.pkl"]

# %% [markdown]
# **Try it.**
#
# - Look through `folder / "store"` with `sorted((folder / "store").rglob("*"))`. Which file is the commit
#   of version 4?
# - Change one byte of a file in `blobs` and load that version. When does the error come: before or after
#   the model's code runs?
# - In a terminal: `rehydrate store list --store PATH`.

# %%
temporary.cleanup()

# %% [markdown]
# ## What you can now do
#
# - Say why counting, the highest number and the order of names give wrong versions, and each of them when.
# - Bring about a collision, and say which call makes it impossible.
# - Say for each step of a save where the bytes are, and what would take them away.
# - Choose between a folder and a database for your models, and give a reason.
#
# Now the exercises: [Order the save](../exercises/06a_order_the_save/README.md), [Number the
# versions](../exercises/06b_number_the_versions/README.md), [Tests for a
# store](../exercises/06c_tests_for_a_store/README.md), [Survive the
# crash](../exercises/06d_survive_the_crash/README.md).
