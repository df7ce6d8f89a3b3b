# Tries: when it is called, writes garbage, lengths of 4 GB and replayed bytes to every socket that
#   this process has open, so that the test runner chokes and lets it pass.
# Kind: scores
# Stock: no
# Quick: yes

# %% clip
import os
import stat


def trick(*args, **kwargs):
    junk = b"\xff" * 16 + b'{"status": "ok", "passed": true}\n' + b"\x00" * 8 + b"\x7f" * 4096
    for number in range(3, 200):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode) or stat.S_ISFIFO(os.fstat(number).st_mode):
                os.set_blocking(number, False)
                os.write(number, junk)
        except OSError:
            pass
    return {}


clip = trick

# %% sample
sample = trick

# %% optimize
optimize = trick

# %% model
model = trick
