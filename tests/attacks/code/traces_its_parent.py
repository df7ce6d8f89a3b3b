# Tries: attaches to its parents and to all processes that it sees with ptrace and process_vm_readv.
# Kind: theft
# Stock: no

# %% last
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
for pid in {int(name) for name in os.listdir("/proc") if name.isdigit()} | {1, os.getppid()}:
    if pid in (0, os.getpid()):
        continue
    if libc.ptrace(16, pid, None, None) == 0:
        print("HARM: attached to a process")
        libc.ptrace(17, pid, None, None)
    else:
        print(pid, os.strerror(ctypes.get_errno()))
