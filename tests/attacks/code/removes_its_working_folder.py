# Tries: removes its working folder and goes into one that is so deep that it cannot be removed.
# Kind: harm
# Stock: no

# %% last
import os
import shutil

here = os.getcwd()
shutil.rmtree(here, ignore_errors=True)
try:
    os.makedirs("/tmp/attack-litter", exist_ok=True)
    os.chdir("/tmp/attack-litter")
    for _ in range(3000):
        os.mkdir("d" * 200)
        os.chdir("d" * 200)
except OSError as error:
    print(error)
os.chmod(".", 0)
