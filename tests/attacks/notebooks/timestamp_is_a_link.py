# Tries: a timestamp.txt that is a link to the gradebook or to a pipe: what cannot be parsed is told in
#   a log.
# Kind: theft
# Stock: no


def attack(notebook, folder, course):
    (folder / "timestamp.txt").symlink_to(course / "course" / "gradebook.db")
    return notebook
