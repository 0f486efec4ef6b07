"""The pytest side: what a check receives, and what is noted about it.

Loaded into every pytest run through an entry point; it does nothing until a test asks for ``submission`` or
``new_process``. ``pytest exercises/02a_save_and_load --submission my.py`` gives the verdict of ``rehydrate
check``.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # imported when first needed: this module is loaded into every pytest run
    from rehydrate.lab.engine.desk import Desk
    from rehydrate.lab.engine.proxy import Submission


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--submission``."""
    group = parser.getgroup("rehydrate")
    group.addoption(
        "--submission",
        metavar="FILE",
        type=Path,
        help="check this file, or the declared files in this folder, in another process",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Name our marks; register the recorder when a submission is named on pytest's own command line."""
    config.addinivalue_line("markers", "points(n): what a hidden check is worth, if not one point")
    config.addinivalue_line("markers", "after(name, ...): checks without which this one says nothing")
    if config.getoption("--submission") is not None:
        from rehydrate.lab.engine.standalone import Standalone

        config.pluginmanager.register(Standalone(config), "rehydrate-standalone")


@pytest.fixture
def desk(request: pytest.FixtureRequest) -> Iterator["Desk"]:
    """Student processes of one check; ended with it."""
    from rehydrate.lab.engine.desk import Desk

    with Desk(request) as opened:
        yield opened


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest) -> Path:
    """A new folder; in a check, one that the student processes can write to as well."""
    from rehydrate.lab.engine.desk import TARGET

    if TARGET in request.config.stash:
        shared: Path = request.getfixturevalue("desk").shared
        return shared
    ours: Path = request.getfixturevalue("tmp_path")  # pytest's own
    return ours


@pytest.fixture
def submission(desk: "Desk") -> "Submission":
    """The learner's module, in a process of its own."""
    return desk.open()


@pytest.fixture
def new_process(desk: "Desk") -> Callable[..., "Submission"]:
    """Open another process with the same files, which has seen nothing of the first."""
    return desk.open_another
