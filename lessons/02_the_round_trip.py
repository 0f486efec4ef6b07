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
# # The round trip, by hand
#
# **After this you can** prove a reload in a second process, show what is lost with a scaler, and read the two
# errors of an object that lives in `__main__`.
#
# **Time** 25 minutes. **Terms** dump and load, round trip, fidelity, pipeline, `__main__`, untrusted file.
#
# This is a lab. Run a cell, look at what it prints, then do what **Try it** says: change the cell, run it
# again, and put it back. The chapter [The round trip](../book/02_the_round_trip.md) tells the story; here it
# happens on your machine, with wine instead of iris.
#
# All files go to a temporary folder, which the last cell removes.

# %%
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

temporary = TemporaryDirectory()
folder = Path(temporary.name)


def in_a_new_process(program, *arguments):
    """Run a program in a new interpreter; return its line, or its error."""
    command = [sys.executable, program, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode == 0:
        return done.stdout.strip()
    return [line for line in done.stderr.splitlines() if "Error" in line][-1]


# %% [markdown]
# ## 1. There and back
#
# Train a pipeline, dump it, and store its answers to some raw rows on the same day.

# %%
import joblib
import numpy as np
from sklearn.datasets import load_wine
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

X, y = load_wine(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)

pipeline = make_pipeline(StandardScaler(), LogisticRegression()).fit(X_train, y_train)
joblib.dump(pipeline, folder / "wine.joblib")
np.savez(folder / "stored.npz", X=X_test, y=y_test, answers=pipeline.predict_proba(X_test))
print(sorted(path.name for path in folder.iterdir()))

# %% [markdown]
# The second program knows two file names. It compares every probability exactly, and counts the labels that
# are right.

# %%
(folder / "prove.py").write_text("""\
import sys, joblib, numpy as np
stored = np.load("stored.npz")
model = joblib.load(sys.argv[1])
same = np.array_equal(model.predict_proba(stored["X"]), stored["answers"])
print(f"same answers: {same}, accuracy: {model.score(stored['X'], stored['y']):.2f}")
""")

report = in_a_new_process("prove.py", "wine.joblib")
print(report)
assert report.startswith("same answers: True")

# %% [markdown]
# A proof has to be able to fail. Here is a pipeline that was trained a little differently, under another
# name. The answers are still those of the first.

# %%
almost = make_pipeline(StandardScaler(), LogisticRegression(C=0.99)).fit(X_train, y_train)
joblib.dump(almost, folder / "almost.joblib")

report = in_a_new_process("prove.py", "almost.joblib")
print(report)
assert report.startswith("same answers: False")
assert almost.score(X_test, y_test) == pipeline.score(X_test, y_test)

# %% [markdown]
# The accuracy of the two is equal; the exact comparison tells them apart.
#
# **Try it.** Before each, say what it will print.
#
# - In `prove.py`, compare labels: `model.predict(stored["X"])` with `stored["answers"].argmax(axis=1)`. First
#   check that `wine.joblib` still gives `True`. Does the program still notice `almost.joblib`?
# - Dump `sklearn.base.clone(pipeline)`. Which line of the second program complains, and why not an earlier
#   one?

# %% [markdown]
# ## 2. What goes missing with the scaler
#
# The scaler stays outside, the classifier is dumped. First in this process, with the scaler still at hand.

# %%
scaler = StandardScaler().fit(X_train)
classifier = LogisticRegression().fit(scaler.transform(X_train), y_train)
joblib.dump(classifier, folder / "classifier.joblib")

here = joblib.load(folder / "classifier.joblib").score(scaler.transform(X_test), y_test)
print(f"accuracy in this process: {here:.2f}")

# %% [markdown]
# And then where there is only the file.

# %%
report = in_a_new_process("prove.py", "classifier.joblib")
print(report)
elsewhere = float(report.rsplit(" ", 1)[1])
assert here > 0.9 and elsewhere < 0.5

# %% [markdown]
# One split could be bad luck. A claim about accuracy needs several.

# %%
pairs = []
for seed in range(20):
    A_train, A_test, b_train, b_test = train_test_split(X, y, test_size=0.3, random_state=seed)
    whole = make_pipeline(StandardScaler(), LogisticRegression()).fit(A_train, b_train)
    pairs.append((whole.score(A_test, b_test), whole[-1].score(A_test, b_test)))

with_scaler, without = zip(*pairs, strict=True)
print(f"pipeline: {min(with_scaler):.2f} to {max(with_scaler):.2f}")
print(f"classifier alone: {min(without):.2f} to {max(without):.2f}")
assert max(without) < min(with_scaler)

# %% [markdown]
# **Try it.**
#
# - Put a `RandomForestClassifier(n_estimators=10, random_state=0)` in the place of the logistic regression.
#   "Trees do not need scaling": do they survive losing the scaler?
# - A colleague repairs the service by fitting a *new* scaler on the rows that come in. Ask
#   `classifier.predict(StandardScaler().fit_transform(rows))` for all of `X_test`, and then for its first row
#   alone. What does a scaler make of a single row?

# %% [markdown]
# ## 3. An address that means the same everywhere
#
# A function is dumped as an address: its module and its name. This program defines three functions that do
# the same and tries to dump each. (No scikit-learn here, so it is quick. Inside a pipeline step the rule is
# the same.)

# %%
(folder / "features.py").write_text("""\
def from_a_module(values):
    return [max(value, 0) for value in values]
""")
(folder / "train.py").write_text("""\
import pickle, sys
from pathlib import Path
from features import from_a_module

def from_the_script(values):
    return [max(value, 0) for value in values]

choices = {
    "lambda": lambda values: [max(value, 0) for value in values],
    "script": from_the_script,
    "module": from_a_module,
}
content = pickle.dumps(choices[sys.argv[1]])
Path("step.pickle").write_bytes(content)
print("saved:", content)
""")

for choice in ["lambda", "script", "module"]:
    print(f"{choice:7}", in_a_new_process("train.py", choice))

# %% [markdown]
# The lambda fails while saving: lucky. The other two files hold an address each, and you can read it in the
# bytes. Now load them in a program that is not `train.py`.

# %%
(folder / "service.py").write_text("""\
import pickle
with open("step.pickle", "rb") as file:
    step = pickle.load(file)
print("loaded:", step([-1, 2]))
""")

outcome = {}
for choice in ["script", "module"]:
    in_a_new_process("train.py", choice)
    outcome[choice] = in_a_new_process("service.py")
    print(f"{choice:7}", outcome[choice])

assert "Can't get attribute 'from_the_script'" in outcome["script"]
assert outcome["module"] == "loaded: [0, 2]"

# %% [markdown]
# The file that says `__main__` fails while loading: unlucky, since whoever saved it has left.
#
# **Try it.**
#
# - Define `from_the_script` in `service.py` too, so that it returns something else. Does the old file load
#   now? Which code runs?
# - Rename `features.py` after saving. Which error, and what does it tell you about a deployment?
# - Change the body of the function in `features.py` after saving, then load. The file is the same to the last
#   byte. Is the model?

# %% [markdown]
# ## 4. What joblib does unless you ask
#
# By default an array comes back as an ordinary array. Memory mapping is a request.

# %%
joblib.dump(np.zeros(100_000), folder / "zeros.joblib")
read = joblib.load(folder / "zeros.joblib")
mapped = joblib.load(folder / "zeros.joblib", mmap_mode="r")
print(type(read).__name__, type(mapped).__name__)
assert type(read) is np.ndarray and type(mapped) is np.memmap
del mapped

# %% [markdown]
# And the suffix: most mean nothing, a few switch compression on.

# %%
sizes = {}
for name in ["zeros.joblib", "zeros.banana", "zeros.joblib.gz", "zeros.joblib.z"]:
    joblib.dump(np.zeros(100_000), folder / name)
    sizes[name] = (folder / name).stat().st_size
    print(f"{name:16} {sizes[name]:7} bytes")
assert sizes["zeros.banana"] == sizes["zeros.joblib"] > 100 * sizes["zeros.joblib.gz"]

# %% [markdown]
# **Try it.** Replace `np.zeros(100_000)` by `np.random.default_rng(0).normal(size=100_000)`. How much does
# compression save when the numbers have no pattern? Then load a compressed file with `mmap_mode="r"` and read
# the warning.

# %% [markdown]
# ## 5. A file that does something
#
# This object asks to be rebuilt by a call. The call is harmless: it creates an empty file in our temporary
# folder. Nothing limits it to harmless ones.


# %%
class Gift:
    def __reduce__(self):
        return Path.touch, (folder / "i_was_here",)


joblib.dump(Gift(), folder / "gift.joblib")
(folder / "open_gift.py").write_text("""\
import joblib
print("got", joblib.load("gift.joblib"))
""")

assert not (folder / "i_was_here").exists()
print(in_a_new_process("open_gift.py"))
assert (folder / "i_was_here").exists()

# %% [markdown]
# **Try it.** Put the `joblib.load` of `open_gift.py` inside `try: ... except Exception: ...`, or check
# `isinstance(loaded, Pipeline)` after it. Remove the marker, run it, and look whether it is back. Where would
# a check have to stand to help?

# %%
temporary.cleanup()

# %% [markdown]
# ## What you can now do
#
# - Prove a reload: another process, raw rows, answers stored at training time, compared exactly.
# - Say why a classifier without its scaler predicts without complaint and without sense.
# - Read `Can't get attribute ... on <module '__main__'>` as "this was saved by a script, and the script is
#   not here".
# - Say what joblib does by default, and whose files you would load.
#
# Now the exercises: [Save and load](../exercises/02a_save_and_load/README.md), [Keep the
# scaler](../exercises/02b_keep_the_scaler/README.md), [Reload
# elsewhere](../exercises/02c_reload_elsewhere/README.md).
