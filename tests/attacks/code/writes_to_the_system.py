# Tries: writes into /proc/sys, /sys, the cgroups, /etc and the folders of Python.
# Kind: harm
# Stock: no

# %% last
import glob
import os
import sysconfig

paths = ["/proc/sys/kernel/hostname", "/proc/sys/vm/drop_caches", "/proc/sysrq-trigger"]
paths += [
    "/proc/sys/kernel/core_pattern",
    "/etc/attack-litter",
    "/attack-litter",
    "/usr/attack-litter",
]
paths += [f"{sysconfig.get_paths()['purelib']}/attack-litter.pth"]
paths += glob.glob("/sys/fs/cgroup/**/cgroup.procs", recursive=True)[:20]
paths += glob.glob("/sys/fs/cgroup/**/memory.limit_in_bytes", recursive=True)[:20]
for path in paths:
    try:
        # Opened for writing, and that is all: the machine under the sandbox is not ours to break.
        os.close(os.open(path, os.O_WRONLY | (os.O_CREAT if "litter" in path else 0)))
        print("HARM: could write", path)
    except OSError as error:
        print(error)
