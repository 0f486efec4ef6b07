"""``rehydrate certify``: prove the graders."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rehydrate.lab.certificate import Certificate, Row


def certify(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[EXERCISE]...", help="By default every one.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the certificate as JSON.")] = False,
    repeats: Annotated[int, typer.Option(help="How often the reference is put to the grader.")] = 20,
    jobs: Annotated[int, typer.Option(help="Exercises proven at a time; 0: one for each core.")] = 0,
) -> None:
    """Put every known right and wrong solution to the graders; exit 1 if one breaks its promise."""
    import os
    from concurrent.futures import ThreadPoolExecutor

    from rich.console import Console

    from rehydrate.lab import certificate
    from rehydrate.lab.catalog import Exercise, exercises, find

    chosen = [find(name) for name in names] if names else exercises()
    progress = Console(stderr=True, highlight=False)
    with progress.status("starting") as status, ThreadPoolExecutor(jobs or os.cpu_count() or 1) as pool:

        def prove(exercise: Exercise) -> "Certificate":
            def show(row: "Row") -> None:
                status.update(f"{exercise.id} {row.submission} {row.given}")

            return certificate.certify(exercise, show, repeats=repeats)

        done = []
        for proven in pool.map(prove, chosen):
            done.append(proven)
            if not as_json:
                _print(proven)
    if as_json:
        _print_json(done)
    raise typer.Exit(0 if all(proven.holds for proven in done) else 1)


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


def _print_json(certificates: "list[Certificate]") -> None:
    import dataclasses
    import json

    from rehydrate.lab.certificate import matrix

    rows = [dataclasses.asdict(each) | {"holds": each.holds, "matrix": matrix(each)} for each in certificates]
    print(json.dumps({"schema": "rehydrate/certificate/v1", "certificates": rows}, indent=2))
