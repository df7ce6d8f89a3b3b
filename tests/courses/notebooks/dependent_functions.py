# Functions that use each other, constants and helpers of the notebook.
# %% code
from functools import lru_cache

LIMIT = 100
# %% locked helper
def digits(n):
    return [int(digit) for digit in str(n)]
# %% solution digit-sum
def digit_sum(n):
    ### BEGIN SOLUTION
    return sum(digits(n))
    ### END SOLUTION
# %% wrong digit-sum
def digit_sum(n):
    return len(digits(n))
# %% test helper-of-the-instructor-in-the-students-function
assert digit_sum(12) == 3
### BEGIN HIDDEN TESTS
assert digit_sum(999) == 27
### END HIDDEN TESTS
# %% test helper-of-the-instructor-in-the-test
### BEGIN HIDDEN TESTS
assert all(digit_sum(n) == sum(digits(n)) for n in range(10, 60))
### END HIDDEN TESTS
# %% solution lucky
def lucky(limit=LIMIT):
    "Return all numbers below the limit whose digits sum to 7."
    ### BEGIN SOLUTION
    return [n for n in range(limit) if digit_sum(n) == 7]
    ### END SOLUTION
# %% wrong lucky
def lucky(limit=LIMIT):
    return [n for n in range(limit) if n % 7 == 0]
# %% test function-that-uses-another points=2
### BEGIN HIDDEN TESTS
assert lucky() == [7, 16, 25, 34, 43, 52, 61, 70]
assert lucky(20) == [7, 16]
### END HIDDEN TESTS
# %% solution stairs
@lru_cache(maxsize=None)
def stairs(n):
    "Return in how many ways n stairs are climbed by one or two."
    ### BEGIN SOLUTION
    return 1 if n < 2 else stairs(n - 1) + stairs(n - 2)
    ### END SOLUTION
# %% wrong stairs
@lru_cache(maxsize=None)
def stairs(n):
    return n
# %% test function-in-a-library-object
### BEGIN HIDDEN TESTS
assert stairs(4) == 5 and stairs(60) == 2504730781961
### END HIDDEN TESTS
# %% test attribute-of-a-library-object
### BEGIN HIDDEN TESTS
stairs.cache_clear()
stairs(30)
assert stairs.cache_info().misses == 31
### END HIDDEN TESTS
