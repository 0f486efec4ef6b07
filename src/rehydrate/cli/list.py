"""``rehydrate list``: every exercise and how it stands."""

from typing import Annotated

import typer


def list(as_json: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False) -> None:
    """List every exercise with its outcome, attempts and hints."""
    from rehydrate.cli._shared import print_board
    from rehydrate.lab.progress import board
    from rehydrate.lab.workspace import Workspace

    rows = board(Workspace.find())
    if not as_json:
        print_board(rows)
        return
    import json

    keys = ("id", "slug", "title", "kind", "minutes", "stars")
    document = [
        {key: getattr(row.exercise, key) for key in keys}
        | {"outcome": str(row.outcome), "attempts": row.attempts, "hints": row.hints}
        for row in rows
    ]
    print(json.dumps(document, indent=2))
