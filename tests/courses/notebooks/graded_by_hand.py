# Essays, code that a person grades, tasks, and a test beside them.
# %% essay why points=3
Because both sides are multiplied by the same number.
# %% wrong why
I do not know.
# %% manual by-hand points=4
def explain(x):
    ### BEGIN SOLUTION
    # Each step halves the interval.
    return x / 2
    ### END SOLUTION
# %% wrong by-hand
def explain(x):
    return x
# %% task drawing points=5
Draw the interval in a new cell below.
# %% test beside-manual-cells
### BEGIN HIDDEN TESTS
assert explain(3) == 1.5
### END HIDDEN TESTS
