# Tests that delete, replace and patch names.
# %% code
from unittest import mock

RATE = 0.5
# %% solution functions
def square(x):
    ### BEGIN SOLUTION
    return x * x
    ### END SOLUTION

def sum_of_squares(values):
    "Use `square`."
    ### BEGIN SOLUTION
    return sum(square(value) for value in values)
    ### END SOLUTION

def pay(hours):
    "Use RATE."
    ### BEGIN SOLUTION
    return hours * RATE
    ### END SOLUTION

def ask():
    "Ask for a number until it is positive."
    ### BEGIN SOLUTION
    number = 0
    while number <= 0:
        number = int(input("a number: "))
    return number
    ### END SOLUTION
# %% wrong functions
def square(x):
    return 2 * x

def sum_of_squares(values):
    return sum(value * value + 1 for value in values)

def pay(hours):
    return hours * 0.25

def ask():
    return int(input("a number: "))
# %% test function-deleted points=2
### BEGIN HIDDEN TESTS
kept = square
del square
try:
    sum_of_squares([1, 2])
except NameError:
    pass
else:
    raise AssertionError("sum_of_squares does not use square")
finally:
    square = kept
### END HIDDEN TESTS
# %% test function-back-after-the-deletion
### BEGIN HIDDEN TESTS
assert sum_of_squares([3, 4]) == 25
### END HIDDEN TESTS
# %% test function-replaced
### BEGIN HIDDEN TESTS
kept, seen = square, []

def square(x):
    seen.append(x)
    return 100

try:
    assert sum_of_squares([5, 6]) == 200
    assert seen == [5, 6]
finally:
    square = kept
### END HIDDEN TESTS
# %% test mock-patch
### BEGIN HIDDEN TESTS
with mock.patch("__main__.square", return_value=7) as patched:
    assert sum_of_squares([1, 2]) == 14
assert patched.call_count == 2
assert sum_of_squares([2]) == 4
### END HIDDEN TESTS
# %% test mock-passed protected=no
### BEGIN HIDDEN TESTS
values = mock.MagicMock()
values.__iter__.return_value = iter([1, 3])
assert sum_of_squares(values) == 10
### END HIDDEN TESTS
# %% test constant-of-the-instructor-replaced protected=no
### BEGIN HIDDEN TESTS
assert pay(4) == 2
RATE = 10
try:
    assert pay(4) == 40
finally:
    RATE = 0.5
### END HIDDEN TESTS
# %% test input-patched protected=no
### BEGIN HIDDEN TESTS
with mock.patch("builtins.input", side_effect=["-3", "0", "8"]):
    assert ask() == 8
### END HIDDEN TESTS
