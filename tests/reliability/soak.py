"""How much is enough: a bounded count in the suite, the full one with REHYDRATE_SOAK=1 (make soak)."""

import os

SOAK = os.environ.get("REHYDRATE_SOAK") == "1"


def often(in_suite, in_soak):
    """Return the count for this run."""
    return in_soak if SOAK else in_suite
