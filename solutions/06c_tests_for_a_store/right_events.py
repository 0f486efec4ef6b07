"""One file, to which every event is appended, saves and deletions; both have numbers, so there are gaps."""

import base64
import json
import pickle


def _events(folder):
    log = folder / "events"
    return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []


def _append(folder, **event):
    folder.mkdir(parents=True, exist_ok=True)
    number = len(_events(folder)) + 1
    with (folder / "events").open("a") as log:
        log.write(json.dumps({"number": number, **event}) + "\n")
    return number


def _there(folder):
    there = {}
    for event in _events(folder):
        if "model" in event:
            there[event["number"]] = event["model"]
        else:
            del there[event["deletes"]]
    return there


def save(folder, model):
    return _append(folder, model=base64.b64encode(pickle.dumps(model)).decode())


def load(folder, version=None):
    there = _there(folder)
    number = [*there][-1] if version is None else version  # an IndexError where there is none
    return pickle.loads(base64.b64decode(there[number]))


def versions(folder):
    return list(_there(folder))


def delete(folder, version):
    if version not in _there(folder):
        raise KeyError(version)
    return _append(folder, deletes=version)
