"""``rehydrate migrate``: bring an old file into a format that survives."""

from pathlib import Path
from typing import Annotated

import typer


def migrate(
    file: Annotated[Path, typer.Argument(help="A pickle or joblib file of a scikit-learn model.")],
    data: Annotated[Path | None, typer.Option(help="Rows to prove it on: .npy, .npz or .csv.")] = None,
    to: Annotated[str, typer.Option(help="The format to write.")] = "onnx",
    python: Annotated[str | None, typer.Option(help="The Python to use, such as 3.10.")] = None,
    out: Annotated[Path | None, typer.Option(help="The new file.")] = None,
    trust: Annotated[bool, typer.Option("--trust", help="Load it although it names doubtful code.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Load a file in an environment of the versions that made it, export it as data, and prove the result.

    This RUNS the code in the file. Its environment keeps versions apart, not attackers out. Packages are
    installed with uv or pip and kept for the next time. Exit 1 if the result is not admitted.
    """
    import json

    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from rehydrate.migrate import migrate as bring_over

    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading the file", total=None)
        found = bring_over(
            *(file,), data=data, to=to, python=python, out=out, trust=trust,
            tell=lambda step: bar.update(task, description=step),
        )  # fmt: skip
    if as_json:
        print(json.dumps(found.as_dict(), indent=2))
    else:
        print(f"{'admitted' if found.admitted else 'REFUSED'}   {found.out or found.file}\n")
        print(f"answers       {found.reason}\ncompared on   {found.rows}")
        print(f"loaded with   Python {found.plan.python}, {', '.join(found.plan.requirements)}")
        for line in found.lost:
            print(f"not kept      {line}")
        print(f"\nnext: rehydrate {f'inspect {found.out}' if found.admitted else f'doctor {found.file}'}")
    raise typer.Exit(0 if found.admitted else 1)
