"""The seccomp filter for bubblewrap: system calls that no submission needs.

libseccomp (LGPL, part of every Debian) compiles the filter; this module only lists the rules.
"""

import ctypes
import ctypes.util
import errno
import functools
import os
import tempfile

from autograder.errors import UserError

ALLOW = 0x7FFF0000
KILL_PROCESS = 0x80000000
BAD_ARCHITECTURE = 2  # the attribute SCMP_FLTATR_ACT_BADARCH
EQUAL, GREATER, MASKED_EQUAL = 4, 6, 7  # the comparisons SCMP_CMP_EQ, _GT and _MASKED_EQ

# Other processes, and the kernel's debugging and tracing.
SPYING = """ptrace process_vm_readv process_vm_writev kcmp pidfd_getfd perf_event_open bpf
lookup_dcookie userfaultfd process_madvise process_mrelease"""
# Mounts, namespaces and ways around paths.
WALLS = """mount umount umount2 pivot_root chroot move_mount open_tree open_tree_attr fsopen
fsconfig fsmount fspick mount_setattr statmount listmount setns unshare open_by_handle_at
name_to_handle_at
quotactl quotactl_fd fanotify_init"""
# Large, rarely used parts of the kernel, where most of its vulnerabilities have been.
SURFACE = """io_uring_setup io_uring_enter io_uring_register add_key request_key keyctl
kexec_load kexec_file_load init_module finit_module delete_module acct swapon swapoff reboot
nfsservctl uselib vm86 vm86old modify_ldt sysfs _sysctl vhangup syslog personality
move_pages migrate_pages mbind set_mempolicy set_mempolicy_home_node settimeofday clock_settime
clock_adjtime adjtimex stime sethostname setdomainname ioperm iopl landlock_create_ruleset"""
# Memory that neither a file system's size nor a process's address space accounts for.
UNCOUNTED = """memfd_create memfd_secret shmget shmat shmctl msgget msgsnd semget vmsplice"""

AF_UNIX, AF_INET, AF_INET6, AF_NETLINK = 1, 2, 10, 16
NEW_NAMESPACES = (0x00000080, 0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000,
                  0x20000000, 0x40000000)  # CLONE_NEWTIME to CLONE_NEWNET  # fmt: skip
# A child would belong to the caller's parent, which may be outside of the sandbox.
CLONE_PARENT = 0x00008000
TIOCSTI, TIOCLINUX = 0x5412, 0x541C


class Comparison(ctypes.Structure):
    """libseccomp's ``struct scmp_arg_cmp``."""

    _fields_ = (
        ("argument", ctypes.c_uint),
        ("operator", ctypes.c_int),
        ("a", ctypes.c_uint64),
        ("b", ctypes.c_uint64),
    )


def fail_with(number):
    """Return the action that makes a call fail with an error number."""
    return 0x00050000 | number


def load_library():
    """Return libseccomp, loaded.

    Raises
    ------
    UserError
        If it is not installed.
    """
    try:
        library = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    except OSError:
        raise UserError(
            "libseccomp is missing, so no submission can be run safely: install it "
            "(sudo apt-get install libseccomp2)."
        ) from None
    library.seccomp_init.restype = ctypes.c_void_p
    library.seccomp_init.argtypes = [ctypes.c_uint32]
    library.seccomp_release.argtypes = [ctypes.c_void_p]
    library.seccomp_attr_set.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_uint32]
    library.seccomp_syscall_resolve_name.argtypes = [ctypes.c_char_p]
    library.seccomp_rule_add_array.argtypes = [
        ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int, ctypes.c_uint,
        ctypes.POINTER(Comparison),
    ]  # fmt: skip
    library.seccomp_export_bpf.argtypes = [ctypes.c_void_p, ctypes.c_int]
    return library


def rules():
    """Yield each rule: action, name of the call, condition or None."""
    for name in f"{SPYING} {WALLS} {SURFACE} {UNCOUNTED}".split():
        yield fail_with(errno.EPERM), name, None
    # Its flags lie in memory, which a filter cannot read; libc then falls back to clone.
    yield fail_with(errno.ENOSYS), "clone3", None
    for flag in (*NEW_NAMESPACES, CLONE_PARENT):
        yield fail_with(errno.EPERM), "clone", Comparison(0, MASKED_EQUAL, flag, flag)
    allowed = (AF_UNIX, AF_INET, AF_INET6, AF_NETLINK)
    for call in ("socket", "socketpair"):
        for family in range(AF_NETLINK):
            if family not in allowed:
                rejected = Comparison(0, EQUAL, family, 0)
                yield fail_with(errno.EAFNOSUPPORT), call, rejected
        yield fail_with(errno.EAFNOSUPPORT), call, Comparison(0, GREATER, AF_NETLINK, 0)
    for request in (TIOCSTI, TIOCLINUX):
        # The kernel reads 32 bits of the request.
        yield fail_with(errno.EPERM), "ioctl", Comparison(1, MASKED_EQUAL, 0xFFFFFFFF, request)


@functools.cache
def program():
    """Return the compiled filter.

    Returns
    -------
    bytes
        A BPF program as ``bwrap --seccomp`` reads it.

    Raises
    ------
    UserError
        If libseccomp is missing or rejects a rule.
    """
    library = load_library()
    context = library.seccomp_init(ALLOW)
    try:
        library.seccomp_attr_set(context, BAD_ARCHITECTURE, KILL_PROCESS)
        for action, name, condition in rules():
            number = library.seccomp_syscall_resolve_name(name.encode())
            if number == -1:
                continue  # newer than this libseccomp, or of another architecture
            conditions = (Comparison * 1)(condition) if condition else None
            code = library.seccomp_rule_add_array(
                context, action, number, 1 if condition else 0, conditions
            )
            # Pseudo numbers below -1 stand for calls that this architecture does not have.
            if code and number >= 0:
                raise UserError(f"libseccomp rejects the rule for {name} ({os.strerror(-code)}).")
        with tempfile.TemporaryFile() as file:
            if library.seccomp_export_bpf(context, file.fileno()):
                raise UserError("libseccomp cannot write its filter.")
            file.seek(0)
            return file.read()
    finally:
        library.seccomp_release(context)
