"""Makes a folder where the model should be.

Expect: 1 points
Reason: no plain file
"""

import os

# @RIGHT@


def save_model(model, path):
    os.makedirs(path, exist_ok=True)
