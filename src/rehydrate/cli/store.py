"""``rehydrate store``: look at the versions of a model, move aliases, carry versions about."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rehydrate.store import ModelStore

store = typer.Typer(no_args_is_help=True, help="Versions of models: look, promote, roll back, carry.")

Where = Annotated[
    str,
    typer.Option("--store", envvar="REHYDRATE_STORE", help="A folder, or a URL such as s3://bucket/models."),
]
Trust = Annotated[list[Path] | None, typer.Option(help="A public key; what it did not sign is refused.")]
SignWith = Annotated[Path | None, typer.Option(help="A private key, to sign what is written.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Name = Annotated[str, typer.Argument(help="Of the model.")]
Version = Annotated[
    str, typer.Argument(metavar="NAME[@REF]", help="Such as churn, churn@3, churn@production.")
]
Ref = Annotated[str, typer.Argument(metavar="REF", help="A version or an alias.")]
Alias = Annotated[str, typer.Argument(help="Such as production.")]
MODELS = "models"


@store.command("list")
def list_(name: Annotated[str, typer.Argument()] = "", at: Where = MODELS, as_json: AsJson = False) -> None:
    """List the models, or the versions of one."""
    opened = _open(at)
    rows = _versions(opened, name) if name else _models(opened)
    _print_rows(rows, as_json)
    if as_json:
        return
    if not rows:
        print(f"Nothing is saved in {opened.backend.root}{f' as {name}' if name else ''}.")
    elif name:
        newest = f"{name}@{rows[-1]['version']}"
        print(f"\nnext: {opened.command(name, 'show', newest)}")
    else:
        print(f"\nnext: {opened.command(rows[0]['name'], 'list', rows[0]['name'])}")


@store.command()
def show(version: Version, at: Where = MODELS, trust: Trust = None) -> None:
    """Print what is recorded of a version, as JSON; the model is not read."""
    _print_json(_open(at, trust).manifest(*_split(version)))


@store.command()
def verify(
    version: Annotated[str, typer.Argument(metavar="[NAME[@REF]]")] = "",
    at: Where = MODELS,
    trust: Trust = None,
    as_json: AsJson = False,
) -> None:
    """Check records, checksums and signatures without loading anything; exit 1 if something is wrong."""
    from rich.console import Console
    from rich.progress import Progress

    opened = _open(at, trust)
    name, ref = _split(version)
    names = [name] if name else opened.names()
    total = 1 if ref else sum(len(opened.versions(each)) + len(opened.aliases(each)) for each in names)
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        problems = opened.verify(
            name or None, ref, on_step=lambda place: bar.update(task, advance=1, description=place)
        )
    if as_json:
        _print_json(problems)
    else:
        for problem in problems:
            print(f"WRONG {problem.place}  {problem.kind}: {problem.what}")
            print(f"  why: {problem.why}\n  fix: {problem.fix}")
        print(f"{len(problems)} wrong of {total} versions and aliases.")
    raise typer.Exit(1 if problems else 0)


@store.command()
def check(version: Version, at: Where = MODELS, trust: Trust = None, as_json: AsJson = False) -> None:
    """Load a version and let it predict its golden rows again; exit 1 if a prediction differs."""
    from rehydrate import formats

    opened = _open(at, trust)
    found = opened.manifest(*_split(version))
    allowed = formats.get(found.format).tolerance
    with _busy("loading"):
        gaps = opened.check_golden(found.name, found.version)
    same = all(gap <= allowed for gap in gaps.values())
    rows = [{"method": method, "largest difference": str(gap)} for method, gap in gaps.items()]
    _print_rows(rows, as_json)
    if not as_json:
        verdict = "predicts" if same else f"DOES NOT predict (allowed: {allowed})"
        print(f"\n{found.name}@{found.version} {verdict} what it did when it was saved.")
    raise typer.Exit(0 if same else 1)


@store.command()
def promote(
    version: Version, alias: Alias, at: Where = MODELS, trust: Trust = None, sign_with: SignWith = None
) -> None:
    """Point an alias at a version."""
    opened = _open(at, trust, sign_with)
    found = opened.manifest(*_split(version))
    opened.set_alias(found.name, alias, found.version)
    print(f"{found.name}@{alias} is version {found.version} now.")
    print(f"\nto undo this: {opened.command(found.name, 'rollback', found.name, alias)}")


@store.command()
def rollback(
    name: Name, alias: Alias, at: Where = MODELS, trust: Trust = None, sign_with: SignWith = None
) -> None:
    """Point an alias at what it pointed at before; again goes further back."""
    opened = _open(at, trust, sign_with)
    print(f"{name}@{alias} is version {opened.rollback(name, alias)} again.")
    print(f"\nnext: {opened.command(name, 'history', name, alias)}")


@store.command()
def history(name: Name, alias: Alias, at: Where = MODELS, as_json: AsJson = False) -> None:
    """List every move of an alias."""
    _print_rows([vars(move) for move in _open(at).history(name, alias)], as_json)


@store.command()
def compare(name: Name, old: Ref, new: Ref, at: Where = MODELS, as_json: AsJson = False) -> None:
    """List what differs between two versions."""
    found = _open(at).compare(name, _ref(old), _ref(new))
    _print_rows([{"what": what, "old": pair[0], "new": pair[1]} for what, pair in found.items()], as_json)


@store.command()
def delete(name: Name, version: int, at: Where = MODELS, sign_with: SignWith = None) -> None:
    """Remove the files of a version for good; its number is never used again."""
    _open(at, None, sign_with).delete(name, version)
    print(f"{name}@{version} is deleted.")


@store.command()
def gc(name: Annotated[str, typer.Argument()] = "", at: Where = MODELS, as_json: AsJson = False) -> None:
    """Remove files that no version needs: of deleted versions, and of saves that were killed."""
    with _busy("waiting until nobody saves"):
        removed = _open(at).gc(name or None)
    _print_json(removed) if as_json else print(f"Files removed: {len(removed)}.")


@store.command()
def export(version: Version, file: Path, at: Where = MODELS, trust: Trust = None) -> None:
    """Write a version to one file that holds everything of it."""
    with _busy("checking and writing"):
        _open(at, trust).export_(*_split(version), file)
    print(f"{version} is in {file}.\n\nto take it in elsewhere: rehydrate store import {file} --store STORE")


@store.command("import")
def import_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    name: Annotated[str, typer.Option(help="Of the model here; by default the one that it had.")] = "",
    at: Where = MODELS,
    trust: Trust = None,
    sign_with: SignWith = None,
) -> None:
    """Check a file that export wrote, and take it in as a new version."""
    opened = _open(at, trust, sign_with)
    with _busy("checking and copying"):
        version = opened.import_(file, name=name)
    print(f"{file} is version {version} now.\n\nnext: rehydrate store list --store {at}")


@store.command()
def keys(
    file: Annotated[Path, typer.Argument(help="For the private key; the public one is FILE.pub.")],
) -> None:
    """Make a pair of keys, to sign versions with and to check them."""
    from rehydrate.store import signing

    public = signing.generate(file)
    print(f"{file} signs: keep it away from the store.\n{public} checks: give it to those who load.")


def _open(at: str, trust: list[Path] | None = None, sign_with: Path | None = None) -> "ModelStore":
    from rehydrate.store import ModelStore, signing

    trusted = [signing.read_key(path) for path in trust or ()]
    return ModelStore(at, trusted_keys=trusted, sign_with=sign_with and signing.read_key(sign_with))


def _split(version: str) -> tuple[str, int | str | None]:
    """Split ``churn@3`` into a name and a reference."""
    name, _, ref = version.partition("@")
    return name, _ref(ref)


def _ref(text: str) -> int | str | None:
    return int(text) if text.isdecimal() else text or None


def _models(opened: "ModelStore") -> list[dict[str, Any]]:
    rows = []
    for name in opened.names():
        versions, aliases = opened.versions(name), opened.aliases(name)
        pointing = ", ".join(f"{alias} = {version}" for alias, version in aliases.items())
        rows.append(
            {"name": name, "versions": len(versions), "latest": max(versions, default=0), "aliases": pointing}
        )
    return rows


def _versions(opened: "ModelStore", name: str) -> list[dict[str, Any]]:
    from rehydrate.errors import StoreError

    rows = []
    aliases = opened.aliases(name)
    for version in opened.versions(name):
        pointing = ", ".join(alias for alias, at in aliases.items() if at == version)
        row: dict[str, Any] = {
            "version": version,
            "aliases": pointing,
            "created": "",
            "format": "",
            "n_bytes": "",
        }
        try:
            found = opened.manifest(name, version)
            row |= {"created": found.created, "format": found.format, "n_bytes": found.payload.size}
            row["metrics"] = ", ".join(f"{metric} {value}" for metric, value in found.metrics.items())
        except StoreError as error:  # one broken record must not hide the others
            row["metrics"] = f"{type(error).__name__}: {error.what}"
        rows.append(row)
    return rows


def _busy(what: str) -> Any:
    from rich.console import Console

    return Console(stderr=True).status(what)


def _print_json(document: Any) -> None:
    import dataclasses
    import json

    json.dump(document, sys.stdout, indent=2, default=dataclasses.asdict)
    print()


def _print_rows(rows: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        _print_json(rows)
    elif rows:
        from rich.console import Console
        from rich.table import Table

        table = Table(*rows[0], box=None, pad_edge=False, header_style="bold")
        for column in table.columns:
            column.overflow = "fold"
        for row in rows:
            table.add_row(*map(str, row.values()))
        Console(highlight=False, markup=False).print(table)
