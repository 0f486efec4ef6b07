"""A function that does not come back.

Expect: 0 points
Reason: no answer after
Group: timed
"""

import time

# @RIGHT@


def save_model(model, path):
    while True:
        time.sleep(60)
