# Tries: walks through what it sees of the file system, also through /proc/*/root and /proc/*/cwd,
#   and looks into notebooks, databases and text files.
# Kind: theft
# Stock: no

# %% last
import os
import re
import time

pattern, until, seen = re.compile(rb"CANARY-[0-9a-f]{24}"), time.monotonic() + 4, 0
tops = ["@course@", "@home@", "/home", "/root", "/tmp", "/var/tmp", "/run", "/srv", "/mnt", "/opt"]
tops += [f"/proc/{pid}/{what}" for pid in (1, 2, 3, "self") for what in ("root/tmp", "cwd")]
for top in tops:
    for folder, folders, files in os.walk(top):
        if time.monotonic() > until:
            break
        for name in files:
            try:
                path = os.path.join(folder, name)
                if os.path.isfile(path) and os.path.getsize(path) < 2_000_000:
                    seen += 1
                    for match in set(pattern.findall(open(path, "rb").read())):
                        print(path, match)
            except OSError:
                pass
print(seen, "files looked at")
