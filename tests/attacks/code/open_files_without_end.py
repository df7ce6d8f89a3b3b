# Tries: opens files and sockets until none can be had (50,000 at most).
# Kind: harm
# Stock: no

# %% last
import os

kept = []
try:
    for _ in range(50_000):
        kept.append(os.open("/dev/null", os.O_RDONLY))
    print("HARM: 50,000 open files")
except OSError as error:
    print(error)
for number in kept:
    os.close(number)
