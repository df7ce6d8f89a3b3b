# Tries: takes locks on files that it sees and never gives them back, and waits for itself.
# Kind: harm
# Stock: no

# %% last
import fcntl
import glob
import threading

kept = []
for path in ["@course@/course/gradebook.db", *glob.glob("./*"), *glob.glob("../*")]:
    try:
        kept.append(open(path))
        fcntl.flock(kept[-1], fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        print(error)
lock = threading.Lock()
lock.acquire()
lock.acquire(timeout=120)
