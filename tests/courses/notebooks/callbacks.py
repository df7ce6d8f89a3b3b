# Functions of the test that a student's function calls.
# %% code
import numpy as np
# %% solution callbacks
def repeat(function, times, value):
    ### BEGIN SOLUTION
    for _ in range(times):
        value = function(value)
    return value
    ### END SOLUTION

def bisect(function, low, high):
    "Return a root between low and high."
    ### BEGIN SOLUTION
    while high - low > 1e-9:
        middle = (low + high) / 2
        if function(low) * function(middle) <= 0:
            high = middle
        else:
            low = middle
    return low
    ### END SOLUTION

def safely(function, value):
    "Return the function's value, or the text of its ValueError."
    ### BEGIN SOLUTION
    try:
        return function(value)
    except ValueError as error:
        return f"failed: {error}"
    ### END SOLUTION

def order(words, key):
    ### BEGIN SOLUTION
    return sorted(words, key=key)
    ### END SOLUTION

def integrate(function, low, high, n=1000):
    ### BEGIN SOLUTION
    x = low + (np.arange(n) + 0.5) * (high - low) / n
    return function(x).mean() * (high - low)
    ### END SOLUTION
# %% wrong callbacks
def repeat(function, times, value):
    return function(value)

def bisect(function, low, high):
    return (low + high) / 2

def safely(function, value):
    try:
        return function(value)
    except Exception:
        return "failed"

def order(words, key):
    return sorted(words)

def integrate(function, low, high, n=1000):
    return function(low) * (high - low)
# %% test callback
assert repeat(lambda value: value + 1, 3, 0) == 3
### BEGIN HIDDEN TESTS
assert repeat(lambda text: text + "!", 2, "go") == "go!!"
### END HIDDEN TESTS
# %% test callback-that-is-counted
### BEGIN HIDDEN TESTS
calls = []

def noting(value):
    calls.append(value)
    return 2 * value

repeat(noting, 4, 1)
assert calls == [1, 2, 4, 8]
### END HIDDEN TESTS
# %% test function-of-a-library-passed
### BEGIN HIDDEN TESTS
assert abs(bisect(np.cos, 1, 2) - np.pi / 2) < 1e-6
### END HIDDEN TESTS
# %% test exception-of-a-callback-caught points=2
### BEGIN HIDDEN TESTS
assert safely(int, "12") == 12

def strict(value):
    raise ValueError(f"no {value}")

assert safely(strict, "x") == "failed: no x"
### END HIDDEN TESTS
# %% test exception-of-a-callback-passed-on
### BEGIN HIDDEN TESTS
def broken(value):
    raise ZeroDivisionError("by nothing")

try:
    safely(broken, 1)
except ZeroDivisionError as error:
    assert str(error) == "by nothing"
else:
    raise AssertionError("only a ValueError is caught")
### END HIDDEN TESTS
# %% test key-of-a-sort
### BEGIN HIDDEN TESTS
assert order(["plum", "fig", "apple"], len) == ["fig", "plum", "apple"]
assert order(["b2", "a3", "c1"], key=lambda word: word[1]) == ["c1", "b2", "a3"]
### END HIDDEN TESTS
# %% test callback-with-arrays
### BEGIN HIDDEN TESTS
assert abs(integrate(lambda x: 3 * x**2, 0, 2) - 8) < 1e-3
### END HIDDEN TESTS
# %% test students-function-passed-to-the-students-function
### BEGIN HIDDEN TESTS
assert repeat(lambda value: safely(int, value), 2, "x").startswith("failed: invalid")
### END HIDDEN TESTS
