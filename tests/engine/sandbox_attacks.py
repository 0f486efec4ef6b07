"""What a hostile submission tries, one function each: it returns "done" or the name of what stopped it."""

import ctypes
import mmap
import os
import signal
import socket
import subprocess
import sys
import time

libc = ctypes.CDLL(None, use_errno=True)


def call(name, *arguments):
    if getattr(libc, name)(*[ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]) < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def tried(name, *arguments):
    try:
        globals()[name](*arguments)
    except Exception as error:
        return type(error).__name__
    return "done"


def tcp(port):
    socket.create_connection(("127.0.0.1", port), 5).close()


def udp(port):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"stolen", ("127.0.0.1", port))


def unix(path):
    with socket.socket(socket.AF_UNIX) as sender:
        sender.connect(path)


def abstract(name):
    unix("\0" + name)


def datagram_without_a_socket_of_its_own(path):
    pair = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    pair[0].sendto(b"stolen", path)


def listen():
    socket.create_server(("127.0.0.1", 0)).close()


def read(path):
    with open(path, "rb") as file:
        file.read(1)


def read_through_a_link(path, link):
    os.symlink(path, link)
    read(link)


def look_into(folder):
    os.listdir(folder)


def write(path):
    with open(path, "wb") as file:
        file.write(b"mine")


def make_a_folder(path):
    os.mkdir(path)


def delete(path):
    os.unlink(path)


def move(path, to):
    os.rename(path, to)


def shorten(path):
    os.truncate(path, 0)


def change_mode(path):
    os.chmod(path, 0o777)


def change_times(path):
    os.utime(path, (0, 0))


def change_attributes(path):
    os.setxattr(path, "user.mine", b"1")


def make_a_pipe(path):
    os.mkfifo(path)


def kill(pid):
    os.kill(pid, 0)


def signal_the_parent():
    os.kill(os.getppid(), 0)


def kill_all():
    """Kill all that this user may; root does not try."""
    assert os.getuid() != 0
    os.kill(-1, signal.SIGKILL)


def trace_the_parent():
    call("ptrace", 16, os.getppid(), None, None)  # PTRACE_ATTACH
    os.waitpid(os.getppid(), 0)
    call("ptrace", 17, os.getppid(), None, None)


def trace_a_child():
    if os.fork() == 0:
        os._exit(0 if libc.ptrace(0, 0, None, None) == 0 else 1)
    if os.wait()[1]:
        raise PermissionError


def limit_another(pid):
    import resource

    resource.prlimit(pid, resource.RLIMIT_CORE)


def shared_memory(key):
    call("shmget", key, 4096, 0o1666)


def memory_file():
    os.close(os.memfd_create("mine"))


def new_namespace():
    if os.fork() == 0:
        os._exit(0 if libc.unshare(0x10000000) == 0 else 1)
    if os.wait()[1]:
        raise PermissionError


def keyring():
    call("syscall", 250, 0, -3, 1, 0, 0)  # keyctl on x86_64


def raise_a_limit():
    import resource

    resource.setrlimit(resource.RLIMIT_NPROC, (10_000, 10_000))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 40, 1 << 40))


def much_memory():
    """Ask for 5 GiB of it; none of that is touched."""
    mmap.mmap(-1, 5 << 30, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS).close()


def a_large_file(path):
    with open(path, "wb") as file:
        file.truncate(1 << 30)


def many_processes():
    """Start up to 70 processes that wait; return how many there were at once."""
    reader, writer = os.pipe()
    started = []
    try:
        for _ in range(70):
            pid = os.fork()
            if pid == 0:
                os.close(writer)
                os.read(reader, 1)
                os._exit(0)
            started.append(pid)
    except BlockingIOError:
        pass
    os.close(writer)
    for pid in started:
        os.waitpid(pid, 0)
    return len(started)


def leave_a_daemon(path):
    """Two forks and a session of its own: it keeps a pipe open and heeds no polite request."""
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            os.open(path, os.O_WRONLY)
            os.close(writer)
            while True:
                time.sleep(1)
        os._exit(0)
    os.close(writer)
    os.read(reader, 1)  # it has opened the pipe
    os.wait()


def leave_no_process():
    """Start daemons until there may be no more; return whether that came."""
    for _ in range(200):
        try:
            pid = os.fork()
        except BlockingIOError:
            return True
        if pid == 0:
            os.setsid()
            while True:
                time.sleep(1)
    return False


def hold(path):
    """Keep a pipe open, here and in a daemon, and never come back."""
    os.open(path, os.O_WRONLY)
    if os.fork() == 0:
        os.setsid()
    while True:
        time.sleep(1)


def descriptors():
    """List the open ones, but for the three that every process has."""
    found = []
    for number in range(3, 256):
        try:
            os.fstat(number)
        except OSError:
            continue
        found.append(number)
    return found


def environment():
    return dict(os.environ)


def run_python(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    return done.stdout + done.stderr
