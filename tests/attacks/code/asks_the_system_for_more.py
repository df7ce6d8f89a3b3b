# Tries: system calls that widen what a process can do or reach into the system: namespaces, mounts,
#   bpf, io_uring, keyrings, perf, userfaultfd, modules, reboot, the clock, swap.
# Kind: harm
# Stock: no
# Quick: yes

# %% last
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
nothing = ctypes.create_string_buffer(256)
calls = {
    "unshare user": (272, 0x10000000),
    "unshare mount": (272, 0x00020000),
    "mount": (165, b"none", b"/tmp", b"tmpfs", 0, None),
    "umount": (166, b"/proc", 2),
    "pivot_root": (155, b".", b"."),
    "chroot": (161, b"."),
    "bpf": (321, 0, nothing, 72),
    "io_uring_setup": (425, 8, nothing),
    "keyctl": (250, 1, None),
    "add_key": (248, b"user", b"attack", b"x", 1, -2),
    "perf_event_open": (298, nothing, 0, -1, -1, 0),
    "userfaultfd": (323, 0),
    "init_module": (175, nothing, 1, b""),
    "sethostname": (170, b"attacked", 8),
    "swapon": (167, b"/tmp/x", 0),
    "kexec_load": (246, 0, 0, None, 0),
    "open_by_handle_at": (304, -100, nothing, 0),
    "setns": (308, 0, 0),
    "acct": (163, b"/tmp/attack-litter-acct"),
}
# The numbers are those of one processor family; elsewhere they mean something else.
for name, (number, *arguments) in calls.items() if os.uname().machine == "x86_64" else ():
    result = libc.syscall(number, *arguments)
    print(
        f"HARM: {name} was allowed" if result >= 0 else f"{name}: {os.strerror(ctypes.get_errno())}"
    )
