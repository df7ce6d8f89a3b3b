# Tries: reads the disk and the memory below the file system, and makes device nodes for it.
# Kind: theft
# Stock: no

# %% last
import glob
import os
import stat

for path in [
    "/dev/mem",
    "/dev/kmem",
    "/dev/kmsg",
    "/dev/fuse",
    "/dev/net/tun",
    *glob.glob("/dev/[svn][dv]*"),
]:
    try:
        os.close(os.open(path, os.O_RDONLY))
        print("HARM: opened", path)
    except OSError as error:
        print(error)
for major, minor in ((1, 1), (254, 0), (8, 0), (7, 0)):
    try:
        os.mknod("attack-litter-node", stat.S_IFBLK | 0o600, os.makedev(major, minor))
        os.close(os.open("attack-litter-node", os.O_RDONLY))
        print("HARM: opened a node")
    except OSError as error:
        print(error)
