# Tries: fills buffers of pipes and sockets, which are the system's memory, not a process's.
# Kind: harm
# Stock: no

# %% last
import os
import socket

kept = []
for _ in range(3000):
    try:
        pair = socket.socketpair()
        kept.append(pair)
        pair[0].setblocking(False)
        pair[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
        kept.append(os.pipe())
        os.set_blocking(kept[-1][1], False)
        os.write(kept[-1][1], b"x" * 65536)
        while pair[0].send(b"x" * 65536):
            pass
    except BlockingIOError:
        pass
    except OSError as error:
        print(len(kept), error)
        break
else:
    print("HARM: 3000 full sockets")
for thing in kept:
    for end in thing:
        os.close(end) if isinstance(end, int) else end.close()
