# Tries: reads the instructor's notebook, with its hidden tests and solutions, by its full path, and
#   puts what it finds where a student gets it back: output, a file, the text of an exception.
# Kind: theft
# Stock: yes
# Quick: yes

# %% last
import re
from pathlib import Path

found = []
for place in ("@course@", ".", "..", "../..", "../../..", "../../../.."):
    try:
        for path in Path(place, "notebooks").rglob("*.ipynb"):
            found += re.findall(r"CANARY-[0-9a-f]{24}", path.read_text())
    except OSError as error:
        print(error)
print(found)
Path("note.txt").write_text(repr(found))
raise ValueError(str(found))
