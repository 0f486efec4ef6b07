"""Always writes to the same file of the folder, whatever the path says.

Hint: keeps its file in another place than path
"""

import joblib


def save(model, path):
    joblib.dump(model, path.with_name("model.joblib"))


def reload(path):
    return joblib.load(path.with_name("model.joblib"))
