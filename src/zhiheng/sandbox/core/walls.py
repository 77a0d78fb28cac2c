"""The walls around the sandbox's process, raised by itself before it sees a statement: nothing done later takes them down.

rlimit     memory, processor time, no file written, few files open, no core
landlock   (Linux 5.13) files: only those named can be opened, for reading
seccomp    (Linux 3.5, x86_64 and aarch64) system calls: no network, no process or thread, no program started, no file changed, no look
           into another process

A kernel may lack the last two; which walls stand is said by what `raise_walls` returns.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_LIBC = ctypes.CDLL(None, use_errno=True)
_NO_NEW_PRIVILEGES, _DEATH_SIGNAL, _SECCOMP = 38, 1, 22
_FILTER, _ALLOW, _KILL, _REFUSE, _ABSENT = 2, 0x7FFF0000, 0x80000000, 0x00050000 | 1, 0x00050000 | 38  # errno 1 EPERM, 38 ENOSYS
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_MACHINES: Final = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
_X32: Final = 0x40000000
_SPARE_FILES: Final = 128

_CALLS: Final = """
    socket 41 198 connect 42 203 accept 43 202 sendto 44 206 sendmsg 46 211 bind 49 200 listen 50 201 socketpair 53 199 accept4 288 242
    sendmmsg 307 269 io_uring_setup 425 425 clone 56 220 fork 57 -1 vfork 58 -1 execve 59 221 execveat 322 281 kill 62 129
    ptrace 101 117 process_vm_readv 310 270 process_vm_writev 311 271 kcmp 312 272 bpf 321 280 pidfd_open 434 434
    pidfd_send_signal 424 424 pidfd_getfd 438 438 perf_event_open 298 241 mount 165 40 umount2 166 39 pivot_root 155 41 chroot 161 51
    unshare 272 97 setns 308 268 init_module 175 105 finit_module 313 273 kexec_load 246 104 reboot 169 142 userfaultfd 323 282
    add_key 248 217 request_key 249 218 keyctl 250 219 memfd_create 319 279 open_by_handle_at 304 265 creat 85 -1 truncate 76 45
    rename 82 -1 renameat 264 38 renameat2 316 276 mkdir 83 -1 mkdirat 258 34 rmdir 84 -1 unlink 87 -1 unlinkat 263 35 link 86 -1
    linkat 265 37 symlink 88 -1 symlinkat 266 36 chmod 90 -1 fchmod 91 52 fchmodat 268 53 chown 92 -1 fchown 93 55 fchownat 260 54
    mknod 133 -1 mknodat 259 33 setxattr 188 5 shmget 29 194 msgget 68 186 semget 64 190 mq_open 240 180 inotify_init1 294 26
    fanotify_init 300 262 prlimit64 302 261 setrlimit 160 164 fallocate 285 47 utimensat 280 88
"""
"""Refused: name, number on x86_64, number on aarch64 (-1: there is none)."""

_ABSENT_CALLS: Final = {"clone3": (435, 435), "openat2": (437, 437)}
_OPENING: Final = {"open": ((2, -1), 1), "openat": ((257, 56), 2)}  # number, place of the flags among the arguments


class WallError(RuntimeError):
    """A wall that must stand could not be raised."""


def raise_walls(*, readable: Iterable[Path], memory_bytes: int, seconds: int, starter: int) -> list[str]:
    """Confine this process for good; gives the names of the walls that stand.

    readable      the only files (or folders) that can be opened from now on, for reading; all of them at once
    memory_bytes, seconds   of the processor: beside what the process has taken already
    starter       process without which this one ends
    raises        WallError where there is a second thread, which the kernel's walls would leave out, or where the starter is gone
    """
    readable = list(readable)
    _demand_one_thread()
    _LIBC.prctl(_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != starter:
        raise WallError("启动它的进程已经不在")
    Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    os.nice(5)
    _limit(memory_bytes, seconds, len(readable) + _SPARE_FILES)
    if _LIBC.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        raise WallError("内核不允许放弃特权")
    return ["rlimit", *(["landlock"] if _landlock(readable) else []), *(["seccomp"] if _seccomp() else [])]


def _demand_one_thread() -> None:
    """Raise where another thread is there; one that has just ended may be seen by the kernel for a moment."""
    for _ in range(50):
        if len(list(Path("/proc/self/task").iterdir())) == 1:
            return
        time.sleep(0.01)
    raise WallError("这个进程已有别的线程")


def _limit(memory_bytes: int, seconds: int, files: int) -> None:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    space = pages * resource.getpagesize() + memory_bytes
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds += int(used.ru_utime + used.ru_stime) + 1
    hard = {"RLIMIT_AS": space, "RLIMIT_CPU": seconds, "RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0, "RLIMIT_NPROC": 0}
    hard["RLIMIT_NOFILE"] = min(files, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    for name, most in hard.items():
        resource.setrlimit(getattr(resource, name), (most, most))


def _landlock(readable: Iterable[Path]) -> bool:
    """Allow reading below these paths; False where the kernel has no Landlock."""
    version = _LIBC.syscall(444, None, 0, 1)
    if version < 1:
        return False
    files = (1 << (13 + (version >= 2) + (version >= 3))) - 1 | (1 << 15 if version >= 5 else 0)  # every access this kernel knows
    wanted = [files, 3 if version >= 4 else 0, 3 if version >= 6 else 0]  # files; binding and connecting TCP; sockets and signals outside
    size = 8 if version < 4 else 16 if version < 6 else 24  # of the kernel's structure
    ruleset = _LIBC.syscall(444, struct.pack("QQQ", *wanted), size, 0)
    if ruleset < 0:
        return False
    for path in readable:
        _allow_reading(ruleset, path)
    done = int(_LIBC.syscall(446, ruleset, 0)) == 0
    os.close(ruleset)
    return done


def _allow_reading(ruleset: int, path: Path) -> None:
    opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    reading = 0b1100 if path.is_dir() else 0b100  # read file, read folder
    if _LIBC.syscall(445, ruleset, 1, struct.pack("=Qi", reading, opened), 0):
        raise WallError(f"内核不接受路径 {path}")
    os.close(opened)


def _seccomp() -> bool:
    """Refuse the system calls above; False on a machine whose numbers are not known here or a kernel without filters."""
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return False
    steps = _steps(*machine)
    code = b"".join(struct.pack("HBBI", *step) for step in steps)
    kept = ctypes.create_string_buffer(code)
    program = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(kept))
    return bool(_LIBC.prctl(_SECCOMP, _FILTER, program, 0, 0) == 0)


def _steps(architecture: int, place: int) -> list[tuple[int, int, int, int]]:
    """The filter, in the kernel's code: (operation, jump if true, jump if false, value)."""
    load, equal, at_least, any_bit, give = 0x20, 0x15, 0x35, 0x45, 0x06
    steps = [(load, 0, 0, 4), (equal, 1, 0, architecture), (give, 0, 0, _KILL), (load, 0, 0, 0)]
    if place == 0:
        steps += [(at_least, 0, 1, _X32), (give, 0, 0, _KILL)]
    for number in _CALLS.split()[1 + place :: 3]:
        if int(number) >= 0:
            steps += [(equal, 0, 1, int(number)), (give, 0, 0, _REFUSE)]
    for numbers in _ABSENT_CALLS.values():
        steps += [(equal, 0, 1, numbers[place]), (give, 0, 0, _ABSENT)]
    for numbers, flags in _OPENING.values():
        if numbers[place] >= 0:
            steps += [(equal, 0, 4, numbers[place]), (load, 0, 0, 16 + 8 * flags), (any_bit, 0, 1, _WRITING)]
            steps += [(give, 0, 0, _REFUSE), (give, 0, 0, _ALLOW)]
    return [*steps, (give, 0, 0, _ALLOW)]
