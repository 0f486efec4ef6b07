"""safetensors: arrays by name behind a header of JSON; there is nothing in it that could run.

Names, shapes and numbers, and no object: what they mean, the reader must know. The library writes the
memory behind an array as if it were in C order, which turns a transposed or sliced array into other numbers
without a word (safetensors 0.8, for numpy). So every array is put in order first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from rehydrate.errors import CannotLoad
from rehydrate.formats._protocol import Format, name_of, newer
from rehydrate.formats.torch_state import own_copy, path_to, state_of, why_no_tensors


@dataclass(frozen=True)
class SafetensorsFormat(Format):
    """Arrays or torch tensors by name.

    Parameters
    ----------
    as_torch : bool
        Load torch tensors, which can be mapped, instead of numpy arrays, which have no bfloat16.
    """

    as_torch: bool = False

    name = "safetensors"
    suffix = ".safetensors"
    requires = ("safetensors",)
    runs_code_on_load = False
    gives_back = "weights"
    outlives_versions = True
    holds = "numpy arrays by name, a torch state dict, or the state of a torch module"
    loses = "the module's class; that two names meant one tensor (each becomes a copy); an array's byte order"
    extra = "formats"

    def why_not(self, model: Any) -> str:
        """Name the first entry that is no array; a type of number is refused by the library."""
        state = state_of(model)
        if not isinstance(state, Mapping) or not any(type(value) is np.ndarray for value in state.values()):
            return why_no_tensors(state)
        odd = [name for name, value in state.items() if type(value) is not np.ndarray]
        return f"{odd[0]!r} is no plain numpy array; convert it with np.asarray()" if odd else ""

    def _write(self, model: Any, path: Path) -> None:
        import safetensors.numpy

        state = state_of(model)
        if any(type(value) is np.ndarray for value in state.values()):
            ordered = {name: np.asarray(value, order="C") for name, value in state.items()}
            safetensors.numpy.save_file(ordered, path, {"format": "np"})
        else:
            import safetensors.torch

            apart = {name: own_copy(value, {}).contiguous() for name, value in state.items()}
            safetensors.torch.save_file(apart, path, {"format": "pt"})

    def _read(self, stream: BinaryIO, mapped: bool) -> Any:
        import safetensors.numpy

        try:
            if not self.as_torch:
                return safetensors.numpy.load(stream.read())
            import safetensors.torch

            path = path_to(stream) if mapped else None
            return safetensors.torch.load_file(path) if path else safetensors.torch.load(stream.read())
        except KeyError as error:
            raise CannotLoad(
                f"{name_of(stream)} holds numbers of the type {error}.",
                why="numpy has no such numbers",
                fix="load torch tensors: formats.get('safetensors', as_torch=True)",
            ) from error
        except safetensors.SafetensorError as error:
            if "unknown variant" in str(error):  # a type of number
                raise newer(stream, str(error), safetensors.__version__, "safetensors") from error
            raise


FORMAT = SafetensorsFormat()
