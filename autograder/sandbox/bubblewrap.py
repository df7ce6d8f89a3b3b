"""Build bubblewrap's arguments: namespaces, mounts, identity and environment of a sandbox."""

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

from autograder.errors import UserError
from autograder.sandbox import seccomp
from autograder.sandbox.limits import MB

HOME = "/home/student"
SCRATCH = (HOME, "/tmp", "/dev/shm")
UID = 1000  # inside
PASSWD = f"student:x:{UID}:{UID}:student:{HOME}:/bin/false\n".encode()
# Settings of the machine's arithmetic; no other variable of our environment is passed on.
PASSED_ON = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "NPY_DISABLE_CPU_FEATURES", "TZ")
# Not all of /usr: courses and exchanges may lie in /usr/local/share, sources in /usr/src.
SYSTEM = ("/usr/bin", "/usr/sbin", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libx32",
          "/usr/libexec", "/usr/share", "/usr/local/bin", "/usr/local/lib", "/usr/local/lib64",
          "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc/alternatives",
          "/etc/ld.so.cache", "/etc/localtime", "/etc/fonts")  # fmt: skip
# A program that serves several names chooses what it does by its own name.
HOLDER = "/run/cat"
NAMESPACES = ("user", "pid", "net", "ipc", "uts", "cgroup")
SETPRIV = ["/usr/bin/setpriv", "--reuid", str(UID), "--regid", str(UID), "--clear-groups",
           "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all", "--ambient-caps=-all",
           "--"]  # fmt: skip


def find_bwrap():
    """Return the path of bubblewrap.

    Raises
    ------
    UserError
        If it is missing or this is no Linux.
    """
    if sys.platform != "linux":
        raise UserError(
            "Submissions are graded in a sandbox that needs Linux: run the same command in a Linux "
            "container, a virtual machine or on your hub."
        )
    path = shutil.which("bwrap", path="/usr/bin:/bin:/usr/local/bin")
    if path is None:
        raise UserError(
            "bubblewrap is missing, so no submission can be run safely: install it "
            "(sudo apt-get install bubblewrap)."
        )
    return path


def python_folders(python):
    """Return the folders that an interpreter needs: its own and that of its base Python.

    Parameters
    ----------
    python : str

    Returns
    -------
    list of Path
    """
    prefixes = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}
    if python != sys.executable:
        code = "import sys; print(*{sys.prefix, sys.base_prefix, sys.exec_prefix}, sep='\\n')"
        done = subprocess.run([python, "-I", "-c", code], capture_output=True, text=True)
        if done.returncode:
            raise UserError(f"{python} does not run: set c.Limits.python to a Python that does.")
        prefixes = set(done.stdout.split("\n")) - {""}
    folders = {Path(prefix).resolve() for prefix in prefixes}
    # A virtual environment's python is a link, which may lead to further links.
    folders |= {Path(os.path.realpath(python)).parent}
    known = [Path(path) for path in SYSTEM]
    # A prefix such as /usr is mounted anyway.
    covered = (Path("/usr"), Path("/usr/local"))
    return sorted(
        folder
        for folder in folders
        if folder not in covered and not any(folder.is_relative_to(path) for path in known)
    )


def basic_environment(python):
    """Return the environment variables that every sandbox has.

    Parameters
    ----------
    python : str
        The interpreter.

    Returns
    -------
    dict of str to str
    """
    return {
        "HOME": HOME,
        "PATH": f"{Path(python).parent}:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "MPLCONFIGDIR": "/tmp/matplotlib",
        # Threads would take time from the other submissions that are being graded.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        **{name: os.environ[name] for name in PASSED_ON if name in os.environ},
    }


def arguments(sandbox, limits, python, host_uid, data, held=False):
    """Return bubblewrap's arguments for a sandbox.

    Parameters
    ----------
    sandbox : Sandbox
    limits : Limits
    python : str
        The interpreter whose folders are shown.
    host_uid : int or None
        The user outside that the program becomes when root starts it.
    data : callable
        Takes bytes, returns a file descriptor from which bubblewrap reads them.
    held : bool
        Add the program that holds the sandbox for another one.

    Returns
    -------
    list of str
    """
    args = ["--die-with-parent", "--new-session", "--clearenv", "--hostname", "sandbox"]
    for name in NAMESPACES:
        args += [f"--unshare-{name}"]
    made = {"/"}

    def parents(inside):
        # bubblewrap makes missing folders unreadable for others than their owner.
        for folder in reversed(Path(inside).parents):
            if str(folder) not in made:
                made.add(str(folder))
                args.extend(["--perms", "0755", "--dir", str(folder)])

    for path in SYSTEM:
        if Path(path).is_symlink() and path.count("/") == 1:
            args += ["--symlink", str(Path(path).readlink()), path]
        elif Path(path).exists():
            parents(path)
            args += ["--ro-bind", path, path]
            made.add(path)
    args += ["--proc", "/proc", "--dev", "/dev"]
    made |= {"/proc", "/dev"}
    for folder in SCRATCH:
        parents(folder)
        args += ["--perms", "1777", "--size", str(limits.scratch_mb * MB), "--tmpfs", folder]
        made.add(folder)
    shown = {str(folder): folder for folder in python_folders(python)} | sandbox.readonly
    for inside, outside in sorted(shown.items()):
        parents(inside)
        args += ["--ro-bind", str(outside), inside]
        made.add(inside)
    files = {"/etc/passwd": PASSWD, "/etc/group": f"student:x:{UID}:\n".encode(), **sandbox.files}
    for inside, content in files.items():
        parents(inside)
        args += ["--perms", "0444", "--ro-bind-data", str(data(content)), inside]
    if held:
        parents(HOLDER)
        # A process that can run a program but not read it cannot write to its memory either.
        args += ["--perms", "0111", "--ro-bind-data", str(data(waiting_program())), HOLDER]
    args += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", HOME]
    for name, value in (basic_environment(python) | sandbox.environment).items():
        args += ["--setenv", name, value]
    args += ["--seccomp", str(data(seccomp.program()))]
    if host_uid is None:
        args += ["--uid", str(UID), "--gid", str(UID), "--cap-drop", "ALL"]
        return args
    # Root's own user id never runs student code: it could read root's files, and limits on
    # processes have no effect on it. setpriv needs these capabilities to change the user id.
    args += ["--cap-drop", "ALL"]
    for name in ("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"):
        args += ["--cap-add", name]
    return args


@functools.cache
def waiting_program():
    """Return the bytes of a program that sends back what it receives and waits for more: cat."""
    return Path(shutil.which("cat", path="/usr/bin:/bin")).read_bytes()
