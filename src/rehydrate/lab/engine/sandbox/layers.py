"""The layers of the sandbox in their order, which of them work here, and when that is enough."""

from dataclasses import dataclass

from rehydrate.errors import NoSandbox
from rehydrate.lab.engine.sandbox import another_user, landlock, limits, namespaces, seccomp

ORDER = (limits.NAME, another_user.NAME, namespaces.NAME, landlock.NAME, seccomp.NAME)


@dataclass(frozen=True)
class Layers:
    """What holds a submission here.

    Attributes
    ----------
    active : tuple of str
        The layers that were entered and then tried, from the outside in.
    missing : dict of str to str
        Each other layer, and why it does not work.
    shields_processes : bool
        Whether processes outside cannot be signalled.
    """

    active: tuple[str, ...]
    missing: dict[str, str]
    shields_processes: bool

    @classmethod
    def none(cls, why: str) -> "Layers":
        """Return what there is where nothing works, with the reason."""
        return cls((), dict.fromkeys(ORDER, why), False)

    def refuse_if_open(self, *, trusted: bool = False) -> "Layers":
        """Return these layers if they can hold other people's code.

        Landlock keeps it from the files of others and from the answers, seccomp from the network, and one
        of namespaces, another user or a recent Landlock from other processes. Limits come by themselves.

        Parameters
        ----------
        trusted : bool
            Whether the files are known to be harmless; then anything is enough.

        Raises
        ------
        NoSandbox
            If a layer that is needed is missing.
        """
        needed = [name for name in (landlock.NAME, seccomp.NAME) if name in self.missing]
        if not self.shields_processes and not needed:
            needed = [name for name in (namespaces.NAME, another_user.NAME) if name in self.missing]
        if trusted or not needed:
            return self
        raise NoSandbox(
            "Other people's code cannot be locked in here, so it is not run.",
            why="; ".join(f"{name}: {self.missing[name]}" for name in needed),
            fix="grade on Linux 6.12 or newer (a CI runner, WSL 2, a virtual machine),"
            " or, if you would run every one of these files yourself: --unsandboxed",
        )
