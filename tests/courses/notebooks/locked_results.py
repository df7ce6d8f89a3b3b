# Results that the instructor's locked cells compute from what students wrote.
# %% locked data
import numpy as np

samples = np.array([2.0, 4.0, 9.0])
# %% solution functions
def centre(values):
    ### BEGIN SOLUTION
    return values - values.mean()
    ### END SOLUTION

class Tally:
    ### BEGIN SOLUTION
    def __init__(self):
        self.counts = {}

    def add(self, word):
        self.counts[word] = self.counts.get(word, 0) + 1
    ### END SOLUTION
# %% wrong functions
def centre(values):
    return values - values.max()

class Tally:
    def __init__(self):
        self.counts = {}

    def add(self, word):
        self.counts[word] = 1
# %% locked results
centred = centre(samples)
spread = float(np.sqrt((centred**2).mean()))
# %% locked tally
tally = Tally()
for word in "to be or not to be".split():
    tally.add(word)
# %% test result-of-a-locked-cell points=2
assert centred.shape == samples.shape
### BEGIN HIDDEN TESTS
assert abs(centred.sum()) < 1e-9 and centred[0] == -3
### END HIDDEN TESTS
# %% test result-of-a-result
### BEGIN HIDDEN TESTS
assert abs(spread - np.std([2, 4, 9])) < 1e-9
### END HIDDEN TESTS
# %% test object-of-a-locked-cell
### BEGIN HIDDEN TESTS
assert tally.counts["to"] == 2 and tally.counts["or"] == 1
### END HIDDEN TESTS
# %% solution order
scores = [3, 1, 2]
### BEGIN SOLUTION
scores.sort()
### END SOLUTION
# %% wrong order
scores = [3, 1, 2]
scores.reverse()
# %% test name-changed-in-its-own-cell
### BEGIN HIDDEN TESTS
assert scores == [1, 2, 3]
### END HIDDEN TESTS
# %% locked ages
ages = {"Ada": 36}
heights = np.array([1.8, 0.0, 1.6])
# %% solution ages-changed
# Add Bo, 7 years old, to `ages`, and replace the zero in `heights` by 1.7.
### BEGIN SOLUTION
ages["Bo"] = 7
heights[1] = 1.7
### END SOLUTION
# %% wrong ages-changed
ages["Bo"] = 8
heights[0] = 1.7
# %% test instructors-dictionary-changed-in-place protected=no
### BEGIN HIDDEN TESTS
assert ages == {"Ada": 36, "Bo": 7}
### END HIDDEN TESTS
# %% test instructors-array-changed-in-place protected=no
### BEGIN HIDDEN TESTS
assert heights.tolist() == [1.8, 1.7, 1.6]
### END HIDDEN TESTS
