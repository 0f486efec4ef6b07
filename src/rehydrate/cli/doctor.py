"""``rehydrate doctor``: whether this environment is right."""

from typing import Annotated

import typer


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Check that this machine can run the course; exit 1 if something is wrong."""
    import json

    from rehydrate.lab.doctor import examine

    findings = []
    for finding in examine():
        findings.append(finding)
        if not as_json:
            print(f"{'ok    ' if finding.ok else 'WRONG '} {finding.what}: {finding.found}")
            if not finding.ok:
                print(f"       fix: {finding.fix}")
    if as_json:
        print(json.dumps([vars(finding) for finding in findings], indent=2))
    elif all(finding.ok for finding in findings):
        print("\nEverything the course needs is here.\n\nnext: rehydrate")
    raise typer.Exit(0 if all(finding.ok for finding in findings) else 1)
