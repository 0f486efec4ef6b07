"""``rehydrate certify``: prove the graders."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rehydrate.lab.certificate import Certificate


def certify(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[EXERCISE]...", help="By default every one.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the certificate as JSON.")] = False,
) -> None:
    """Put every known right and wrong solution to the graders; exit 1 if one breaks its promise."""
    import dataclasses
    import json
    import sys

    from rich.console import Console

    from rehydrate.lab import certificate
    from rehydrate.lab.catalog import exercises, find

    chosen = [find(name) for name in names] if names else exercises()
    progress = Console(stderr=True, highlight=False)
    done = []
    for exercise in chosen:
        with progress.status(f"{exercise.id} starter") as status:
            done.append(
                certificate.certify(exercise, lambda row: status.update(f"{row.submission} {row.given}"))
            )
        if not as_json:
            _print(done[-1])
    if as_json:
        rows = [dataclasses.asdict(c) | {"holds": c.holds, "matrix": certificate.matrix(c)} for c in done]
        json.dump({"schema": "rehydrate/certificate/v1", "certificates": rows}, sys.stdout, indent=2)
        print()
    raise typer.Exit(0 if all(c.holds for c in done) else 1)


def _print(certificate: "Certificate") -> None:
    from rehydrate.lab.certificate import matrix

    print(f"\n{certificate.exercise}: {'holds' if certificate.holds else 'DOES NOT HOLD'}")
    for row in certificate.rows:
        print(f"  {'ok ' if not row.problems else 'BAD'}  {row.given:<11}  {row.submission}")
        for problem in row.problems:
            print(f"         {problem}")
    for problem in certificate.problems:
        print(f"  BAD  {problem}")
    print("  " + ", ".join(f"{kind}: {count}" for kind, count in matrix(certificate).items()))
