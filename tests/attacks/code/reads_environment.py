# Tries: reads the environment that the kernel got, and those of the processes above it.
# Kind: theft
# Stock: yes
# Quick: yes

# %% last
import os
import re

pattern = rb"CANARY-[0-9a-f]{24}"
print(re.findall(pattern, repr(dict(os.environ)).encode()))
pid = os.getpid()
for _ in range(5):
    try:
        print(pid, re.findall(pattern, open(f"/proc/{pid}/environ", "rb").read()))
        pid = int(open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()[1])
    except (OSError, ValueError) as error:
        print(error)
        break
