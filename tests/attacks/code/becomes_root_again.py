# Tries: set-user-id programs, sudo, setuid, capabilities and a user namespace of its own.
# Kind: harm
# Stock: no

# %% last
import os
import subprocess

for act in (lambda: os.setuid(0), lambda: os.setresuid(0, 0, 0), lambda: os.setgroups([0])):
    try:
        act()
        print("HARM: became root" if os.getuid() == 0 else "not root")
    except OSError as error:
        print(error)
for command in (["sudo", "-n", "id", "-u"], ["unshare", "-Ur", "id", "-u"], ["su", "-c", "id -u"],
                ["bwrap", "--dev-bind", "/", "/", "--uid", "0", "id", "-u"]):  # fmt: skip
    try:
        told = subprocess.run(
            command, capture_output=True, timeout=3, text=True, stdin=subprocess.DEVNULL
        )
        print("HARM: root by" if told.stdout.strip() == "0" else "no", command[0])
    except (OSError, subprocess.TimeoutExpired) as error:
        print(error)
