# Right answers of other types than the instructor's.
# %% code
import numpy as np
# %% solution values
def evens(n):
    ### BEGIN SOLUTION
    return [2 * k for k in range(n)]
    ### END SOLUTION

def mean(values):
    ### BEGIN SOLUTION
    return sum(values) / len(values)
    ### END SOLUTION

def count(values, wanted):
    ### BEGIN SOLUTION
    return values.count(wanted)
    ### END SOLUTION

def is_long(text):
    ### BEGIN SOLUTION
    return len(text) > 10
    ### END SOLUTION

def lengths(words):
    ### BEGIN SOLUTION
    return {word: len(word) for word in words}
    ### END SOLUTION

def vowels(text):
    ### BEGIN SOLUTION
    return {letter for letter in text if letter in "aeiou"}
    ### END SOLUTION
# %% solved values
from collections import OrderedDict

def evens(n):
    return np.arange(n) * 2

def mean(values):
    return np.mean(values)

def count(values, wanted):
    return np.count_nonzero(np.array(values) == wanted)

def is_long(text):
    return np.greater(len(text), 10)

def lengths(words):
    return OrderedDict((word, len(word)) for word in words)

def vowels(text):
    return frozenset("aeiou").intersection(text)
# %% wrong values
def evens(n):
    return tuple(range(n))

def mean(values):
    return max(values)

def count(values, wanted):
    return len(values)

def is_long(text):
    return ""

def lengths(words):
    return [len(word) for word in words]

def vowels(text):
    return text
# %% test array-for-a-list
### BEGIN HIDDEN TESTS
assert list(evens(3)) == [0, 2, 4]
### END HIDDEN TESTS
# %% test numpy-number-for-a-number
### BEGIN HIDDEN TESTS
assert mean([1, 2, 6]) == 3
### END HIDDEN TESTS
# %% test integer-for-an-integer
### BEGIN HIDDEN TESTS
assert count([1, 2, 1], 1) == 2 and "abc"[count([5, 4], 5)] == "b"
### END HIDDEN TESTS
# %% test numpy-boolean-for-a-boolean
### BEGIN HIDDEN TESTS
assert is_long("a long text") and not is_long("short")
### END HIDDEN TESTS
# %% test ordered-dict-for-a-dict
### BEGIN HIDDEN TESTS
assert lengths(["fig", "plum"]) == {"fig": 3, "plum": 4}
### END HIDDEN TESTS
# %% test frozenset-for-a-set
### BEGIN HIDDEN TESTS
assert vowels("hello") == {"e", "o"}
### END HIDDEN TESTS
# %% solution objects
def odds(n):
    ### BEGIN SOLUTION
    return [2 * k + 1 for k in range(n)]
    ### END SOLUTION

def upper(words):
    ### BEGIN SOLUTION
    return [word.upper() for word in words]
    ### END SOLUTION

def corner():
    "Return x and y."
    ### BEGIN SOLUTION
    return 3, 4
    ### END SOLUTION

def line(slope):
    "Return a function."
    ### BEGIN SOLUTION
    return lambda x: slope * x
    ### END SOLUTION
# %% solved objects
from typing import NamedTuple

class Corner(NamedTuple):
    x: int
    y: int

class Line:
    def __init__(self, slope):
        self.slope = slope

    def __call__(self, x):
        return self.slope * x

def odds(n):
    for k in range(n):
        yield 2 * k + 1

def upper(words):
    return map(str.upper, words)

def corner():
    return Corner(3, 4)

line = Line
# %% wrong objects
def odds(n):
    yield from range(n)

def upper(words):
    return map(str.title, words)

def corner():
    return 4, 3

def line(slope):
    return slope
# %% test generator-for-a-list
### BEGIN HIDDEN TESTS
assert sum(odds(4)) == 16
assert list(odds(2)) == [1, 3]
### END HIDDEN TESTS
# %% test map-for-a-list
### BEGIN HIDDEN TESTS
assert list(upper(["a", "bc"])) == ["A", "BC"]
### END HIDDEN TESTS
# %% test named-tuple-for-a-tuple
### BEGIN HIDDEN TESTS
assert corner() == (3, 4)
x, y = corner()
assert y == 4
### END HIDDEN TESTS
# %% test callable-object-for-a-function
### BEGIN HIDDEN TESTS
assert line(2)(5) == 10
### END HIDDEN TESTS
