# Tries: folders nested 300 deep and 5,000 files beside the notebook.
# Kind: harm
# Stock: no


def attack(notebook, folder, course):
    deep = folder.joinpath(*["d"] * 300)
    deep.mkdir(parents=True)
    for number in range(5000):
        (folder / f"file-{number}").write_text("x")
    return notebook
