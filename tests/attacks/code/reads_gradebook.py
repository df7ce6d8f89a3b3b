# Tries: reads the gradebook, where nbgrader keeps it relative to the notebook and by its full path, as
#   a file and through sqlite3, and prints what it finds.
# Kind: theft
# Stock: yes
# Quick: yes

# %% last
import re
import sqlite3

for path in ("../../../gradebook.db", "@course@/course/gradebook.db"):
    try:
        print(re.findall(rb"CANARY-[0-9a-f]{24}", open(path, "rb").read()))
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as book:
            print(book.execute("select * from student").fetchall())
    except (OSError, sqlite3.Error) as error:
        print(error)
