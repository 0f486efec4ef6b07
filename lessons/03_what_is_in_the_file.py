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
# # Inside the file, by hand
#
# **After this you can** follow the instructions of a pickle with your own hands, cut an array out of a joblib
# file, weigh four workers that share one, and say which damage a load notices.
#
# **Time** 25 minutes. **Terms** instruction, memo, memory mapping, resident set size, proportional set size,
# checksum.
#
# This is a lab. Run a cell, look at what it prints, then do what **Try it** says: change the cell, run it
# again, and put it back. The chapter [What is in the file](../book/03_what_is_in_the_file.md) tells the
# story.
#
# All files go to a temporary folder, which the last cell removes.

# %%
import pickle
import pickletools
import subprocess
import sys
import zlib
from collections import ChainMap, Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import joblib
import numpy as np

temporary = TemporaryDirectory()
folder = Path(temporary.name)

# %% [markdown]
# ## 1. Be the machine
#
# A pickle is a list of instructions for a machine with a stack. Here is a small such machine: it knows ten
# instructions, and prints its stack after each.

# %%
MARK = "(mark)"


def step(stack, memo, instruction, argument):
    """Do what one instruction says."""
    if instruction in ("EMPTY_DICT", "EMPTY_LIST"):
        stack.append({} if instruction == "EMPTY_DICT" else [])
    elif instruction in ("SHORT_BINUNICODE", "BINFLOAT", "BININT1"):
        stack.append(argument)
    elif instruction == "MARK":
        stack.append(MARK)
    elif instruction == "MEMOIZE":
        memo.append(stack[-1])
    elif instruction == "BINGET":
        stack.append(memo[argument])
    elif instruction in ("APPENDS", "SETITEMS"):
        place = len(stack) - 1 - stack[::-1].index(MARK)
        items, stack[place:] = stack[place + 1 :], []
        if instruction == "APPENDS":
            stack[-1].extend(items)
        else:
            stack[-1].update(zip(items[::2], items[1::2], strict=True))


# %%
def run(content, show=False):
    """Follow all the instructions of a pickle; return what is left on the stack."""
    stack, memo = [], []
    for instruction, argument, place in pickletools.genops(content):
        step(stack, memo, instruction.name, argument)
        if show:
            print(f"{place:3} {instruction.name:17} {stack}")
    return stack[-1]


thing = {"C": 0.5, "classes": ["no", "yes"]}
built = run(pickle.dumps(thing, protocol=4), show=True)
assert built == thing

# %% [markdown]
# Our machine cannot look anything up and cannot call anything, so it is safe with any file. It is also of
# little use with most of them: what Python's machine has more is what makes models possible, and payloads.
#
# **Try it.** Say first what will happen.
#
# - Let `thing` be `{"a": "no", "b": "no"}`. Which instruction fetches the second "no", and from which number?
# - Let `thing` be `[1, 2, 300]`. Which instruction is missing, and what does our machine do about it?

# %% [markdown]
# ## 2. Names
#
# One class, asked for in two ways, and two classes of one module.


# %%
def names(content):
    """Print the instructions that have to do with names."""
    for instruction, argument, place in pickletools.genops(content):
        if "GLOBAL" in instruction.name or "GET" in instruction.name or isinstance(argument, str):
            print(f"{place:4} {instruction.name:17} {'' if argument is None else repr(argument)}")


for protocol in (2, 4):
    print("protocol", protocol)
    names(pickle.dumps([Counter, ChainMap], protocol))

# %% [markdown]
# In protocol 4 the text "collections" is written once, and fetched from the memo for the second class. Taking
# the two texts that were written last would give a class that does not exist:

# %%
texts = [a for _, a, _ in pickletools.genops(pickle.dumps([Counter, ChainMap], 4)) if isinstance(a, str)]
print(".".join(texts[-2:]))
assert texts == ["collections", "Counter", "ChainMap"]

# %% [markdown]
# **Try it.** Pickle `[Counter.__qualname__, Counter]`. Which texts are written, and in which order do they
# come onto the stack before `STACK_GLOBAL`?

# %% [markdown]
# ## 3. Cut an array out
#
# joblib writes the bytes of an array as they lie in memory. Find them, and look at what stands before them.

# %%
weights = np.random.default_rng(0).normal(size=(200, 50))
joblib.dump({"weights": weights, "note": "made on a Friday"}, folder / "state.joblib")
content = (folder / "state.joblib").read_bytes()
start = content.find(weights.tobytes())
end = start + weights.nbytes
print(f"{len(content)} bytes, of which the array takes {weights.nbytes}, from byte {start}")
print("before it:", content[start - 12 : start])
print("after it: ", content[end : end + 40])
assert start % 16 == 0

# %% [markdown]
# The padding tells its own length in its first byte. With the array and its padding cut out, the rest is a
# complete pickle, which pickletools reads to the end.

# %%
before = content.rfind(b"b", 0, start) + 1  # behind BUILD, the last instruction before the padding
assert content[before] == start - before - 1
rest = content[:before] + content[end:]
print(len(list(pickletools.genops(rest))), "instructions")
assert len(rest) < 500

# %% [markdown]
# And the array can be used without joblib, and without being read.

# %%
by_hand = np.memmap(folder / "state.joblib", "<f8", "r", offset=start, shape=weights.shape)
print("the same numbers:", np.array_equal(by_hand, weights))
assert np.array_equal(by_hand, weights)
del by_hand

# %% [markdown]
# **Try it.**
#
# - Dump `weights.T` instead. Do you still find `weights.tobytes()`, and what has changed in the
#   instructions?
# - Dump with `compress=3`. Is there anything left to find?
# - Dump `[weights, weights]` with joblib and with pickle. How long are the files? Are the two arrays one
#   object again after loading?

# %% [markdown]
# ## 4. Four workers
#
# Each worker loads the file, uses all of it, and waits. The program asks Linux how much memory each takes.
# RSS counts a shared page in full for each, PSS divides it among those who share it.

# %%
(folder / "worker.py").write_text("""\
import sys, joblib
model = joblib.load(sys.argv[1], mmap_mode=sys.argv[2] if sys.argv[2:] else None)
if hasattr(model, "sum"):
    model.sum()
print("ready", flush=True)
input()
""")


def memory(pid):
    """Return RSS, PSS and the memory that is no part of any file, in MiB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    kib = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:]}
    return np.array([kib["Rss"], kib["Pss"], kib["Anonymous"]]) / 1024


# %%
def workers(name, *mode, n=4):
    """Start workers that load a file; return the sums of what `memory` tells."""
    if not Path("/proc/self/smaps_rollup").exists():
        return np.array([np.nan] * 3)  # not on Linux: run the rest of the lab
    command, pipe = [sys.executable, "worker.py", name, *mode], subprocess.PIPE
    started = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=folder) for _ in range(n)]
    for worker in started:
        worker.stdout.readline()
    total = sum(memory(worker.pid) for worker in started)
    for worker in started:
        worker.communicate("\n")
    return total


# %%
joblib.dump(np.random.default_rng(0).normal(size=4_000_000), folder / "array.joblib")
read, mapped = workers("array.joblib"), workers("array.joblib", "r")
print("           sum of RSS  sum of PSS")
print(f"reading    {read[0]:10.0f}  {read[1]:10.0f}  MiB")
print(f"mapping    {mapped[0]:10.0f}  {mapped[1]:10.0f}  MiB")
assert np.isnan(read[1]) or mapped[1] < 0.8 * read[1]

# %% [markdown]
# And a forest? Its trees copy their nodes into memory of their own when they are loaded.

# %%
from sklearn.ensemble import RandomForestRegressor

dice = np.random.default_rng(0)
rows, targets = dice.normal(size=(30_000, 3)), dice.normal(size=30_000)
forest = RandomForestRegressor(n_estimators=8, max_features=1, random_state=0).fit(rows, targets)
joblib.dump(forest, folder / "forest.joblib")
size = (folder / "forest.joblib").stat().st_size / 2**20

read, mapped = workers("forest.joblib", n=2), workers("forest.joblib", "r", n=2)
print(f"file       {size:10.0f}  MiB")
print(f"reading    {read[1]:10.0f}  MiB, sum of PSS of two workers")
print(f"mapping    {mapped[1]:10.0f}  MiB, sum of PSS of two workers")
assert np.isnan(read[2]) or read[2] - mapped[2] < size / 2

# %% [markdown]
# Had the two shared the file, mapping would have saved one whole copy of it.
#
# **Try it.**
#
# - Leave `model.sum()` out of the worker. What does a mapped array cost that nobody uses?
# - Measure one worker and multiply by four. By how much is it wrong for the mapped array?
# - Dump the array with `compress=3` and map it. What do the workers say on their standard error?

# %% [markdown]
# ## 5. A mapped file that is written to
#
# Whoever maps a file sees what becomes of it. Here a program has mapped a model, and somebody writes a new
# one over the file.

# %%
path = folder / "served.joblib"
joblib.dump(np.full(1000, 1.0), path)
served = joblib.load(path, mmap_mode="r")
print("before:", served[0])
with path.open("r+b") as file:  # the same file, other bytes
    file.write(path.read_bytes().replace(np.float64(1.0).tobytes(), np.float64(7.0).tobytes()))
print("after: ", served[0])
assert served[0] == 7.0
del served

# %% [markdown]
# The program never loaded anything anew, and its model is another one. Putting a *new* file in the place of
# the old one leaves the old one to those who have it open.

# %%
joblib.dump(np.full(1000, 1.0), path)
served = joblib.load(path, mmap_mode="r")
joblib.dump(np.full(1000, 7.0), folder / "new.joblib")
if sys.platform != "win32":  # Windows refuses to replace a file that is mapped
    (folder / "new.joblib").replace(path)
print("after: ", served[0])
assert served[0] == 1.0
del served

# %% [markdown]
# **Try it.** Map with `mmap_mode="r+"` and write to `served[0]`. Who else sees it? And with `"c"`?

# %% [markdown]
# ## 6. One bit
#
# Fifty bits are turned over in an array's bytes, one at a time, in a plain file and in a packed one.


# %%
def flipped(content, place, bit):
    """Return the content with one bit turned over."""
    return content[:place] + bytes([content[place] ^ 1 << bit]) + content[place + 1 :]


def is_noticed(content):
    """Load what has this content, and say whether an error came of it."""
    (folder / "changed").write_bytes(content)
    try:
        joblib.load(folder / "changed")
    except (zlib.error, ValueError, EOFError):
        return True
    return False


# %%
joblib.dump(weights, folder / "packed.joblib", compress=("zlib", 3))
packed = (folder / "packed.joblib").read_bytes()
noticed = {"plain": 0, "packed": 0}
for _ in range(50):
    bit = int(dice.integers(8))
    noticed["plain"] += is_noticed(flipped(content, int(dice.integers(start, end)), bit))
    noticed["packed"] += is_noticed(flipped(packed, int(dice.integers(1000, len(packed) - 4)), bit))
print("of 50 changed bits, noticed:", noticed)
assert noticed == {"plain": 0, "packed": 50}

# %% [markdown]
# **Try it.**
#
# - Cut the last ten bytes off both files instead. Who notices now?
# - Write down `hashlib.sha256(content).hexdigest()` first, and let `is_noticed` compare it before it loads.

# %%
temporary.cleanup()

# %% [markdown]
# ## What you can now do
#
# - Follow a pickle's instructions, and say which of them reach beyond data.
# - Find the arrays in a joblib file, and use one without joblib.
# - Weigh workers with PSS, and say for which models mapping pays.
# - Say why a plain file loads in silence after one bit has changed.
#
# Now the exercises: [Name the globals](../exercises/03a_name_the_globals/README.md), [Compress or
# map](../exercises/03b_compress_or_map/README.md), [Data or code](../exercises/03c_data_or_code/README.md).
