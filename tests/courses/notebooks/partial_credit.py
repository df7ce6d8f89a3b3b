# The last value of a test cell as partial credit.
# %% solution functions
def month_length(month):
    "Return the days of a month in a year that is no leap year."
    ### BEGIN SOLUTION
    return [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    ### END SOLUTION
# %% wrong functions
def month_length(month):
    return 31 if month % 2 else 30
# %% test counted points=3
right = 0
for month, days in [(1, 31), (2, 28), (4, 30)]:
    right += month_length(month) == days
right
# %% test counted-in-the-hidden-part points=12
### BEGIN HIDDEN TESTS
expected = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
score = 0
for month, days in enumerate(expected, start=1):
    try:
        score += month_length(month) == days
    except NotImplementedError:
        pass
score
### END HIDDEN TESTS
# %% test fraction-of-a-point points=1
### BEGIN HIDDEN TESTS
0.25 * sum(month_length(month) == 31 for month in (7, 8, 10, 12))
### END HIDDEN TESTS
# %% test numpy-number points=2
import numpy as np
points = np.array([month_length(6) == 30, month_length(2) == 28])
float(points.sum())
# %% test value-that-is-no-number points=2
assert month_length(2) == 28
"well done"
# %% test value-that-is-none points=2
assert month_length(12) == 31
None
# %% test value-hidden-by-a-semicolon points=4
assert month_length(9) == 30
1;
# %% test value-that-a-print-precedes points=4
print("rows:", 2)
4 if month_length(8) == 31 else 1
# %% test full-points-by-value points=5
assert month_length(11) == 30
5
