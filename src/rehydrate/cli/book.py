"""``rehydrate book``: build the book and say where it is."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rehydrate.lab.book import Book


def book(
    open_it: Annotated[bool, typer.Option("--open", help="Open the first page in a browser.")] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Forget earlier results and run every cell again.")
    ] = False,
) -> None:
    """Build the book; a second build runs only what changed."""
    from rehydrate.lab import book as builder

    if fresh:
        builder.clean()
    built = _build()
    cells = (
        f"the cells of {built.n_run} pages were run"
        if built.n_run
        else "every result still held, so no cell was run"
    )
    typer.echo(f"The book is ready ({built.seconds:.0f} s; {cells}).")
    typer.echo(built.index.as_uri())
    if open_it:
        typer.launch(built.index.as_uri())


def _build() -> "Book":
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from rehydrate.lab.book import Step, build

    console = Console()
    words = {"read": "reading", "run": "running", "write": "writing"}
    if not console.is_terminal:
        return build(on_step=lambda step: typer.echo(f"{words[step.phase]} {step.page}"))
    columns = (
        TextColumn("{task.fields[phase]:8}"),
        BarColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[page]}"),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("book", total=2.0, phase="starting", page="")

        def show(step: Step) -> None:
            done = step.share + (step.phase == "write")
            bar.update(task, completed=done, phase=words[step.phase], page=step.page)

        return build(on_step=show)
