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
# # Proving a reload, by hand
#
# **After this you can** examine a model file without treating it, keep golden answers that tell a model
# from its twin, choose a tolerance by measuring the noise, and split a cold start into its parts.
#
# **Time** 25 minutes. **Terms** golden predictions, fidelity, tolerance, cold start, warm load, steady
# answer.
#
# This is a lab. Run a cell, look at what it prints, then do what **Try it** says: change the cell, run it
# again, and put it back. The chapter [Proving the reload](../book/04_proving_the_reload.md) tells the
# story; here it happens on your machine, with wine instead of iris.
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
    """Run a program in a new interpreter; return its lines."""
    command = [sys.executable, program, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


# %% [markdown]
# ## 1. Examine, and do not treat
#
# A forest learns to tell three kinds of wine. Into a second file goes a forest from another seed, into a
# third one that never was trained.

# %%
import joblib
import numpy as np
from sklearn.datasets import load_wine
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

X, y = load_wine(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)


def grown(seed, n_trees=30):
    """Train a forest."""
    return RandomForestClassifier(n_trees, random_state=seed).fit(X_train, y_train)


# %%
forest = grown(seed=0)
joblib.dump(forest, folder / "right.joblib")
joblib.dump(grown(seed=1), folder / "other_seed.joblib")
joblib.dump(RandomForestClassifier(30, random_state=2), folder / "never_trained.joblib")
names = ["right", "other_seed", "never_trained"]

# %% [markdown]
# The common evaluation trains after the load. All three files get a report, and it is always a good one.

# %%
import time


def common_evaluation(name):
    """Evaluate a file as many tutorials do."""
    start = time.time()
    model = joblib.load(folder / f"{name}.joblib")
    model.fit(X_train, y_train)
    seconds = time.time() - start
    return seconds, model.score(X_test, y_test)


common = {name: common_evaluation(name)[1] for name in names}
print(common)
assert min(common.values()) >= 0.9

# %% [markdown]
# Without the `fit`, and with answers that were kept: three findings.

# %%
kept = forest.predict_proba(X_test)


def honest_evaluation(name):
    """Ask the model in a file, and change nothing."""
    model = joblib.load(folder / f"{name}.joblib")
    try:
        return bool(np.array_equal(model.predict_proba(X_test), kept))
    except ValueError as error:
        return type(error).__name__


honest = {name: honest_evaluation(name) for name in names}
print(honest)
assert honest == {"right": True, "other_seed": False, "never_trained": "NotFittedError"}

# %% [markdown]
# **Try it.** Before each, say what it will print.
#
# - Move the `fit` of the common evaluation behind the second reading of the clock. What changes in its
#   report, and what does not?
# - Give the honest evaluation a `model.fit` in its `except` branch, "so that it does not crash". Who hears
#   now that the file is empty?

# %% [markdown]
# ## 2. Count the pairs
#
# Twenty seeds, twenty forests, 190 pairs. How many pairs does each kind of evidence tell apart?

# %%
from itertools import combinations

forests = [grown(seed) for seed in range(20)]
evidence = {
    "accuracy": [each.score(X_test, y_test) for each in forests],
    "labels": [each.predict(X_test).tolist() for each in forests],
    "probabilities": [each.predict_proba(X_test).tolist() for each in forests],
}
# %%
told_apart = {
    kind: sum(one != other for one, other in combinations(found, 2)) for kind, found in evidence.items()
}
print(told_apart, "of", len(list(combinations(range(20), 2))))
assert 0 < told_apart["accuracy"] <= told_apart["labels"] < told_apart["probabilities"] == 190

# %% [markdown]
# Wine is a harder examination than iris, so that accuracies differ more often. Still it misses many pairs;
# probabilities miss none.
#
# **Try it.**
#
# - Give the forests 100 trees, then 3. Which of the three numbers moves, and why?
# - Use the iris flowers and `random_state=42` for the split, as in the chapter, and sixty seeds.
# - Put `LogisticRegression` (with a scaler) in the place of the forest, with `random_state=seed`. Are the
#   pairs still told apart? Which models are the same however often you train them?

# %% [markdown]
# ## 3. Golden answers
#
# `reference_of` asks a model for what is worth keeping. We keep only the ten rows about which the forest is
# least sure, as plain arrays.

# %%
from rehydrate.evaluate import reference_of

least_sure = np.argsort(kept.max(axis=1))[:10]
rows = X_test[least_sure]
golden = reference_of(forest, rows)
np.savez(folder / "golden.npz", rows=rows, **golden)
print({name: answers.shape for name, answers in golden.items()})
print((folder / "golden.npz").stat().st_size, "bytes")

# %% [markdown]
# Another process knows nothing but the files.

# %%
(folder / "check.py").write_text("""\
import sys, joblib, numpy as np
golden = np.load("golden.npz", allow_pickle=False)
for name in sys.argv[1:]:
    model = joblib.load(f"{name}.joblib")
    far = np.abs(model.predict_proba(golden["rows"]) - golden["predict_proba"]).max()
    other = (model.predict(golden["rows"]) != golden["predict"]).sum()
    print(f"{name}: {other} other labels, largest difference {far:.3f}")
""")

# %%
lines = in_a_new_process("check.py", "right", "other_seed")
print("\n".join(lines))
assert lines[0].endswith(" 0.000") and not lines[1].endswith(" 0.000")

# %% [markdown]
# **Try it.**
#
# - Keep the ten *surest* rows instead. How many of the other nineteen forests from part 2 would they
#   notice?
# - Keep one row. Which one would you take?
# - In `check.py`, change the order of the columns of `golden["rows"]` before asking. Does the check notice?

# %% [markdown]
# ## 4. How far apart is equal?
#
# The same model, asked in two ways. This is the noise of your machine.

# %%
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def trained(C=1.0):
    """Train a logistic regression behind its scaler."""
    return make_pipeline(StandardScaler(), LogisticRegression(C=C)).fit(X_train, y_train)


# %%
pipeline = trained()
together = pipeline.predict_proba(X_test)
one_by_one = np.vstack([pipeline.predict_proba([row]) for row in X_test])
noise = np.abs(together - one_by_one).max()
print(f"{(together != one_by_one).sum()} of {together.size} differ, by {noise:.0e} at most")
assert noise < 1e-12

# %% [markdown]
# And these are changes that somebody may have made. Between the noise and the smallest change that matters
# there is room for a tolerance.

# %%
rounded = trained()
rounded[-1].coef_ = np.round(rounded[-1].coef_, 4)
changes = {
    "weights with four decimals": np.abs(rounded.predict_proba(X_test) - together).max(),
    "C=0.99": np.abs(trained(C=0.99).predict_proba(X_test) - together).max(),
}
for what, size in changes.items():
    print(f"{what:28} {size:.0e}")
assert noise < 1e-9 < min(changes.values())

# %% [markdown]
# **Try it.**
#
# - With `np.allclose(a, b, atol=1e-6)` and with `rtol=0` besides: which of the changes pass? With how many
#   decimals in the weights does the answer differ between the two?
# - Save this file as a script, run it with `OMP_NUM_THREADS=1` and with `OMP_NUM_THREADS=4` in front. Is
#   the noise the same?

# %% [markdown]
# ## 5. A cold start, split
#
# This program is started anew for each measurement. It imports what the file needs before it reads it, so
# that the three parts stay apart.

# %%
joblib.dump(pipeline, folder / "wine.joblib")
np.save(folder / "row.npy", X_test[:1])
(folder / "start.py").write_text("""\
from time import perf_counter
begin = perf_counter()
import joblib, numpy as np, sklearn.linear_model, sklearn.pipeline, sklearn.preprocessing
imported = perf_counter()
model = joblib.load("wine.joblib")
read = perf_counter()
model.predict_proba(np.load("row.npy"))
answered = perf_counter()
print(imported - begin, read - imported, answered - read)
""")

# %%
starts = [[float(part) for part in in_a_new_process("start.py")[0].split()] for _ in range(3)]
imports, read, first_answer = np.median(starts, axis=0)
print(f"imports {imports:.2f} s, read {read * 1e3:.1f} ms, first answer {first_answer * 1e3:.1f} ms")
assert imports > 10 * (read + first_answer)

# %% [markdown]
# The same two steps here, where everything is warm. The median of many, since no two runs are alike.

# %%
from statistics import median


def seconds(action):
    """Return how long an action takes."""
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


# %%
loads = [seconds(lambda: joblib.load(folder / "wine.joblib")) for _ in range(50)]
answers = [seconds(lambda: pipeline.predict_proba(X_test[:1])) for _ in range(50)]
for what, runs in (("warm load", loads), ("steady answer", answers)):
    print(f"{what:14} median {median(runs) * 1e3:.2f} ms, slowest {max(runs) * 1e3:.2f} ms")
assert median(loads) < imports / 10 and median(answers) < imports / 10

# %% [markdown]
# **Try it.**
#
# - In `start.py`, leave the three `sklearn` modules out of the imports. Which of the parts grows, and does
#   the sum change? Which of the two programs says more about the *file*?
# - Replace the pipeline by `grown(0, n_trees=500)`. Which part grows most?
# - Run `python -X importtime start.py` in a folder of your own and look at the end of the list: what takes
#   longest?
# - Measure a model of your own: `rehydrate bench --help` says how.

# %%
temporary.cleanup()

# %% [markdown]
# ## What you can now do
#
# - Tell an evaluation that examines from one that treats, by looking between `load` and `predict`.
# - Say what an equal accuracy shows, and keep rows and answers that show more.
# - Measure the noise first, and put a tolerance between it and the smallest change that matters.
# - Say of a load time whether it is cold or warm, and where a cold start goes.
#
# Now the exercises: [Evaluate the reload](../exercises/04a_evaluate_the_reload/README.md), [Tests that can
# tell](../exercises/04b_tests_that_can_tell/README.md), [Golden
# answers](../exercises/04c_golden_answers/README.md), [Measure cold and
# warm](../exercises/04d_measure_cold_and_warm/README.md).
