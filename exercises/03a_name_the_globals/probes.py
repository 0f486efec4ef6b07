"""Code of 03a that must run beside the learner's: it lets a module be found that nobody should import."""

import sys


def names_in(path, folder):
    """Ask for the names in a file, while modules in a folder could be imported."""
    import answer

    sys.path.insert(0, str(folder))
    try:
        return answer.globals_of(path)
    finally:
        sys.path.remove(str(folder))
