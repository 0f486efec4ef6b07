"""Replace ``{{ modules }}`` on a page by the reference of every public module, found by looking.

Public is what a reader of the course may import: the whole package but the command line and the course
machinery, of which only the comparisons for checks are meant for others.
"""

import pkgutil

import rehydrate

PRIVATE = ("rehydrate.cli", "rehydrate.lab")
PUBLIC_AFTER_ALL = ("rehydrate.lab.expect",)
SECTION = """
## `{name}`

```{{eval-rst}}
.. automodule:: {name}
   :members:
   :show-inheritance:
```
"""


def public_modules():
    """Return the names of the public modules, in alphabetical order."""
    modules = pkgutil.walk_packages(rehydrate.__path__, "rehydrate.")
    found = {module.name for module in modules if not module.ispkg}
    hidden = {name for name in found if name.startswith(PRIVATE) or "._" in name}
    return sorted(found - hidden | set(PUBLIC_AFTER_ALL))


def fill_in(app, docname, source):
    """Write the sections where the page asks for them."""
    if docname.startswith("book/api/"):
        sections = "".join(SECTION.format(name=name) for name in public_modules())
        source[0] = source[0].replace("{{ modules }}", sections)


def setup(app):
    """Register the hook."""
    app.connect("source-read", fill_in)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
