# Tries: reads what another student submitted, from the neighbouring folders and by the full path.
# Kind: theft
# Stock: yes
# Quick: yes

# %% last
import re
from pathlib import Path

for place in ("../..", "@course@/course/submitted", "@course@/course/autograded"):
    try:
        for path in Path(place, "@victim@").rglob("*.ipynb"):
            print(path, re.findall(r"CANARY-[0-9a-f]{24}", path.read_text()))
    except OSError as error:
        print(error)
