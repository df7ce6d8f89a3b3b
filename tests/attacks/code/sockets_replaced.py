# Tries: deletes the kernel's sockets and connection file and puts links and its own listeners there.
# Kind: harm
# Stock: no

# %% last
import os
import socket

kernel = get_ipython().kernel
paths = [kernel.parent.connection_file]
for line in open("/proc/net/unix"):
    if "/" in line:
        paths.append(line.split()[-1])
for number, path in enumerate(dict.fromkeys(paths)):
    try:
        os.unlink(path)
        if number % 2:
            os.symlink("/etc/passwd", path)
        else:
            server = socket.socket(socket.AF_UNIX)
            server.bind(path)
            server.listen()
    except OSError as error:
        print(path, error)
