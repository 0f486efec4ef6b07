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
# # Friday evening
#
# **After this you can** save versions with a record that answers questions, promote one, notice that it was
# the wrong one, go back, prove that you are back, and say on Monday what happened.
#
# **Time** 25 minutes. **Terms** manifest, checksum, golden predictions, alias, version, model store.
#
# This is a lab. Run a cell, look at what it prints, then do what **Try it** says: change the cell, run it
# again, and put it back. The chapter [Manifest, registry,
# rollback](../book/07_manifest_registry_rollback.md) tells why; here you are on call, and the model sorts
# wines.
#
# All files go to a temporary folder, which the last cell removes.

# %%
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from sklearn.datasets import load_wine
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

from rehydrate.errors import ChecksumMismatch, StoreError
from rehydrate.store import ModelStore

temporary = TemporaryDirectory()
folder = Path(temporary.name)
X, y = load_wine(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.4, random_state=0)
store = ModelStore(folder / "models", digest="sha256")

# %% [markdown]
# ## 1. Four versions, each with its record
#
# Three pipelines and a tree. Each is saved with a metric, a few golden rows, and a note on how it was
# measured.


# %%
def save(model, rows, labels, measured_on):
    """Save a fitted model with its accuracy on some rows; return its version."""
    accuracy = round(model.score(rows, labels), 3)
    return store.save("wine", model, golden=X_test[:5], metrics={"accuracy": accuracy}, notes=measured_on)


for C in (0.0005, 0.002, 1.0):
    pipeline = make_pipeline(StandardScaler(), LogisticRegression(C=C)).fit(X_train, y_train)
    save(pipeline, X_test, y_test, "held-out rows")

tree = DecisionTreeClassifier(random_state=0).fit(X_train, y_train)
save(tree, X_train, y_train, "training rows")

for version in store.versions("wine"):
    found = store.manifest("wine", version)
    print(version, found.model_class.rpartition(".")[2], found.metrics)
assert store.versions("wine") == [1, 2, 3, 4]

# %% [markdown]
# Nothing was loaded for this list. It came from four small records.
#
# **Try it.** Print `store.manifest("wine", 3)` as a whole. Find the checksum, the versions of the
# libraries, the classes, the time. Which question of a colleague could you still not answer from it?

# %% [markdown]
# ## 2. In production
#
# The service asks for a name. Version 1 went first, and a while ago somebody promoted version 2. Version 3
# looks good and waits for its turn.

# %%
store.set_alias("wine", "production", 1)
store.set_alias("wine", "production", 2)


def service(rows):
    """Answer as the service does: it knows the alias, and no number."""
    return store.load("wine", "production").predict(rows)


right = (service(X_test) == y_test).mean()
print(f"version {store.aliases('wine')['production']} gets {right:.2f} of the new wines right")
assert right > 0.9

# %% [markdown]
# On Friday at five, somebody looks at the list of section 1, sees an accuracy of 1.0, and promotes version
# 4.

# %%
store.set_alias("wine", "production", 4)
worse = (service(X_test) == y_test).mean()
print(f"version {store.aliases('wine')['production']} gets {worse:.2f} of the new wines right")
assert worse < right

# %% [markdown]
# **Try it.** Before you read on: compare what is recorded of the two, `store.compare("wine", 2, 4)`. Which
# entry explains the 1.0?

# %% [markdown]
# ## 3. Back to where it was
#
# Which version do you want back? Version 3, the number before? Or the one that was in production?

# %%
back = store.rollback("wine", "production")
again = (service(X_test) == y_test).mean()
print(f"back to version {back}: {again:.2f}")
assert back == 2 and again == right

# %% [markdown]
# Is it really the model of before? Its golden rows say so, to the last bit.

# %%
gaps = store.check_golden("wine", "production")
print(gaps)
assert set(gaps.values()) == {0.0}

# %% [markdown]
# The owner of the service is nervous and wants one more step back. What will it be: version 4 again,
# version 3, or version 1? Decide, then run.

# %%
back = store.rollback("wine", "production")
print("version", back)
assert back == 1

# %% [markdown]
# Version 3 was never in production, and version 4 is where the alias has come from. Undo goes back along
# the way that the alias has come.
#
# **Try it.**
#
# - Roll back once more and read the error. Did the refused call change anything? Look at
#   `store.history("wine", "production")`.
# - Promote version 3, roll back, roll back. Say before each where it ends.

# %% [markdown]
# ## 4. What happened?
#
# Monday. "Which version answered on Friday at six?" Every move is still there, the rollbacks too.

# %%
for move in store.history("wine", "production"):
    print(move.number, "->", move.version, f"(restores move {move.restores})" if move.restores else "")
moves = [move.version for move in store.history("wine", "production")]
assert moves[:5] == [1, 2, 4, 2, 1]

# %% [markdown]
# And "why did anybody promote it?" The records are compared; no model is loaded.

# %%
found = store.compare("wine", 2, 4)
for name in ("metrics.accuracy", "notes", "model_class"):
    print(name, found[name])
assert found["notes"] == ("held-out rows", "training rows")

# %% [markdown]
# The 1.0 was measured on the rows that the tree had learned by heart. A number in a record is as good as
# the note that says how it came about.
#
# **Try it.** The same questions from a shell. Run the next cell and paste what it prints.

# %%
print(store.command("wine", "history", "wine", "production"))
print(store.command("wine", "compare", "wine", "2", "4"))

# %% [markdown]
# ## 5. The repair that repairs nothing
#
# "Version 2 is stronger than we want. Load it, set C to what version 1 has, save it: done." What will
# `compare` say of the result, against version 2?

# %%
loaded = store.load("wine", 2)
loaded.set_params(logisticregression__C=0.0005)
repaired = save(loaded, X_test, y_test, "held-out rows")

found = store.compare("wine", 2, repaired)
told = {name: pair for name, pair in found.items() if not name.endswith(("digest", "size"))}
print(told)
assert told == {"hyperparameters.logisticregression__C": (0.002, 0.0005)}

one, two, three = (store.load("wine", version).predict_proba(X_test) for version in (1, 2, repaired))
assert np.array_equal(two, three) and not np.array_equal(one, three)

# %% [markdown]
# The record says C=0.0005, the metrics are those of before, and every probability is that of version 2. The
# number is a wish that nobody trained. Other hyperparameters need another `fit`.
#
# **Try it.** Call `loaded.fit(X_train, y_train)` before saving. Which version does it agree with now, to
# the last bit?

# %% [markdown]
# ## 6. One bit
#
# A disk turns one bit of version 3 round. Who notices? We change the file behind the store's back.

# %%
payload = folder / "models" / "wine" / store.manifest("wine", 3).payload.file
healthy = payload.read_bytes()
place = healthy.index(store.load("wine", 3)[-1].intercept_.tobytes()) + 6
payload.chmod(0o600)
payload.write_bytes(healthy[:place] + bytes([healthy[place] ^ 1]) + healthy[place + 1 :])

for problem in store.verify():
    print(problem.place, problem.kind, "-", problem.why)
assert [problem.place for problem in store.verify()] == ["wine@3"]

# %% [markdown]
# `verify` reads bytes and loads nothing. And who asks for the model is refused, before any of it runs:

# %%
try:
    store.load("wine", 3)
except ChecksumMismatch as error:
    print(error)
else:
    raise AssertionError("a damaged file was loaded")

payload.write_bytes(healthy)
assert store.verify() == []

# %% [markdown]
# **Try it.** Damage the file once more and load it with `joblib.load(payload)` yourself. It is your own
# file, so you may. Is there an error? Compare its `intercept_` with the healthy one.

# %% [markdown]
# ## 7. Making room
#
# What an alias points at cannot be deleted. What was deleted leaves its number behind.

# %%
try:
    store.delete("wine", store.aliases("wine")["production"])
except StoreError as error:
    print(error.what, "Why:", error.why)
else:
    raise AssertionError("a version in use was deleted")

store.delete("wine", repaired)
newest = save(pipeline, X_test, y_test, "held-out rows")
print("deleted", repaired, "and saved", newest)
assert newest == repaired + 1 and repaired not in store.versions("wine")

# %% [markdown]
# Last, a save that dies in the middle. The object below ends its process when it is asked to write itself
# down.

# %%
(folder / "dies.py").write_text("""\
import os, sys
import numpy as np
from rehydrate.store import ModelStore

class Dies:
    times = 0

    def __reduce__(self):  # the store tries it once before it opens a file
        Dies.times += 1
        return (list, ()) if Dies.times < 2 else os._exit(7)

ModelStore(sys.argv[1]).save("wine", [np.zeros(1000), Dies()], format="joblib")
""")
died = subprocess.run([sys.executable, "dies.py", "models"], cwd=folder)
versions = store.versions("wine")
removed = store.gc()
print("exit code", died.returncode, "| versions", versions, "| removed by gc:", len(removed))
assert died.returncode == 7 and len(removed) == 1
assert store.versions("wine") == versions and store.verify() == []

# %% [markdown]
# There was no version to be seen at any moment, since its record would have been written last. There was a
# file that nobody needs, and `gc` took it away.
#
# **Try it.** Promote version 3. Then delete version 1, and look at the history. Is the entry for version 1
# gone? What would a rollback do now?

# %%
temporary.cleanup()

# %% [markdown]
# ## What you can now do
#
# - Read from a record what a version is, and compare two of them, without loading a model.
# - Promote, roll back, walk further back, and prove with golden rows that you are where you think you are.
# - Tell from a history what ran when.
# - Say why `set_params` on a loaded model makes its record lie.
# - Find a damaged file before it runs, and make room without reusing a number.
#
# Now the exercises: [Predict what set_params changes](../exercises/07a_predict_set_params/README.md),
# [Write a manifest](../exercises/07b_write_a_manifest/README.md), [Aliases and
# rollback](../exercises/07c_aliases_and_rollback/README.md).
