# Tries: System V shared memory, which lives on without a process, 2 GB at most.
# Kind: harm
# Stock: no

# %% last
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p
size = 100_000_000
for _ in range(20):
    number = libc.shmget(0, ctypes.c_size_t(size), 0o1600)
    if number < 0:
        break
    place = libc.shmat(number, None, 0)
    if place in (None, ctypes.c_void_p(-1).value):
        break
    ctypes.memset(place, 1, size)
else:
    print("HARM: 2 GB of segments")
