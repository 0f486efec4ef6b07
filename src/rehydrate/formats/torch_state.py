"""A torch state dict: tensors by name, without the class of the module they belong to.

torch writes a zip with a pickle in it, and reads that pickle with a small machine of its own that knows
tensors and plain data only (``weights_only``). That is asked for here in every call, so that no variable of
the environment can switch it off. Before 2.6 and 2.10 that machine had holes (CVE-2025-32434,
CVE-2026-24747); the torch required here is newer.
"""

import copy
import os
import pickle
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from rehydrate.errors import CannotLoad, UntrustedFile
from rehydrate.formats._fit import misfit
from rehydrate.formats._protocol import Format, class_names, foreign, is_plain, name_of, newer

PREFIXES = {"module.": "torch.nn.DataParallel", "_orig_mod.": "torch.compile"}  # they wrap a module


@dataclass(frozen=True)
class TorchStateFormat(Format):
    """A torch state dict.

    Parameters
    ----------
    map_location : str
        The device to put the tensors on when loading.
    """

    map_location: str = "cpu"

    name = "torch_state"
    suffix = ".pt"
    requires = ("torch",)
    looks = ("zip",)  # its names are looked at when it is read
    runs_code_on_load = False
    gives_back = "weights"
    can_map = True
    holds = "the state of a torch module, or any tensors by name"
    loses = "the module's class and its training mode, and that tensors overlap; loading gives the state dict"
    extra = "torch"

    def why_not(self, model: Any) -> str:
        """Name the first entry that is no tensor with memory of its own."""
        return why_no_tensors(state_of(model))

    def _write(self, model: Any, path: Path) -> None:
        import torch

        seen: dict[Any, Any] = {}
        state = copy.copy(state_of(model))  # the caller's mapping stays as it is
        for name, tensor in state.items():
            if tensor.untyped_storage().nbytes() > tensor.nbytes:  # a view: torch would write all it looks at
                state[name] = own_copy(tensor, seen)
        with path.open("xb") as file:  # an open file, or torch writes the name of the path into it
            torch.save(state, file)

    def _read(self, stream: BinaryIO, mapped: bool) -> Any:
        state = read_zip(self, stream, mapped, self.map_location)
        if why_no_tensors(state):
            raise foreign(self, stream, "torch_checkpoint, or other values beside tensors")
        return state


def state_of(model: Any) -> Any:
    """Return a module's state dict, and anything else as it is; the tensors are the module's own.

    Parameters
    ----------
    model : torch.nn.Module or object
        What to take apart.
    """
    return model.state_dict() if "torch.nn.modules.module.Module" in class_names(model) else model


def why_no_tensors(state: Any) -> str:
    """Say which entry of a state is not a tensor with memory of its own; empty if all are.

    Parameters
    ----------
    state : object
        What should be a mapping of names to tensors.
    """
    if not isinstance(state, Mapping):
        return "it is no torch module and no mapping of names to tensors; use formats.get('pickle')"
    for name, value in state.items():
        if not isinstance(name, str) or "torch.Tensor" not in class_names(value):
            return f"{name!r} is a {type(value).__name__}, no tensor; use formats.get('torch_checkpoint')"
        if value.is_meta or str(value.layout) != "torch.strided":
            return f"{name!r} is sparse or has no memory of its own (meta); store value.to_dense()"
    return ""


def own_copy(tensor: Any, seen: dict[Any, Any]) -> Any:
    """Return a copy on the CPU that has only its own memory; the same copy for the same tensor.

    Parameters
    ----------
    tensor : torch.Tensor
        Any tensor, also a view or a parameter.
    seen : dict
        The copies made so far; tied weights stay tied.
    """
    place = (tensor.data_ptr(), tensor.shape, tensor.stride(), tensor.dtype)
    if place not in seen:
        seen[place] = tensor.detach().to("cpu", copy=True)
    return seen[place]


def path_to(stream: BinaryIO) -> str | None:
    """Return a path to an open file itself, whatever its name leads to by now; None if there is none.

    Parameters
    ----------
    stream : binary file
        An open file.
    """
    path = f"/dev/fd/{stream.fileno()}" if is_plain(stream) else ""
    return path if os.path.exists(path) else None


def read_zip(fmt: Format, stream: BinaryIO, mapped: bool, map_location: str) -> Any:
    """Read torch's zip as data.

    torch itself does not compare the sums in the zip: a changed number would come back as it is (one bit
    in eight, of 1,000 tried). They are compared here first, which reads the file once more; not if mapped.

    Parameters
    ----------
    fmt : Format
        The format that asks, for the words of an error.
    stream : binary file
        An open file.
    mapped : bool
        Leave the tensors in the file, where it has a path.
    map_location : str
        The device to put the tensors on.

    Raises
    ------
    ForeignFile, DamagedFile, FutureFile, UntrustedFile
        If the zip is not torch's, not whole, too new, or asks for anything but tensors and plain data.
    """
    import torch

    path = path_to(stream) if mapped else None
    with zipfile.ZipFile(stream) as archive:
        if not any(name.endswith("/data.pkl") for name in archive.namelist()):
            raise foreign(fmt, stream, "zip")
        if path is None and (changed := archive.testzip()):
            raise ValueError(f"{changed} does not fit its sum")
    stream.seek(0)
    try:
        return torch.load(path or stream, map_location=map_location, weights_only=True, mmap=bool(path))
    except pickle.UnpicklingError as error:
        if not (asked := re.search(r"GLOBAL (\S+)", str(error))):
            raise
        raise UntrustedFile(
            f"{name_of(stream)} asks for {asked[1]}.",
            why="only tensors and plain data are read, and no code",
            fix="if it is yours, save its state_dict() and plain numbers instead of objects",
        ) from error
    except RuntimeError as error:
        if "maximum supported version" in str(error):
            raise newer(stream, "a later kind of zip", torch.__version__, "torch") from error
        raise


def put_into(module: Any, state: Mapping[str, Any]) -> None:
    """Put a state into a module, all of it or nothing.

    Parameters
    ----------
    module : torch.nn.Module
        A module of the class that the state came from.
    state : mapping of str to torch.Tensor
        What loading gave.

    Raises
    ------
    CannotLoad
        If names are missing or left over, or a shape does not fit. The module is then as it was.
    """
    own = module.state_dict()
    if not (differ := misfit(own, state)):
        module.load_state_dict(state, strict=True)
        return
    why, fix = "its names and shapes must be those of the module", "build the module as it was when saved"
    for prefix, wrapper in PREFIXES.items():
        if {prefix + name for name in own} == set(state):
            why = f"every name starts with {prefix!r}: the state was taken from a module inside {wrapper}"
            fix = f"put_into(module, {{name.removeprefix({prefix!r}): state[name] for name in state}})"
        if {prefix + name for name in state} == set(own):
            why = f"the module is inside {wrapper}, which puts {prefix!r} before every name"
            fix = f"put_into(module.{prefix[:-1]}, state)"
    raise CannotLoad(f"The state does not fit {type(module).__name__}: {differ}.", why=why, fix=fix)


FORMAT = TorchStateFormat()
