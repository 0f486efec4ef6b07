"""Every public name is documented in numpydoc's form: what it does, its parameters, what can go wrong."""

import dataclasses
import enum
import importlib
import importlib.util
import inspect
from pathlib import Path

import pytest
from numpydoc.validate import validate

ROOT = Path(__file__).resolve().parents[2]
# GL08 no docstring; PR01 parameters without a word, PR02 words about parameters that do not exist,
# PR04 no type, PR10 no space before the colon; SS03 no period at the end.
ASKED = {"GL08", "PR01", "PR02", "PR04", "PR10", "SS03"}


def public_modules():
    spec = importlib.util.spec_from_file_location("modules", ROOT / "book" / "_ext" / "modules.py")
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded.public_modules()


def public_things():
    """Return every public class, function and method of our own by its full name.

    A method that fills in one of a base class of ours is described there.
    """
    found = {}
    for name in public_modules():
        module = importlib.import_module(name)
        listed = getattr(module, "__all__", None) or [key for key in vars(module) if not key.startswith("_")]
        for key in listed:
            value = getattr(module, key)
            documented = inspect.isfunction(value) or inspect.isclass(value)
            if documented and value.__module__.startswith(name):
                found[f"{name}.{key}"] = value
                found |= {f"{name}.{key}.{method}": v for method, v in new_methods(value)}
    return found


def new_methods(kind):
    if inspect.isclass(kind):
        for name, value in vars(kind).items():
            described = any(name in vars(base) for base in kind.__mro__[1:])
            if inspect.isfunction(value) and name[0] != "_" and not described:
                yield name, value


def complaints(name, thing):
    """Return what numpydoc misses; a dataclass may describe its fields as attributes."""
    codes = ASKED
    if inspect.isclass(thing) and issubclass(thing, (Exception, enum.Enum)):
        codes = codes - {"PR01"}  # made as its base class is
    if dataclasses.is_dataclass(thing):
        words = thing.__doc__ or ""
        lost = [field.name for field in dataclasses.fields(thing) if field.init and field.name not in words]
        return [f"no word about {field}" for field in lost] + [
            text for code, text in validate(name)["errors"] if code in codes - {"PR01"}
        ]
    return [text for code, text in validate(name)["errors"] if code in codes]


THINGS = public_things()


@pytest.mark.parametrize("name", sorted(THINGS))
def test_a_public_name_says_what_it_does_and_takes(name):
    assert not complaints(name, THINGS[name])


def test_the_reference_has_a_page_for_every_room():
    pages = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "book" / "api").glob("*.md"))
    rooms = {".".join(name.split(".")[:2]) for name in public_modules()}
    assert not [room for room in sorted(rooms) if f"{{{{ modules {room}" not in pages]
