# Values of many elements, and tests that measure time.
# %% code
import time
import numpy as np
# %% solution large
def numbers(n):
    ### BEGIN SOLUTION
    return list(range(n))
    ### END SOLUTION

def field(n):
    ### BEGIN SOLUTION
    return np.ones((n, n))
    ### END SOLUTION

def text(n):
    ### BEGIN SOLUTION
    return "ab" * n
    ### END SOLUTION

def nest(depth):
    "Return an empty list in a list in a list."
    ### BEGIN SOLUTION
    nested = []
    for _ in range(depth):
        nested = [nested]
    return nested
    ### END SOLUTION

def gauss(n):
    "Return the sum of the numbers to n, quickly."
    ### BEGIN SOLUTION
    return n * (n + 1) // 2
    ### END SOLUTION

def largest(values):
    ### BEGIN SOLUTION
    return max(values)
    ### END SOLUTION
# %% wrong large
def numbers(n):
    return list(range(1, n))

def field(n):
    return np.ones(n)

def text(n):
    return "ab"

def nest(depth):
    return [] * depth

def gauss(n):
    time.sleep(1.2)
    return n * n // 2

def largest(values):
    return values[-1]
# %% test list-of-2000000-numbers
### BEGIN HIDDEN TESTS
assert len(numbers(2_000_000)) == 2_000_000
### END HIDDEN TESTS
# %% test array-of-1000000-numbers
### BEGIN HIDDEN TESTS
assert field(1000).sum() == 1_000_000
### END HIDDEN TESTS
# %% test long-text
### BEGIN HIDDEN TESTS
assert text(500_000).count("a") == 500_000
### END HIDDEN TESTS
# %% test nested-lists
### BEGIN HIDDEN TESTS
found, depth = nest(40), 0
while found:
    found, depth = found[0], depth + 1
assert depth == 40
### END HIDDEN TESTS
# %% test time-measured
### BEGIN HIDDEN TESTS
start = time.perf_counter()
assert gauss(10**9) == 500_000_000_500_000_000
assert time.perf_counter() - start < 1
### END HIDDEN TESTS
# %% test large-argument
### BEGIN HIDDEN TESTS
assert largest(list(range(300_000, 0, -1))) == 300_000
### END HIDDEN TESTS
# %% test many-calls
### BEGIN HIDDEN TESTS
for n in range(500):
    assert largest([n, n + 1, n - 1]) == n + 1
### END HIDDEN TESTS
