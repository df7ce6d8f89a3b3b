# Tries: reads a file in the home folder of whoever marks.
# Kind: theft
# Stock: yes

# %% last
from pathlib import Path

for place in ("@home@", "~"):
    try:
        print(Path(place, ".secret").expanduser().read_text())
    except (OSError, RuntimeError) as error:
        print(error)
