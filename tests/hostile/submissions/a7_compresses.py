"""Right: writes a compressed file, as joblib offers it.

Expect: all points
"""

import joblib

# @RIGHT@


def save_model(model, path):
    joblib.dump(model, path, compress=("xz", 3))
