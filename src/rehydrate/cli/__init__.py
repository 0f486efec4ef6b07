"""The command line: one file for each command, found here by its name.

A command's module defines a function of the same name, or a ``typer.Typer`` for a command with commands of
its own. It parses arguments and prints; the work is done in the rooms. Heavy libraries are imported inside
the functions, so that ``rehydrate --help`` is quick.
"""

import importlib
import io
import pkgutil
import sys
from typing import Any

import typer

from rehydrate.cli import _shared
from rehydrate.errors import CourseError, RehydrateError

ORDER = (
    *("start", "check", "hint", "list", "quiz", "solution", "reset", "book", "init"),
    *("inspect", "doctor", "migrate", "bench", "choose", "store", "certify", "grade"),
)


def _build() -> typer.Typer:
    built = typer.Typer(
        no_args_is_help=False,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        help="Learn to persist and reload machine-learning models. Without a command: where am I, what next?",
    )
    found = {module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_")}
    for name in sorted(found, key=lambda n: (ORDER.index(n) if n in ORDER else len(ORDER), n)):
        module: Any = importlib.import_module(f"{__name__}.{name}")
        command = getattr(module, name)
        if isinstance(command, typer.Typer):
            built.add_typer(command, name=name)
        else:
            built.command(name)(command)
    built.callback(invoke_without_command=True)(_shared.board)
    return built


def app() -> None:
    """Run the command line; errors of ours end in words and exit status 2, faults of the course in 70."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # what a learner's code says may hold any letter
            stream.reconfigure(errors="backslashreplace")
    try:
        _build()()
    except RehydrateError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        sys.exit(70 if isinstance(error, CourseError) else 2)
