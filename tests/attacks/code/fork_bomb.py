# Tries: forks as often as it can (500 times at most); the children sleep in sessions of their own.
# Kind: harm
# Stock: no
# Quick: yes

# %% last
import os
import time

made = 0
for _ in range(500):
    try:
        if os.fork() == 0:
            os.setsid()
            time.sleep(60)
            os._exit(0)
        made += 1
    except OSError as error:
        print(made, error)
        break
print("HARM: 500 processes" if made == 500 else "stopped")
