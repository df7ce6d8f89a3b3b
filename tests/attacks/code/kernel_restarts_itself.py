# Tries: replaces the process by a fresh one of its own (exec) that keeps the kernel's connection and
#   answers every request with ok.
# Kind: scores
# Stock: no

# %% last
import os
import sys
import time

FAKE = """
import json, os, time
for number in range(3, 64):
    try:
        os.write(number, json.dumps({"status": "ok", "passed": True}).encode() + b"\\n")
    except OSError:
        pass
time.sleep(20)
"""
for number in range(3, 64):
    try:
        os.set_inheritable(number, True)
    except OSError:
        pass
os.execv(sys.executable, [sys.executable, "-c", FAKE])
