"""A torch checkpoint: all that training needs to go on as if it had not stopped, as plain data.

A module's weights are not enough. The optimizer has momenta, the schedule its place, and dropout and
shuffling draw from three random generators. Whatever is left out, training still runs on, to another
result.
"""

import copy
import random
from collections import Counter, OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from rehydrate.errors import CannotLoad
from rehydrate.formats._protocol import class_names, foreign
from rehydrate.formats.torch_state import TorchStateFormat, own_copy, put_into, read_zip, why_no_tensors

RANDOM = "random_states"  # the entry that is added to every checkpoint


@dataclass(frozen=True)
class TorchCheckpointFormat(TorchStateFormat):
    """A dict of states and plain values, in a zip like that of a state dict.

    Parameters
    ----------
    map_location : str
        The device to put the tensors on when loading.
    """

    name = "torch_checkpoint"
    suffix = ".ckpt"
    gives_back = "training state"
    holds = "a dict of torch modules, optimizers, schedules and plain values; the random states are added"
    loses = "every class: loading gives states, which resume() puts into objects you build"

    def why_not(self, model: Any) -> str:
        """Say that it keeps a dict; what is in it is looked at while it is copied."""
        if isinstance(model, Mapping) and all(isinstance(name, str) for name in model):
            return ""
        return "it is no dict of parts by name; formats.get('torch_state') keeps one module"

    def _write(self, model: Any, path: Path) -> None:
        import torch

        states = snapshot(model)
        with path.open("xb") as file:
            torch.save(states, file)

    def _read(self, stream: BinaryIO, mapped: bool) -> Any:
        checkpoint = read_zip(self, stream, mapped, self.map_location)
        if not isinstance(checkpoint, dict) or not why_no_tensors(checkpoint):
            raise foreign(self, stream, "torch_state")
        return checkpoint


def snapshot(parts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the states of all parts as they are now; further steps of training do not change the copy.

    ``module.state_dict()`` alone would not do: its tensors are those the next step writes to.

    Parameters
    ----------
    parts : mapping of str to object
        Modules, optimizers, schedules, and plain values such as an epoch.

    Returns
    -------
    dict
        Plain data, with the states of the random generators of Python, numpy and torch under
        ``random_states``, unless ``parts`` has this entry already.

    Raises
    ------
    TypeError
        Naming the first value that is neither a tensor nor plain data.
    """
    states = {RANDOM: _random_states()} | {
        name: part.state_dict() if hasattr(part, "state_dict") else part for name, part in parts.items()
    }
    return {name: _copy(value, name, {}) for name, value in states.items()}


def resume(checkpoint: Mapping[str, Any], **parts: Any) -> dict[str, Any]:
    """Put a checkpoint's states into new objects, and the random generators where they stood.

    Parameters
    ----------
    checkpoint : mapping
        What loading gave, or a snapshot.
    **parts : object
        Modules, optimizers and schedules under the names they were saved with.

    Returns
    -------
    dict
        All entries that were not put anywhere: the epoch, and whatever was forgotten.

    Raises
    ------
    CannotLoad
        If the checkpoint has no entry of such a name, or a module's state does not fit. What an optimizer
        or a schedule refuses, it says itself.
    """
    if absent := parts.keys() - checkpoint.keys():
        what, why = f"The checkpoint has no entry {min(absent)!r}.", f"it has: {', '.join(checkpoint)}"
        raise CannotLoad(what, why=why, fix="use the names it was saved with")
    for name, part in parts.items():
        if "torch.nn.modules.module.Module" in class_names(part):
            put_into(part, checkpoint[name])
        else:  # a copy, as an optimizer goes on writing to the very tensors it is given
            part.load_state_dict(_copy(checkpoint[name], name, {}))
    if RANDOM in checkpoint:
        _set_random_states(checkpoint[RANDOM])
    return {name: value for name, value in checkpoint.items() if name not in {RANDOM, *parts}}


def _copy(value: Any, where: str, seen: dict[Any, Any]) -> Any:
    if "torch.Tensor" in class_names(value):
        if reason := why_no_tensors({where: value}):
            raise TypeError(reason)
        return own_copy(value, seen)
    if type(value) in (dict, OrderedDict, Counter):
        copied = copy.copy(value)  # with the versions that torch notes on a state dict
        copied.clear()
        for key, item in value.items():
            copied[_copy(key, f"the key {key!r} of {where}", seen)] = _copy(item, f"{where}[{key!r}]", seen)
        return copied
    if type(value) in (list, tuple):
        return type(value)(_copy(item, f"{where}[{n}]", seen) for n, item in enumerate(value))
    if value is None or type(value) in (bool, int, float, str):
        return value
    kind = f"{type(value).__module__}.{type(value).__qualname__}"
    raise TypeError(f"{where} is a {kind}, no tensor and no plain data: use float(), int() or .tolist()")


def _random_states() -> dict[str, Any]:
    import torch

    state: Any = np.random.get_state(legacy=True)
    return {
        "python": random.getstate(),
        "numpy": [state[0], state[1].tolist(), *state[2:]],
        "torch": torch.get_rng_state(),
        "cuda": torch.cuda.get_rng_state_all(),
    }


def _set_random_states(states: Mapping[str, Any]) -> None:
    import torch

    random.setstate(states["python"])
    np.random.set_state(tuple(states["numpy"]))
    torch.set_rng_state(states["torch"].cpu())
    # For GPUs; our tests have none.
    for device, state in enumerate(states["cuda"][: torch.cuda.device_count()]):
        torch.cuda.set_rng_state(state.cpu(), device)


FORMAT = TorchCheckpointFormat()
