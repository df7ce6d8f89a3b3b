# Functions that call themselves, deeply and without an end.
# %% code
import sys
# %% solution functions
def depth(nested):
    "Return how deep a list is nested."
    ### BEGIN SOLUTION
    return 1 + max(map(depth, nested), default=0) if isinstance(nested, list) else 0
    ### END SOLUTION

def down(n):
    "Return the number of calls of itself."
    ### BEGIN SOLUTION
    return 0 if n == 0 else 1 + down(n - 1)
    ### END SOLUTION

def hanoi(n, source="A", target="B", spare="C"):
    "Return the moves of n disks."
    ### BEGIN SOLUTION
    if not n:
        return []
    before = hanoi(n - 1, source, spare, target)
    return [*before, (source, target), *hanoi(n - 1, spare, target, source)]
    ### END SOLUTION
# %% wrong functions
def depth(nested):
    return len(nested)

def down(n):
    return 0

def hanoi(n, source="A", target="B", spare="C"):
    return [(source, target)] * n
# %% test nested-argument
### BEGIN HIDDEN TESTS
assert depth([1, [2, [3, []]], []]) == 4
### END HIDDEN TESTS
# %% test deep-recursion
### BEGIN HIDDEN TESTS
assert down(700) == 700
### END HIDDEN TESTS
# %% test recursion-error
### BEGIN HIDDEN TESTS
try:
    down(-1)
except RecursionError:
    pass
else:
    raise AssertionError("down(-1) has no end")
### END HIDDEN TESTS
# %% test list-of-tuples
assert hanoi(1) == [("A", "B")]
### BEGIN HIDDEN TESTS
assert hanoi(2) == [("A", "C"), ("A", "B"), ("C", "B")]
assert len(hanoi(10)) == 1023
### END HIDDEN TESTS
# %% test recursion-of-the-test
### BEGIN HIDDEN TESTS
def nest(n):
    return [nest(n - 1)] if n else []

assert depth(nest(30)) == 31
### END HIDDEN TESTS
