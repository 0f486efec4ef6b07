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
# # Choosing a format, by hand
#
# **After this you can** weigh formats on a model of your own, keep a model as data only, find the rows on
# which a float32 copy of it is another model, and read the advice of `rehydrate choose` with care.
#
# **Time** 25 minutes. **Terms** format, dump and load, untrusted file, float32, parity, tolerance.
#
# This is a lab. Run a cell, look at what it prints, then do what **Try it** says: change the cell, run it
# again, and put it back. The chapter [Choosing a format](../book/05_choosing_a_format.md) tells the
# story; here it happens on your machine, with wine instead of iris.
#
# All files go to a temporary folder, which the last cell removes.

# %%
import os
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from sklearn.datasets import load_wine
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from rehydrate import formats

temporary = TemporaryDirectory()
folder = Path(temporary.name)
os.environ["TMPDIR"] = temporary.name  # onnxruntime, where installed, drops a file where it is imported

X, y = load_wine(return_X_y=True)
pipeline = make_pipeline(StandardScaler(), LogisticRegression()).fit(X, y)

# %% [markdown]
# ## 1. What a need leaves over
#
# Each format says beside its code what it can and what it cannot. A need is then a question with yes or
# no, and what is left is what answers yes to all of them.

# %%
needs = {
    "runs nothing": lambda fmt: not fmt.runs_code_on_load,
    "can be trained further": lambda fmt: fmt.gives_back == "object",
    "needs nothing installed": lambda fmt: not fmt.requires,
}

left = formats.available()
print(f"{len(left)} formats")
for words, is_met in needs.items():
    left = [fmt for fmt in left if is_met(fmt)]
    print(f"{words:24} leaves {', '.join(fmt.name for fmt in left)}")
assert {"npz_linear", "npz_trees"} == {fmt.name for fmt in left}

# %% [markdown]
# **Try it.**
#
# - Put the needs into another order. Does the last line change? Does any other?
# - Add `"promised to later versions": lambda fmt: fmt.outlives_versions`. Who is left? What would you
#   tell the person who asked?

# %% [markdown]
# ## 2. "joblib is the fast one"
#
# That depends on what is in the model. Gradient boosting makes dozens of small trees for each kind of
# wine, and joblib writes every array by itself.

# %%
from statistics import median
from time import perf_counter

from sklearn.ensemble import HistGradientBoostingClassifier

boosted = HistGradientBoostingClassifier(max_iter=40, random_state=0).fit(X, y)


def seconds_to_load(fmt, model):
    """Dump a model, and return the median of seven loads."""
    path = fmt.dump(model, folder / f"model{fmt.suffix}")
    took = []
    for _ in range(7):
        start = perf_counter()
        fmt.load(path)
        took.append(perf_counter() - start)
    return median(took)


# %%
times = {}
for words, model in [("linear", pipeline), ("boosted", boosted)]:
    for name in ["pickle", "joblib"]:
        times[words, name] = seconds_to_load(formats.get(name), model)
        print(f"{words:8} {name:8} {times[words, name] * 1e3:8.2f} ms")
assert times["boosted", "joblib"] > 2 * times["boosted", "pickle"]

# %% [markdown]
# For hundreds of small arrays joblib takes more than twice as long as pickle.
#
# **Try it.** Add `("neighbours", KNeighborsClassifier().fit(...))` with 20,000 random rows, and
# `formats.get("joblib", compress=3)`. Which of the two is quicker with one large
# array? What does compression save, in bytes, and what does it cost, in time?

# %% [markdown]
# ## 3. Data, and what only looks like it
#
# Five arrays are all that the pipeline has learned. Here they are in an `.npz`, and back.

# %%
scaler, classifier = pipeline
learned = {
    "schema": 1,
    "mean": scaler.mean_,
    "scale": scaler.scale_,
    "weights": classifier.coef_,
    "intercepts": classifier.intercept_,
    "classes": classifier.classes_,
}
# %%
np.savez(folder / "wine.npz", **learned)

with np.load(folder / "wine.npz", allow_pickle=False) as data:
    scores = (X - data["mean"]) / data["scale"] @ data["weights"].T + data["intercepts"]
    labels = data["classes"][scores.argmax(axis=1)]
assert np.array_equal(labels, pipeline.predict(X))
print(f"{len(labels)} labels, all as before, without a pickle")


# %% [markdown]
# The suffix promises nothing. This object asks, when it is unpickled, for a harmless call: it creates an
# empty file in our folder. It travels in an `.npz`, in an array of objects.


# %%
class Gift:
    def __reduce__(self):
        return Path.touch, (folder / "i_was_here",)


objects = np.empty(1, dtype=object)
objects[0] = Gift()
np.savez(folder / "gift.npz", **learned | {"classes": objects})

# %%
try:
    with np.load(folder / "gift.npz") as data:
        data["classes"]
except ValueError as error:
    print("refused:", error)
assert not (folder / "i_was_here").exists()

with np.load(folder / "gift.npz", allow_pickle=True) as data:
    data["classes"]
assert (folder / "i_was_here").exists()
print("with allow_pickle=True the mark is there")

# %% [markdown]
# **Try it.** Remove the mark, open `gift.npz` with `allow_pickle=True` once more, and read only
# `data["weights"]`. Is the mark back? Why is that no reason to feel safe?

# %% [markdown]
# ## 4. Where float32 ends
#
# It has 24 binary digits. Up to 16,777,216 it knows every whole number; the next one it does not.

# %%
last = 2**24
assert np.float32(last - 1) != np.float32(last)
assert np.float32(last) == np.float32(last + 1)
for value in [1.0, 1e4, 1e6, 1e8, 1.7e9]:
    print(f"at {value:15,.0f} the next float32 is {np.spacing(np.float32(value)):.2g} away")


# %% [markdown]
# The pipeline in float32, from the first step to the last, as an ONNX runtime computes it; and a column
# that counts from another zero.


# %%
class Float32Twin:
    """A scaler and a logistic regression in float32."""

    methods = ("predict", "predict_proba")

    def __init__(self, pipeline):
        scaler, classifier = pipeline
        self.classes_ = classifier.classes_
        self.mean, self.scale = np.float32(scaler.mean_), np.float32(scaler.scale_)
        self.weights = np.float32(classifier.coef_.T)
        self.intercepts = np.float32(classifier.intercept_)

    def predict_proba(self, X):
        scores = (np.float32(X) - self.mean) / self.scale @ self.weights + self.intercepts
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


# %%
from rehydrate.formats.onnx_file import parity

reports = {}
for offset in [0, 1e4, 1e6, 1e8]:
    moved = X.copy()
    moved[:, 6] += offset
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(moved, y)
    reports[offset] = parity(model, Float32Twin(model), moved)
    print(f"offset {offset:13,.0f}: {reports[offset]}")
assert reports[0].holds and not reports[1e8].holds

# %% [markdown]
# Nothing warns on the way. And the labels are the last to go: long before one of them flips, the
# probabilities are off.

# %%
assert reports[1e6].n_labels_differ == 0 and not reports[1e6].holds
assert reports[1e4].largest_difference > 10 * reports[0].largest_difference

# %% [markdown]
# **Try it.**
#
# - Compare on `moved.astype(np.float32)` instead of `moved`. What does the report say at 100,000,000, and
#   who is right?
# - Compare on `StandardScaler().fit_transform(moved)`. Why does this hide everything?
# - Subtract the offset from the column before `fit`, and before every question. Then which report?

# %% [markdown]
# ## 5. Trees read float32 too
#
# This trap is not ONNX's alone. The trees of scikit-learn turn every row into float32 before they look at
# it, in training as in prediction.

# %%
from sklearn.tree import DecisionTreeClassifier

column = X[:, [6]]
near = DecisionTreeClassifier(random_state=0).fit(column, y).score(column, y)
far = DecisionTreeClassifier(random_state=0).fit(column + 1e8, y).score(column + 1e8, y)
scaled = make_pipeline(StandardScaler(), DecisionTreeClassifier(random_state=0))
rescued = scaled.fit(column + 1e8, y).score(column + 1e8, y)

assert far < near - 0.2 and rescued > far + 0.2
print(f"right on the rows it learned: {near:.2f} near zero, {far:.2f} far away, {rescued:.2f} scaled first")

# %% [markdown]
# A scaler before the tree rescues it, because it subtracts in float64. Convert that pipeline to float32
# and the rescue is gone.
#
# **Try it.** With ONNX installed (`pip install 'rehydrate[formats]'`): dump `scaled` with
# `formats.get("onnx")`, load it, and ask `parity` on `column + 1e8`. Then dump it with `sample=column +
# 1e8`.

# %% [markdown]
# ## 6. An adviser, and its measurements
#
# Without a measurement the order among the formats that fit is a guess. `evaluate` starts fresh processes
# and takes the figures; with them the advice gives reasons of another kind.

# %%
from rehydrate.advise import Requirements, advise
from rehydrate.evaluate import evaluate

needs = Requirements(small_file=True, quick_start=True)
guessed = advise(needs, pipeline)
print("guessed: ", guessed.choice, "|", guessed.why[0])

# %%
evidence = evaluate(pipeline, X, formats=["joblib", "pickle"], repeats=1)
measured = advise(needs, pipeline, evidence)
print("measured:", measured.choice, "|", measured.why[0])

assert "not measured" in guessed.why[0] and "measured at" in measured.why[0]

# %% [markdown]
# And where nothing fits, the useful answer is which need stands in the way.

# %%
advice = advise(Requirements(python_at_serving=False, whole_object=True), pipeline)
assert advice.choice is None
for reason in advice.why:
    print(reason)

# %% [markdown]
# **Try it.**
#
# - In a terminal: `rehydrate choose --untrusted --keep years --refit`. Which need would you give up?
# - Ask `advise(Requirements(), pipeline)`. Which question did you not answer, and which answer was taken?

# %% [markdown]
# ## 7. From the other kind of machine
#
# What is written down travels: an array says how its bytes are ordered. What is only a name has to exist
# where it arrives.

# %%
import pickle

np.save(folder / "big_end_first.npy", np.arange(3, dtype=">i4"))
assert np.load(folder / "big_end_first.npy").tolist() == [0, 1, 2]

ours, theirs = ("WindowsPath", "PosixPath") if os.name == "nt" else ("PosixPath", "WindowsPath")
content = pickle.dumps(Path("words.txt"), protocol=0)
try:
    pickle.loads(content.replace(ours.encode(), theirs.encode()))
except NotImplementedError as error:
    print("a path from there:", error)
    refused = True
assert refused

# %% [markdown]
# **Try it.** Keep `str(Path("words.txt"))` instead. Which part of a path is still of one system only?

# %%
temporary.cleanup()

# %% [markdown]
# ## What you can now do
#
# - Turn a need into a question that strikes out formats, and say who is left and why.
# - Measure size and load of your own model, and doubt "the fast one".
# - Write a model as arrays, and see the difference between data and a suffix.
# - Find the offset at which float32 begins to answer otherwise, and choose rows that show it.
# - Tell advice that was measured from advice that was guessed.
#
# Now the exercises: [A model as data only](../exercises/05a_data_only/README.md), [Choose a
# format](../exercises/05b_choose_a_format/README.md), [Parity](../exercises/05c_parity/README.md).
