# Tries: patches the clocks, so that deadlines measured here never come, and everything takes 0 s.
# Kind: scores
# Stock: yes

# %% first
import time

for name in ("time", "monotonic", "perf_counter", "process_time"):
    setattr(time, name, lambda: 0.0)
    setattr(time, name + "_ns", lambda: 0)
time.sleep = lambda seconds: None
