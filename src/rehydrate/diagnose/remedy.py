"""An environment in which a file works, as a command."""

import shutil
import sys

# The Pythons that a release of scikit-learn supports, first and last minor version: the classifiers of its
# releases on the package index. A release that is not listed gets the Python that runs now.
PYTHONS = {
    "0.22": (5, 8),
    "0.23": (6, 8),
    "0.24": (6, 9),
    "1.0": (7, 10),
    "1.1": (8, 10),
    "1.2": (8, 11),
    "1.3": (9, 12),
    "1.4": (9, 12),
    "1.5": (9, 13),
    "1.6": (9, 13),
    "1.7": (10, 13),
    "1.8": (11, 14),
}


def numbers(version: str) -> tuple[int, ...]:
    """Return a version as numbers, up to its first part that is none.

    Parameters
    ----------
    version : str
        Such as ``"1.3.2"``; empty if unknown.
    """
    found = []
    for part in version.split("."):
        if not part.isdigit():
            break
        found.append(int(part))
    return tuple(found)


def python_for(sklearn: str, here: int = sys.version_info.minor) -> str:
    """Return the Python for a release of scikit-learn: this one where it fits, else the newest.

    Parameters
    ----------
    sklearn : str
        The release; empty if unknown.
    here : int
        The minor version of the Python to prefer.
    """
    first, last = PYTHONS.get(".".join(sklearn.split(".")[:2]), (0, 99))
    return f"3.{here if first <= here <= last else last}"


def requirements(versions: dict[str, str]) -> list[str]:
    """Return what to install for a file.

    Parameters
    ----------
    versions : dict of str to str
        What the file says about the versions that made it, as in ``Report.versions`` of the inspector.
    """
    sklearn = versions.get("scikit-learn", "")
    found = [f"scikit-learn=={sklearn}"] if sklearn else ["scikit-learn"]
    old = numbers(sklearn)
    if old and old < (1, 0):  # uses np.float, gone in NumPy 1.24, and scipy.linalg.pinv2, gone in SciPy 1.9
        found += ["numpy<1.24", "scipy<1.9"]
    elif versions.get("numpy", "").startswith("older") or (
        old and old < (1, 4, 2)
    ):  # the first to know NumPy 2
        found.append("numpy<2")
    return [*found, "joblib", *(["pandas"] if "pandas" in versions else [])]


def commands(file: str, versions: dict[str, str]) -> tuple[str, ...]:
    """Return the commands that load a file in an environment of the versions that made it.

    Parameters
    ----------
    file : str
        The file.
    versions : dict of str to str
        As for ``requirements``.
    """
    python = python_for(versions.get("scikit-learn", ""))
    wanted = requirements(versions)
    if shutil.which("uv"):
        extra = " ".join(f'--with "{name}"' for name in wanted)
        first = [f"uv run --isolated --no-project -p {python} {extra} python your_script.py"]
    else:
        names = " ".join(f'"{name}"' for name in wanted)
        first = [
            f"python{python} -m venv old && old/bin/pip install {names}",
            "old/bin/python your_script.py",
        ]
    return (*first, f"rehydrate migrate {file}")
