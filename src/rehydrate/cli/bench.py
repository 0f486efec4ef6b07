"""``rehydrate bench``: measure the formats that could keep a model."""

from pathlib import Path
from typing import Annotated

import typer


def bench(
    model: Annotated[Path, typer.Argument(help="The file of a fitted model. It is loaded: see above.")],
    data: Annotated[Path, typer.Option(help="Rows to predict: .npy or .csv.")],
    formats: Annotated[str, typer.Option(help="Names with commas between; +mapped maps arrays.")] = "",
    labels: Annotated[Path | None, typer.Option(help="True labels (.npy), to show the accuracy.")] = None,
    reference: Annotated[
        Path | None, typer.Option(help="Predictions stored at training time: .npy, or .npz by method.")
    ] = None,
    repeats: Annotated[int, typer.Option(help="Fresh processes for each format.", min=1)] = 5,
    workers: Annotated[int, typer.Option(help="Processes that share the model; 0 for none.", min=0)] = 4,
    cold_cache: Annotated[bool, typer.Option("--cold-cache", help="Read the file from the disk.")] = False,
    plot: Annotated[Path | None, typer.Option(help="Draw the cold start: .svg, .png or .pdf.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Measure start, speed, size, memory and fidelity of a model in several formats.

    The model is loaded, saved in each format, and measured in fresh processes; it is never fitted. Loading a
    file of pickle, joblib, cloudpickle or hickle runs code from it: only for files you trust.

    Exits with 1 if a format changed the predictions, or none could be measured.
    """
    from rehydrate.cli._loading import load_data, load_model, progress_bar
    from rehydrate.evaluate import evaluate

    with progress_bar("measuring") as progress:
        result = evaluate(
            load_model(model),
            load_data(data),
            None if labels is None else load_data(labels),
            formats=[name.strip() for name in formats.split(",")] if formats else None,
            reference=None if reference is None else load_data(reference),
            progress=progress,
            repeats=repeats,
            workers=workers,
            cold_cache=cold_cache,
        )
    print(result.to_json() if as_json else result.table())
    if plot:
        result.plot(plot)
    if not as_json:
        drawn = f"Drawn: {plot}\n\n" if plot else ""
        print(f"\n{drawn}next: rehydrate choose --model {model} --data {data}")
    faithful = result.measured and all(one.fidelity.same for one in result.measured)
    raise typer.Exit(0 if faithful else 1)
