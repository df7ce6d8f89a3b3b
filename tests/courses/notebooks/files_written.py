# Files that a student's function or cell writes and reads.
# %% code
import csv
import json
import os
import numpy as np
# %% locked words
with open("words.txt", encoding="utf-8") as file:
    words = file.read().split()
# %% solution files
def save(path, lines):
    ### BEGIN SOLUTION
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
    ### END SOLUTION

def save_table(path, rows):
    ### BEGIN SOLUTION
    with open(path, "w", newline="") as file:
        csv.writer(file).writerows(rows)
    ### END SOLUTION

def save_array(path, array):
    ### BEGIN SOLUTION
    np.save(path, array)
    ### END SOLUTION

def load(path):
    ### BEGIN SOLUTION
    with open(path, encoding="utf-8") as file:
        return [line.strip() for line in file]
    ### END SOLUTION

def longest(words):
    ### BEGIN SOLUTION
    return max(words, key=len)
    ### END SOLUTION
# %% wrong files
def save(path, lines):
    with open(path, "w") as file:
        file.write(" ".join(lines))

def save_table(path, rows):
    with open(path, "w") as file:
        file.write(str(rows))

def save_array(path, array):
    np.save(path, array[::-1])

def load(path):
    with open(path) as file:
        return file.readlines()

def longest(words):
    return max(words)
# %% test file-written-by-a-function points=2
### BEGIN HIDDEN TESTS
save("out.txt", ["ä", "b"])
with open("out.txt", encoding="utf-8") as file:
    assert file.read() == "ä\nb\n"
### END HIDDEN TESTS
# %% test table-written
### BEGIN HIDDEN TESTS
save_table("out.csv", [["x", 1], ["y", 2]])
with open("out.csv", newline="") as file:
    assert list(csv.reader(file)) == [["x", "1"], ["y", "2"]]
### END HIDDEN TESTS
# %% test array-written
### BEGIN HIDDEN TESTS
save_array("out.npy", np.array([1, 2, 3]))
assert np.load("out.npy").tolist() == [1, 2, 3]
### END HIDDEN TESTS
# %% test released-file-read-by-a-function
assert load("words.txt")[0] == "heron"
### BEGIN HIDDEN TESTS
assert len(load("words.txt")) == 4
### END HIDDEN TESTS
# %% test released-file-read-by-the-instructor
### BEGIN HIDDEN TESTS
assert longest(words) == "kingfisher"
### END HIDDEN TESTS
# %% test file-of-the-test-read protected=no
### BEGIN HIDDEN TESTS
with open("given.txt", "w") as file:
    file.write("one\n two \n")
assert load("given.txt") == ["one", "two"]
### END HIDDEN TESTS
# %% solution config
# Write the dictionary {"size": 3} to the file config.json.
### BEGIN SOLUTION
with open("config.json", "w") as file:
    json.dump({"size": 3}, file)
### END SOLUTION
# %% wrong config
config = json.dumps({"size": 3})
# %% test file-written-by-a-cell
### BEGIN HIDDEN TESTS
assert os.path.exists("config.json")
with open("config.json") as file:
    assert json.load(file) == {"size": 3}
### END HIDDEN TESTS
# %% file words.txt
heron
kingfisher
swan
gull
