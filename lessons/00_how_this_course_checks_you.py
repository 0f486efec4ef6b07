# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A tour of the checker
#
# **After this you can** run a lab, break a program on purpose, and tell a score that shows something from
# one that does
# not.
#
# **Time** 5 minutes. **Terms** *fitted*: an estimator that has been trained. *Submission*: the file you
# hand in.
#
# A lab is a Python file. Run it whole with `python lessons/00_how_this_course_checks_you.py`, or cell by
# cell in an editor
# that knows `# %%`. Wherever it says **Try it**, change the line and run the cell again.

# %%
import tempfile
from pathlib import Path

import joblib
import numpy as np
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

keep = tempfile.TemporaryDirectory()
path = Path(keep.name) / "forest.joblib"

X, y = load_iris(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=42)

# %% [markdown]
# ## The evaluation that trains
#
# The common program, once more, on a forest that was never trained.


# %%
def common_program(path):
    loaded = joblib.load(path)
    loaded.fit(X_train, y_train)
    return loaded.score(X_test, y_test)


joblib.dump(RandomForestClassifier(random_state=0), path)
score = common_program(path)
assert score > 0.9
print(f"an untrained forest scores {score:.2f}")

# %% [markdown]
# **Try it** Take the line with `fit` out and run the cell. What does the error call the forest?
#
# ## Feed it nonsense
#
# If the program looked at the file, a forest trained on shuffled labels would do badly.

# %%
shuffled = np.random.default_rng(0).permutation(y_train)
nonsense = RandomForestClassifier(random_state=0).fit(X_train, shuffled)
joblib.dump(nonsense, path)

honest, reported = nonsense.score(X_test, y_test), common_program(path)
assert honest < 0.7 < 0.9 < reported
print(f"what the file holds scores {honest:.2f}; the common program reports {reported:.2f}")

# %% [markdown]
# **Try it** Dump something that is not a forest at all, such as `LogisticRegression(max_iter=500)`. Does
# the report
# notice?
#
# ## A score that could have told
#
# Keep what the model said when it was trained, and compare it with what the file says.


# %%
def honest_program(path, answers_at_training):
    loaded = joblib.load(path)
    return bool(np.array_equal(loaded.predict_proba(X_test), answers_at_training))


forest = RandomForestClassifier(random_state=0).fit(X_train, y_train)
answers = forest.predict_proba(X_test)

joblib.dump(forest, path)
assert honest_program(path, answers)
joblib.dump(nonsense, path)
assert not honest_program(path, answers)
print("the right file: True; another file: False")

# %% [markdown]
# **Try it** Dump a forest with `random_state=1`, trained on the same rows. Its accuracy is the same; is
# it noticed?

# %%
keep.cleanup()

# %% [markdown]
# ## What you can now do
#
# - Say what the common program measures: how well a model can be trained *now*.
# - Tell a comparison that can fail from one that cannot.
#
# Go on with the exercise [Meet the checker](../exercises/00a_meet_the_checker/README.md): `rehydrate
# start 00a`.
