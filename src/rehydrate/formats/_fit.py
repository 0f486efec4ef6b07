"""Whether saved arrays fit the object they are to be put into, told before anything is touched."""

from collections.abc import Mapping
from typing import Any


def misfit(own: Mapping[str, Any], saved: Mapping[str, Any]) -> str:
    """Return how the names and shapes of two mappings of arrays differ; empty if they do not."""
    both = own.keys() & saved.keys()
    differ = {
        "missing": own.keys() - saved.keys(),
        "left over": saved.keys() - own.keys(),
        "of another shape": {name for name in both if own[name].shape != saved[name].shape},
    }
    told = [f"{len(names)} {how} ({', '.join(sorted(names)[:3])})" for how, names in differ.items() if names]
    return "; ".join(told)
