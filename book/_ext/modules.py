"""Replace ``{{ modules rehydrate.store }}`` on a page by the reference of the public modules below that name.

Public is what a reader of the course may import: the whole package but the command line and the course
machinery, of which only the comparisons for checks are meant for others. A package that says ``__all__`` is
described by those names; its modules are described too, but for what the package hands on and for modules
whose names start with an underscore.
"""

import importlib
import pkgutil
import re

import rehydrate

PRIVATE = ("rehydrate.cli", "rehydrate.lab", "rehydrate.__main__")
PUBLIC_AFTER_ALL = ("rehydrate.lab.expect",)
SECTION = """
## `{name}`

```{{eval-rst}}
.. automodule:: {name}
   :members:
   :show-inheritance:
   :exclude-members: {described}
```
"""


def public_modules(below="rehydrate"):
    """Return the names of the public modules at or below a name, in alphabetical order."""
    walked = list(pkgutil.walk_packages(rehydrate.__path__, "rehydrate."))
    names = {module.name for module in walked if not module.ispkg}
    names |= {module.name for module in walked if module.ispkg and _exports(module.name)}
    names = {name for name in names if not name.startswith(PRIVATE) and "._" not in name}
    names -= {name for name in names if _handed_on(name)}
    names |= set(PUBLIC_AFTER_ALL)
    return sorted(name for name in names if f"{name}.".startswith(f"{below}."))


def _exports(package):
    """Return the names that a package hands on."""
    if package.startswith(PRIVATE):
        return []
    return getattr(importlib.import_module(package), "__all__", [])


def _handed_on(name):
    """Say whether everything public in a module is described with its package already."""
    package, _, _ = name.rpartition(".")
    if package == "rehydrate":
        return False
    exported = set(_exports(package))
    module = importlib.import_module(name)
    own = {
        key
        for key, value in vars(module).items()
        if not key.startswith("_") and callable(value) and getattr(value, "__module__", "") == name
    }
    return bool(own) and own <= exported


def _described(name):
    """Return the names in a module that are described with its package already."""
    package, _, _ = name.rpartition(".")
    return "" if package == "rehydrate" else ", ".join(_exports(package))


def fill_in(app, docname, source):
    """Write the sections where the page asks for them."""

    def sections(match):
        names = public_modules(match.group(1))
        return "".join(SECTION.format(name=name, described=_described(name)) for name in names)

    if docname.startswith("book/api/"):
        source[0] = re.sub(r"\{\{ modules (\S+) \}\}", sections, source[0])


def setup(app):
    """Register the hook."""
    app.connect("source-read", fill_in)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
