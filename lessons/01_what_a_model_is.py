# %% [markdown]
# # What a model is
#
# After this you can
#
# - show that a model ends with its process, and that a file outlives it,
# - print the state of a logistic regression, a support vector machine and a forest,
# - change a prediction by changing a stored number,
# - say which of these models carry training rows, and find them.
#
# **Time** 25 minutes. **Terms** state, estimator, fitted, hyperparameter, dump, load.
#
# Run the cells one after another. Where it says *Try it*, change the cell and run it again before you read
# on.

# %%
import pickle
import sqlite3
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import joblib
import numpy as np
from sklearn.base import clone
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

X, y = load_iris(return_X_y=True)
folder = TemporaryDirectory()
home = Path(folder.name)
print(X.shape, "measurements,", len(set(y)), "species; files go to a temporary folder")

# %% [markdown]
# ## 1. Kill the process, lose the model
#
# We start a second Python process. It trains a model, says so, and waits for flowers.

# %%
trainer_program = """
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

X, y = load_iris(return_X_y=True)
model = LogisticRegression(max_iter=500).fit(X, y)
print("fitted", flush=True)
input()
"""
command = [sys.executable, "-c", trainer_program]
trainer = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=home)
print("process", trainer.pid, "says:", trainer.stdout.readline().strip())

# %% [markdown]
# Somewhere in the memory of that process there is a fitted model. Now the process is killed, as by a power
# cut.

# %%
trainer.kill()
trainer.communicate()
assert trainer.poll() is not None
assert list(home.iterdir()) == []
print("alive:", trainer.poll() is None, "  files left behind:", list(home.iterdir()))

# %% [markdown]
# Nothing is left. The program is still here, as text, but the text is not the model: to get one, all the
# training must be done again.
#
# The same program with one more line, before it says "fitted":

# %%
dump_line = "import joblib; joblib.dump(model, 'model.joblib')"
saving_program = trainer_program.replace("print(", dump_line + "; print(")
command = [sys.executable, "-c", saving_program]
trainer = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=home)
assert trainer.stdout.readline().strip() == "fitted"
trainer.kill()
trainer.communicate()

model = joblib.load(home / "model.joblib")
print("killed, and still here:", model.predict(X[[0, 60, 120]]))

# %% [markdown]
# **Try it.** Move the dump behind the word "fitted": `replace("input()", dump_line)`. Now the dump and the
# kill run a race. Which one wins, and what does that say about the moment at which a long training should
# save?

# %% [markdown]
# ## 2. Print the state of a logistic regression
#
# `vars(model)` is the state: everything that is kept for this one object. Names that end in an underscore
# came from `fit`; the others are hyperparameters.

# %%
for name, value in vars(model).items():
    if name.endswith("_"):
        print(f"{name:15} {np.shape(value)!s:8} {np.round(value, 2).tolist()}")

# %% [markdown]
# Four measurements, three species: `coef_` is a table of three rows and four columns. One flower, by hand,
# with nothing but multiplication, addition and `exp`:

# %%
flower = X[60]
scores = [sum(weight * x for weight, x in zip(row, flower, strict=True)) for row in model.coef_]
powers = np.exp(np.array(scores) + model.intercept_)
by_hand = powers / powers.sum()

np.testing.assert_allclose(by_hand, model.predict_proba([flower])[0], rtol=1e-9)
print("by hand:      ", by_hand.round(4))
print("predict_proba:", model.predict_proba([flower])[0].round(4))

# %% [markdown]
# **Try it.** Take another flower, say `X[133]`. Which species does the model hesitate between?
#
# There is no second, hidden place where the model lives. Change one stored number, and the prediction
# changes; put it back, and it is the old model again:

# %%
before = model.predict_proba([flower])[0]
kept = model.intercept_[2]
model.intercept_[2] += 6
changed = model.predict_proba([flower])[0]
model.intercept_[2] = kept

assert changed.argmax() == 2 != before.argmax()
assert np.array_equal(model.predict_proba([flower])[0], before)
print("before:", before.round(3), "  one number changed:", changed.round(3))

# %% [markdown]
# **Try it.** How little is enough to change the label of this flower?
#
# ## 3. `clone` copies no fit
#
# Cross-validation uses `clone` to get a fresh estimator for every fold. It copies the hyperparameters and
# leaves the fit behind.

# %%
twin = clone(model)
assert twin.get_params() == model.get_params()
learned = [name for name in vars(twin) if name.endswith("_")]
assert learned == []
print("max_iter:", twin.max_iter, "  learned attributes:", learned)

# %% [markdown]
# So a clone cannot replace a saved file. What does copy the fit is the round trip through bytes. The copy is
# another object with an equal state:

# %%
copied = pickle.loads(pickle.dumps(model))
assert copied is not model
assert np.array_equal(copied.coef_, model.coef_)
assert np.array_equal(copied.predict_proba(X), model.predict_proba(X))
print("same object:", copied is model, "  same probabilities:", True)

# %% [markdown]
# **Try it.** Set `copied.coef_[:] = 0`, then predict with both. Does the original notice?
#
# ## 4. A support vector machine keeps rows
#
# A support vector machine answers by comparing a new flower with flowers it has kept.

# %%
svm = SVC().fit(X, y)
rows = svm.support_vectors_
assert np.array_equal(rows, X[svm.support_])
print(len(rows), "of", len(X), "flowers are in the state; the first of them:", rows[0])

# %% [markdown]
# In a file they can be found without loading it: four numbers are 32 bytes, and we search for them.


# %%
def rows_found(estimator):
    """Count the training rows whose bytes appear in the dumped estimator."""
    data = pickle.dumps(estimator)
    return sum(row.tobytes() in data for row in X)


assert 0 < rows_found(svm) < len(X)
print("rows found in the dumped machine:", rows_found(svm))

# %% [markdown]
# **Try it.** Give the machine `C=100`, then `C=0.01`. A large `C` forgives less. Does it keep more rows or
# fewer?
#
# Now with a scaler in front, as it should be:

# %%
pipeline = make_pipeline(StandardScaler(), SVC()).fit(X, y)
assert rows_found(pipeline) == 0
print("rows found in the dumped pipeline:", rows_found(pipeline))

# %% [markdown]
# None found. Are they gone? The machine has kept *scaled* rows, and the scaler in the same file knows the way
# back:

# %%
scaler, machine = pipeline[0], pipeline[-1]
restored = scaler.inverse_transform(machine.support_vectors_)
np.testing.assert_allclose(restored, X[machine.support_], rtol=1e-12)
print(len(restored), "flowers restored from the pipeline; the first of them:", restored[0].round(6))

# %% [markdown]
# A search that finds nothing has shown only that the rows are not there *in this form*.
#
# ## 5. A forest keeps questions
#
# A tree is a list of nodes, stored as arrays side by side: which feature to ask, which threshold, where to
# go.

# %%
forest = RandomForestClassifier(n_estimators=10, random_state=0).fit(X, y)
tree = forest.estimators_[0].tree_
for node in range(4):
    print(f"node {node}: feature {tree.feature[node]:2}, threshold {tree.threshold[node]:5.2f}, "
          f"left {tree.children_left[node]:2}, right {tree.children_right[node]:2}")  # fmt: skip
assert rows_found(forest) == 0
print("rows found in the dumped forest:", rows_found(forest))

# %% [markdown]
# (`-1` for a child and `-2` for a feature say: this is a leaf.)
#
# Its size is the number of its questions. More trees, more bytes, in proportion:

# %%
n_bytes = {}
for n_trees in (10, 20, 40):
    grown = RandomForestClassifier(n_estimators=n_trees, random_state=0).fit(X, y)
    n_nodes = sum(member.tree_.node_count for member in grown.estimators_)
    n_bytes[n_trees] = len(pickle.dumps(grown))
    print(f"{n_trees} trees, {n_nodes} nodes, {n_bytes[n_trees]} bytes: {n_bytes[n_trees] // n_nodes} a node")
assert 3 < n_bytes[40] / n_bytes[10] < 5

# %% [markdown]
# **Try it.** Add `max_depth=2` to the forest. How much smaller is it, and what is `grown.score(X, y)` before
# and after?
#
# ## 6. Sizes side by side
#
# The same 150 flowers, four kinds of model, as files:

# %%
kinds = [model, svm, KNeighborsClassifier().fit(X, y), forest]
sizes = {}
for kind in kinds:
    path = home / f"{type(kind).__name__}.joblib"
    joblib.dump(kind, path)
    sizes[type(kind).__name__] = path.stat().st_size
    print(f"{type(kind).__name__:24}{path.stat().st_size:7} bytes, {rows_found(kind):4} rows found")
assert sizes["LogisticRegression"] < X.nbytes < sizes["SVC"] < sizes["KNeighborsClassifier"]

# %% [markdown]
# The table `X` itself takes 4800 bytes. The logistic regression is smaller than the data it was made from;
# the nearest-neighbour model is larger, for it holds the data and a search tree besides.

# %%
assert X.nbytes == 4800
print("the table X:", X.nbytes, "bytes")

# %% [markdown]
# ## 7. A file, or a database
#
# A dumped model is a string of bytes. A file is one place for it; a column of a database is another. Here the
# place is SQLite, which is part of Python:

# %%
connection = sqlite3.connect(home / "models.db")
connection.execute("CREATE TABLE models (name TEXT PRIMARY KEY, accuracy REAL, state BLOB)")
connection.execute("INSERT INTO models VALUES (?, ?, ?)", ("iris", model.score(X, y), pickle.dumps(model)))
connection.commit()
connection.close()
print("models.db:", (home / "models.db").stat().st_size, "bytes")

# %% [markdown]
# And back, in a process that has seen nothing of this:

# %%
reading_program = """
import pickle, sqlite3
state, = sqlite3.connect("models.db").execute("SELECT state FROM models WHERE name = 'iris'").fetchone()
print(pickle.loads(state).predict([[6.1, 2.8, 4.7, 1.2]])[0])
"""
done = subprocess.run([sys.executable, "-c", reading_program], capture_output=True, text=True, cwd=home)
assert done.stdout.strip() == "1"
print("label from the database:", done.stdout.strip())

# %% [markdown]
# A database is a sensible place for many small models that must change together with other rows: model and
# accuracy were written in one transaction, both or neither. For large models a file is the better place,
# since a file can be mapped, copied and served without reading all of it into memory first. (Chapter 3.)
#
# The warning of every load applies here too: unpickling runs what the bytes say. Load only what you or your
# team have written. (Chapter 9.)

# %%
folder.cleanup()
assert not home.exists()
print("temporary files removed")

# %% [markdown]
# ## What you can now do
#
# - You have killed a process and seen its model go, and seen the file stay.
# - You can find the learned numbers of a model and predict with them by hand.
# - You know that `clone` copies no fit, and that a round trip gives an equal model in another object.
# - You can find training rows in a model, and you know that a search in vain proves little.
#
# Now the exercises: [Predict what survives](../exercises/01a_predict_what_survives/README.md), then [Train,
# save, reload](../exercises/01b_train_save_reload/README.md). The ideas behind them are in [the
# chapter](../book/01_why_persist.md).
