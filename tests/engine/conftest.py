"""What several files of the engine's tests share."""

import pytest

from rehydrate.lab.engine import launch


@pytest.fixture(scope="module")
def one_launcher():
    """One way to make a student process, where all that is tried lies beyond it; without heavy libraries."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(launch, "PRELOADED", ())
        made = launch.launcher()
        yield made
    made.close()
