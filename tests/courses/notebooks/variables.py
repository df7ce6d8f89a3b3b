# Variables that a solution cell assigns.
# %% code
import numpy as np
# %% solution answers
### BEGIN SOLUTION
days = 365
ratio = 22 / 7
table = [[row * column for column in range(1, 4)] for row in range(1, 4)]
capital = {"Peru": "Lima", "Kenya": "Nairobi"}
title = "Night sky"
### END SOLUTION
# %% wrong answers
days = 364
ratio = 3
table = [[1, 2, 3]] * 3
capital = {"Peru": "Cusco"}
title = "Night Sky"
# %% test number
assert days > 0
### BEGIN HIDDEN TESTS
assert days == 365
### END HIDDEN TESTS
# %% test float
### BEGIN HIDDEN TESTS
assert abs(ratio - 3.142857) < 1e-5
### END HIDDEN TESTS
# %% test list-of-lists points=2
### BEGIN HIDDEN TESTS
assert len(table) == 3
assert table[2] == [3, 6, 9]
### END HIDDEN TESTS
# %% test dictionary
### BEGIN HIDDEN TESTS
assert capital["Peru"] == "Lima" and len(capital) == 2
### END HIDDEN TESTS
# %% test text
### BEGIN HIDDEN TESTS
assert title.split() == ["Night", "sky"]
### END HIDDEN TESTS
# %% solution field
# Assign the field: the sine of 50 angles from 0 to 2 pi.
### BEGIN SOLUTION
angles = np.linspace(0, 2 * np.pi, 50)
field = np.sin(angles)
### END SOLUTION
# %% solved field
field = np.array([np.sin(2 * np.pi * k / 49) for k in range(50)])
# %% wrong field
field = np.sin(np.linspace(0, 360, 50))
# %% test array-in-a-variable
### BEGIN HIDDEN TESTS
assert field.shape == (50,)
np.testing.assert_allclose(field, np.sin(np.linspace(0, 2 * np.pi, 50)), atol=1e-9)
### END HIDDEN TESTS
# %% test variable-with-a-function-of-the-test
### BEGIN HIDDEN TESTS
def changes_of_sign(values):
    signs = np.sign(values[np.abs(values) > 1e-9])
    return np.count_nonzero(np.diff(signs))

assert changes_of_sign(field) == 1
### END HIDDEN TESTS
