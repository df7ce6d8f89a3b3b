# A cell of the instructor's that takes long and that no test needs.
# %% code
import time
# %% locked simulation
time.sleep(2)
history = [step**2 for step in range(100_000)]
# %% solution functions
def half_life(t, n):
    "Return what is left of n after t half-lives."
    ### BEGIN SOLUTION
    return n / 2**t
    ### END SOLUTION
# %% wrong functions
def half_life(t, n):
    return n / 2 * t
# %% test heavy-cell-not-needed
assert half_life(1, 8) == 4
### BEGIN HIDDEN TESTS
assert half_life(3, 8) == 1
### END HIDDEN TESTS
# %% test heavy-cell-needed
### BEGIN HIDDEN TESTS
assert half_life(0, history[3]) == 9
### END HIDDEN TESTS
