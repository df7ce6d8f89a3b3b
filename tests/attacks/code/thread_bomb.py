# Tries: starts threads until none can be had (5,000 at most).
# Kind: harm
# Stock: no

# %% last
import threading
import time

started = 0
for _ in range(5000):
    try:
        threading.Thread(target=time.sleep, args=(20,), daemon=True).start()
        started += 1
    except RuntimeError as error:
        print(started, error)
        break
print("HARM: 5000 threads" if started == 5000 else "stopped")
