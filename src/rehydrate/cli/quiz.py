"""``rehydrate quiz``: a few old questions, spaced so that they are asked when you are about to forget."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rehydrate.lab.quiz import Item, Option
    from rehydrate.lab.workspace import Workspace


def quiz(
    chapter: Annotated[int | None, typer.Argument(help="A chapter; else all you have reached.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Ask even what is not due yet.")] = False,
    list_only: Annotated[bool, typer.Option("--list", help="Print what is due, and ask nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The same as JSON.")] = False,
) -> None:
    """Ask up to five questions that are due; a right answer is asked again later, a wrong one sooner."""
    from rehydrate.lab.quiz import N_ITEMS_AT_ONCE, due, load_all, of_chapter, reached
    from rehydrate.lab.workspace import Workspace

    workspace = Workspace.find()
    if chapter is None:
        last = reached(workspace.events())
        items = tuple(item for item in load_all() if item.chapter <= last)
    else:
        items = of_chapter(load_all(), chapter)
    answers = workspace.events(event="quiz")
    waiting = due(items, answers) or (list(items) if again else [])
    if as_json:
        _print_json(waiting)
    elif list_only or not _interactive():
        _print_list(waiting)
    elif waiting:
        _ask_all(workspace, waiting[:N_ITEMS_AT_ONCE])
    if not waiting and not as_json:
        _print_rest(items, answers)


def _interactive() -> bool:
    return sys.stdin.isatty()


def _ask_all(workspace: "Workspace", items: "list[Item]") -> None:
    n_right = n_asked = 0
    try:
        for item in items:
            n_asked += 1
            typer.echo(f"\nQuestion {n_asked} of {len(items)}: {item.topic}")
            correct = _predict(item) if item.program else _choose(item)
            workspace.record(event="quiz", item=item.id, correct=correct)
            n_right += correct
    except (EOFError, KeyboardInterrupt, typer.Abort):
        n_asked -= 1
        typer.echo("\nStopped. The answers so far are kept.")
    typer.echo(
        f"{n_right} of {n_asked} right." + (" The others come back first." if n_right < n_asked else "")
    )


def _choose(item: "Item") -> bool:
    options = (f"**{letter}**  {option.text}" for letter, option in item.lettered.items())
    _print_markdown("\n\n".join((item.question, *options)))
    option = _chosen(item)
    verdict = f"**{'Right.' if option.correct else 'Not this one.'}** {option.feedback}"
    if not option.correct:
        verdict += f"\n\n**What is true:** {item.right.text}\n\n{item.right.feedback}"
    _print_markdown(verdict)
    return option.correct


def _chosen(item: "Item") -> "Option":
    letters = item.lettered
    while True:
        answer = typer.prompt(f"Your answer ({', '.join(letters)}; Ctrl-C stops)").strip().upper()
        if answer in letters:
            return letters[answer]
        typer.echo(f"{answer!r} is none of them.")


def _predict(item: "Item") -> bool:
    from rehydrate.lab.quiz import run_program

    _print_markdown(f"{item.question}\n\n```python\n{item.program.strip()}\n```")
    predicted: float = typer.prompt("Your number, before it runs (Ctrl-C stops)", type=float)
    typer.echo("Running ...")
    printed = run_program(item)
    correct = abs(predicted - printed) <= item.tolerance
    within = f" (within {item.tolerance:g} counts)" if item.tolerance else ""
    verdict = "Right." if correct else "Not this time."
    _print_markdown(f"**{verdict}** It printed {printed:g}; you said {predicted:g}{within}. {item.feedback}")
    return correct


def _print_markdown(text: str) -> None:
    from rich.console import Console
    from rich.markdown import Markdown
    from rich.theme import Theme

    plain = Theme({"markdown.code": "bold"})  # rich's own has a black ground, on white terminals too
    console = Console(theme=plain, width=min(Console().width, 100))
    console.print()
    console.print(Markdown(text.strip(), code_theme="default"))
    console.print()


def _print_list(items: "list[Item]") -> None:
    for item in items:
        typer.echo(f"{item.id}   chapter {item.chapter}, {item.topic}")
    if items:
        typer.echo(f"{len(items)} due. To be asked, run this in a terminal: rehydrate quiz")


def _print_json(items: "list[Item]") -> None:
    import json

    document = [{"id": item.id, "chapter": item.chapter, "topic": item.topic} for item in items]
    typer.echo(json.dumps({"schema": "rehydrate/quiz-due/v1", "due": document}, indent=2))


def _print_rest(items: "Sequence[Item]", answers: "list[dict[str, object]]") -> None:
    from rehydrate.lab.quiz import next_due

    when = next_due(items, answers)
    if when is None:
        typer.echo("There are no questions yet.")
    else:
        day = when.astimezone().strftime("%d %B, %H:%M")
        typer.echo(f"Nothing is due before {day}. To be asked all the same: rehydrate quiz --again")
