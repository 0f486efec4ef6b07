"""``rehydrate doctor``: whether this environment is right for the course, or for a file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rehydrate.diagnose import Diagnosis


def doctor(
    file: Annotated[
        Path | None, typer.Argument(help="A model file; without one, the course is checked.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Say what would happen to a model file here, without loading it; without a file, check the course.

    Exit 1 unless the file should load and predict, or if the course cannot run.
    """
    import json

    if file is None:
        raise typer.Exit(_course(as_json))
    from rehydrate.diagnose import Outcome, diagnose

    found = diagnose(file)
    print(json.dumps(found.as_dict(), indent=2) if as_json else _text(found))
    raise typer.Exit(0 if found.outcome is Outcome.WORKS else 1)


def _text(found: "Diagnosis") -> str:
    """Return a diagnosis in the order in which it is needed."""
    made = ", ".join(f"{name} {version}" for name, version in found.versions.items())
    why = [finding.what + (f" ({finding.source})" if finding.source else "") for finding in found.findings]
    more = [f"and {len(why) - 5} more; all of them: --json"] if len(why) > 5 else []
    parts = {
        "what it is": [found.what + (f", made by {made}" if made else "")],
        "here": [f"{found.outcome} ({found.confidence})"],
        "why": (why[:5] + more) or ["nothing was found that speaks against it"],
        "looked at": found.looked_at,
        "caution": found.cautions,
        "dangerous": [f"it names {name}: do not load it" for name in found.dangerous],
        "what to do": found.remedy,
    }
    lines = [f"{found.file}\n"]
    for title, texts in parts.items():
        lines += [f"{title if i == 0 else '':<12}{text}" for i, text in enumerate(texts)]
    return "\n".join(lines)


def _course(as_json: bool) -> int:
    """Print whether this machine can run the course."""
    import json

    from rehydrate.lab.doctor import examine

    findings = []
    for finding in examine():
        findings.append(finding)
        if not as_json:
            print(f"{'ok    ' if finding.ok else 'WRONG '} {finding.what}: {finding.found}")
            if not finding.ok:
                print(f"       fix: {finding.fix}")
    ok = all(finding.ok for finding in findings)
    if as_json:
        print(json.dumps([vars(finding) for finding in findings], indent=2))
    elif ok:
        print("\nEverything the course needs is here.\n\nnext: rehydrate")
    return 0 if ok else 1
