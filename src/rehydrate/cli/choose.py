"""``rehydrate choose``: requirements in, a format and the reasons out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rehydrate.advise import Advice


def choose(
    kind: Annotated[
        str, typer.Option(help="Without --model: linear, trees, custom code, torch, keras, xgboost ...")
    ] = "linear",
    untrusted: Annotated[
        bool, typer.Option("--untrusted", help="Its reader does not trust all who can write the file.")
    ] = False,
    consumer: Annotated[
        str, typer.Option(help='Where it predicts: python, "other language" or browser.')
    ] = "python",
    no_python: Annotated[bool, typer.Option("--no-python", help="Serving has no Python.")] = False,
    keep: Annotated[str, typer.Option(help="days: same library versions; years: across them.")] = "days",
    refit: Annotated[bool, typer.Option("--refit", help="Training will go on.")] = False,
    whole: Annotated[bool, typer.Option("--whole", help="The Python object itself must come back.")] = False,
    exact: Annotated[bool, typer.Option("--exact", help="Predictions equal to the last bit.")] = False,
    small: Annotated[bool, typer.Option("--small", help="A small file matters.")] = False,
    quick_start: Annotated[bool, typer.Option("--quick-start", help="The first answer matters.")] = False,
    low_latency: Annotated[bool, typer.Option("--low-latency", help="Single rows matter.")] = False,
    many_workers: Annotated[bool, typer.Option("--many-workers", help="Memory of many workers.")] = False,
    model: Annotated[
        Path | None, typer.Option(help="A model file of yours. It is loaded: see above.")
    ] = None,
    data: Annotated[
        Path | None, typer.Option(help="Rows, to measure instead of guessing: .npy, .csv.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the advice as JSON.")] = False,
) -> None:
    """Choose a format for a model, and say why, and why not the others.

    With --model the formats are tried on the model, with --data measured. Loading a file of pickle, joblib,
    cloudpickle or hickle runs code from it: only for files you trust.

    Exits with 1 if no format meets every requirement.
    """
    from rehydrate.advise import Requirements, advise
    from rehydrate.cli._loading import load_data, load_model, progress_bar
    from rehydrate.evaluate import evaluate

    needs = Requirements(
        kind=kind,
        source_trusted=not untrusted,
        consumer=consumer,
        python_at_serving=not no_python,
        lifetime=keep,
        continue_training=refit,
        whole_object=whole,
        exact=exact,
        small_file=small,
        quick_start=quick_start,
        low_latency=low_latency,
        many_workers=many_workers,
    )
    live = None if model is None else load_model(model)
    advice = advise(needs, live)
    if live is not None and data is not None and advice.choice:
        candidates = [advice.choice, *advice.alternatives]
        with progress_bar("measuring") as progress:
            rows, n_workers = load_data(data), 4 if many_workers else 0
            evidence = evaluate(
                live, rows, formats=candidates, repeats=3, workers=n_workers, progress=progress
            )
        advice = advise(needs, live, evidence)
    _print_as_json(advice) if as_json else _print(advice, model, data)
    raise typer.Exit(0 if advice.choice else 1)


def _print(advice: "Advice", model: Path | None, data: Path | None) -> None:
    print(f"choice    {advice.choice or 'none: no format meets every requirement'}")
    for reason in advice.why:
        print(f"  why     {reason}")
    if advice.alternatives:
        print(f"also      {', '.join(advice.alternatives)}")
    for name, reason in advice.rejected.items():
        print(f"not       {name}: {reason}")
    if advice.choice is None:
        print("\nnext: drop a requirement, then run rehydrate choose again")
    elif model is None:
        print("\nnext: rehydrate choose --model FILE --data X.npy   (tries and measures)")
    else:
        names = ",".join([advice.choice, *advice.alternatives[:3]])
        print(f"\nnext: rehydrate bench {model} --data {data or 'X.npy'} --formats {names}")


def _print_as_json(advice: "Advice") -> None:
    import dataclasses
    import json

    document = dataclasses.asdict(advice)
    print(json.dumps(document, indent=2))
