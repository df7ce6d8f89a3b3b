# Tries: takes away all rights to its folders and files, and gives them ACLs, so that the grader can
#   neither read nor remove them.
# Kind: harm
# Stock: no

# %% last
import os
import subprocess

os.makedirs("attack-litter/inner", exist_ok=True)
open("attack-litter/inner/file", "w").close()
for command in (["chattr", "-R", "+i", "attack-litter"], ["setfacl", "-b", "attack-litter"]):
    try:
        subprocess.run(command, capture_output=True, timeout=3)
    except (OSError, subprocess.TimeoutExpired) as error:
        print(error)
for path in ("attack-litter/inner/file", "attack-litter/inner", "attack-litter", "."):
    try:
        os.chmod(path, 0)
    except OSError as error:
        print(error)
