"""Layer "seccomp": system calls that a submission has no use for are refused (seccomp(2)).

No sockets to anywhere, no looking into other processes, no mounts and namespaces, no memory outside the
limits. A filter is a small program that the kernel runs before each call; a process puts it on itself, for
good and for everything it starts.
"""

import ctypes
import errno
import socket
import struct

from rehydrate.lab.engine.sandbox import kernel

NAME = "seccomp"
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # AUDIT_ARCH in linux/audit.h
X32 = 0x40000000  # the numbers of a second, rarely used interface on x86_64 start here
PR_GET_SECCOMP = 21
FILTER = 2  # SECCOMP_MODE_FILTER
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050000, 0x80000000
LOAD, AND, EQUAL, ABOVE, ANY_BIT, RETURN = 0x20, 0x54, 0x15, 0x35, 0x45, 0x06
CALL, ARCHITECTURE = 0, 4  # where they stand in what the program looks at

# Numbers from asm/unistd_64.h (x86_64) and asm-generic/unistd.h (aarch64); None: it has no such call.
Numbers = dict[str, tuple[int | None, int | None]]
REFUSED: Numbers = {
    # reaching others: sockets (socketpair stays), message queues and shared memory of all processes
    **{"socket": (41, 198), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201)},
    **{"shmget": (29, 194), "shmat": (30, 196), "semget": (64, 190), "msgget": (68, 186)},
    **{"mq_open": (240, 180), "mq_unlink": (241, 181)},
    # looking into other processes, or changing how they run
    **{"ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271)},
    **{"pidfd_getfd": (438, 438), "kcmp": (312, 272), "process_madvise": (440, 440)},
    **{"perf_event_open": (298, 241), "setpriority": (141, 140), "ioprio_set": (251, 30)},
    # another view of the system
    **{"mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51)},
    **{"open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430), "fsconfig": (431, 431)},
    **{"fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442)},
    **{"open_tree_attr": (467, 467), "unshare": (272, 97), "setns": (308, 268), "quotactl": (179, 60)},
    **{"name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265), "fanotify_init": (300, 262)},
    # parts of the kernel with a long list of faults
    **{"bpf": (321, 280), "userfaultfd": (323, 282), "personality": (135, 92), "syslog": (103, 116)},
    **{"add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219)},
    **{"io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427)},
    **{"kexec_load": (246, 104), "kexec_file_load": (320, 294), "init_module": (175, 105)},
    **{"finit_module": (313, 273), "delete_module": (176, 106)},
}
# The C library and Python do without these: clone3 hides its flags from a filter, the files of memfd
# are memory that no limit counts.
UNKNOWN: Numbers = {"clone3": (435, 435), "memfd_create": (319, 279), "memfd_secret": (447, 447)}
# Nothing happens and all seems well: honest code copies a file's mode and times along with the file.
PRETENDED: Numbers = {
    **{"chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452)},
    **{"chown": (92, None), "lchown": (94, None), "fchown": (93, 55), "fchownat": (260, 54)},
    **{"utime": (132, None), "utimes": (235, None), "futimesat": (261, None), "utimensat": (280, 88)},
    **{"setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7), "setxattrat": (463, 463)},
    **{"removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16)},
    **{"removexattrat": (466, 466), "file_setattr": (469, 469)},
}
# Refused for some arguments only: (call, which argument, the bits that are looked at, the comparison, with).
NEW_NAMESPACES = 0x7E020000
UNIX, DATAGRAM = 1, 2
FAKE_INPUT, CONSOLE = 0x5412, 0x541C  # TIOCSTI and TIOCLINUX type on the terminal of whoever looks on
Tested = tuple[tuple[int, int], int, int, int, int]
TESTED: tuple[Tested, ...] = (
    ((56, 220), 0, NEW_NAMESPACES, ANY_BIT, NEW_NAMESPACES),  # clone
    ((16, 29), 1, 0xFFFFFFFF, EQUAL, FAKE_INPUT),  # ioctl
    ((16, 29), 1, 0xFFFFFFFF, EQUAL, CONSOLE),
    ((53, 199), 0, 0xFFFFFFFF & ~UNIX, ANY_BIT, 0xFFFFFFFF),  # socketpair
    ((53, 199), 1, 0xF, EQUAL, DATAGRAM),  # its ends can send to other sockets than each other
    ((302, 261), 0, 0xFFFFFFFF, ABOVE, 1),  # prlimit64, of another process
    ((144, 119), 0, 0xFFFFFFFF, ABOVE, 1),  # sched_setscheduler
    ((142, 118), 0, 0xFFFFFFFF, ABOVE, 1),  # sched_setparam
    ((314, 274), 0, 0xFFFFFFFF, ABOVE, 1),  # sched_setattr
    ((203, 122), 0, 0xFFFFFFFF, ABOVE, 1),  # sched_setaffinity
)


def enter(pretend: bool = False) -> None:
    """Put the filter on this process.

    Parameters
    ----------
    pretend : bool
        Whether changes of modes, times and attributes do nothing: for a user who owns files outside.

    Raises
    ------
    Unavailable
        If the numbers of this machine are not known here, or the kernel does not filter.
    """
    program = _program(pretend)
    code = ctypes.create_string_buffer(program, len(program))
    header = ctypes.create_string_buffer(struct.pack("@HP", len(program) // 8, ctypes.addressof(code)))
    kernel.renounce_privileges()
    try:
        kernel.control_process(kernel.PR_SET_SECCOMP, FILTER, ctypes.addressof(header))
    except OSError as error:
        raise kernel.Unavailable(f"the kernel takes no filter: {error.strerror}") from None


def _program(pretend: bool) -> bytes:
    machine = kernel.machine()
    if machine not in ARCHITECTURES:
        raise kernel.Unavailable(f"the system calls of {machine} are not known here")
    column = list(ARCHITECTURES).index(machine)
    lines = [
        _line(LOAD, ARCHITECTURE),
        *_if(EQUAL, ARCHITECTURES[machine], [], otherwise=[_line(RETURN, KILL)]),
        _line(LOAD, CALL),
        *(_if(ABOVE, X32, [_line(RETURN, KILL)]) if machine == "x86_64" else []),
    ]
    tables = [(REFUSED, errno.EPERM), (UNKNOWN, errno.ENOSYS), (PRETENDED if pretend else {}, 0)]
    for table, number in tables:
        for call in (numbers[column] for numbers in table.values()):
            if call is not None:
                lines += _if(EQUAL, call, [_line(RETURN, REFUSE | number)])
    for calls, argument, mask, comparison, value in TESTED:
        refused = _if(comparison, value, [_line(RETURN, REFUSE | errno.EPERM)])
        look = [
            _line(LOAD, 16 + 8 * argument),
            _line(AND, mask),
        ]  # the lower half: both machines store it first
        lines += _if(EQUAL, calls[column], [*look, *refused, _line(LOAD, CALL)])
    return b"".join([*lines, _line(RETURN, ALLOW)])


def _line(code: int, value: int, when_true: int = 0, when_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, when_true, when_false, value)


def _if(comparison: int, value: int, then: list[bytes], otherwise: list[bytes] | None = None) -> list[bytes]:
    """Compare what is loaded with a value; go through one of two lists of lines."""
    if otherwise:
        return [_line(comparison, value, len(otherwise), 0), *otherwise]
    return [_line(comparison, value, 0, len(then)), *then]


def holds() -> bool:
    """Try it: no socket can be made."""
    try:
        socket.socket(socket.AF_UNIX).close()
    except PermissionError:
        return True
    return False


def works() -> bool:
    """Whether the kernel filters at all."""
    try:
        return kernel.machine() in ARCHITECTURES and kernel.control_process(PR_GET_SECCOMP) >= 0
    except OSError:
        return False
