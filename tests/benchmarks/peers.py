"""Other model stores, each in an environment of its own, each against joblib in that same environment.

The environments are made once, by pip, under ``_build/bench-envs``. A tool that cannot be installed is left
out with pip's words. None of the four checks what it loads or syncs what it saves; this project's store does
both.
"""

import importlib.metadata
import json
import os
import subprocess
import sys
import venv
from pathlib import Path

from timing import milliseconds, ratio, table

HERE = Path(__file__).resolve().parent
ENVIRONMENTS = HERE.parents[1] / "_build" / "bench-envs"
PEERS = ("pins", "modelstore", "bentoml", "mlflow")
SAME = ("scikit-learn", "joblib", "numpy")  # in the versions that we run


def run(folder, quick):
    """Print one table of saving and one of loading; a tool that fails is named and breaks nothing."""
    found, left_out = {}, {}
    for tool in ("rehydrate", *(PEERS[:1] if quick else PEERS)):
        place = folder / tool
        place.mkdir()
        try:
            python = sys.executable if tool == "rehydrate" else environment(tool)
            found[tool] = measured(tool, python, place, 1.0 if quick else 6.0)
        except subprocess.SubprocessError as error:
            said = getattr(error, "stderr", "")
            lines = said.strip().splitlines() if isinstance(said, str) else []
            left_out[tool] = lines[-1] if lines else str(error)
    for what in ("save", "load"):
        print(f"\nPeers, {what}: median ms (quartiles) and ratio to joblib in the same environment and run")
        rows = []
        for tool, models in found.items():
            for name, one in models.items():
                rows.append([name, tool, milliseconds(one[what]["joblib"]), milliseconds(one[what][tool])])
                rows[-1] += [f"{ratio(one[what], tool, 'joblib'):.2f}x", str(len(one[what][tool]))]
        rows.sort(key=lambda row: list(next(iter(found.values()))).index(row[0]))
        table(["model", "tool", "joblib", "tool", "ratio", "n"], rows)
    firsts = ", ".join(f"{tool} {next(iter(m.values()))['first_save']:.2g} s" for tool, m in found.items())
    print(f"first save of a process (LR pipeline, imports done as far as the tool does them): {firsts}")
    for tool, why in left_out.items():
        print(f"left out: {tool}: {why}")
    return True


def environment(tool, package=""):
    """Return the Python of a tool's environment; make it if it is not there or was not finished.

    ``package`` is what pip is asked for, where that is not the tool's name.
    """
    package = package or tool
    place = ENVIRONMENTS / tool
    python = place / ("Scripts" if os.name == "nt" else "bin") / "python"
    done = place / "rehydrate-bench.txt"
    wanted = [f"{name}=={importlib.metadata.version(name)}" for name in SAME]
    if done.exists() and done.read_text() == " ".join([*wanted, package]):
        return python
    print(f"installing {tool} into {place} ...", flush=True)
    venv.create(place, with_pip=True, clear=True)
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted, package]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=600)
    if (
        answer.returncode
    ):  # the tool may want other versions than ours: any will do, joblib is measured there too
        command = [*command[:6], "scikit-learn", package]
        subprocess.run(command, capture_output=True, text=True, timeout=600, check=True)
    done.write_text(" ".join([*wanted, package]))
    return python


def measured(tool, python, folder, budget):
    """Run ``peer.py`` and return what it found, by model; what it had found before it failed counts."""
    command = [python, HERE / "peer.py", tool, folder, str(budget)]
    quiet = {"PYTHONWARNINGS": "ignore", "PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, env=os.environ | quiet)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    if not lines:
        raise subprocess.CalledProcessError(done.returncode, command, stderr=done.stderr)
    return {line["model"]: line for line in lines}
