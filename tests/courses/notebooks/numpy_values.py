# Numbers and arrays of numpy.
# %% code
import numpy as np
# %% solution scalars
def spread(a):
    ### BEGIN SOLUTION
    return a.max() - a.min()
    ### END SOLUTION

def brightest(a):
    ### BEGIN SOLUTION
    return a[np.argmax(a)]
    ### END SOLUTION

def is_sorted(a):
    ### BEGIN SOLUTION
    return np.all(a[:-1] <= a[1:])
    ### END SOLUTION
# %% wrong scalars
def spread(a):
    return float(a.max())

def brightest(a):
    return int(np.argmax(a))

def is_sorted(a):
    return a[0] < a[-1]
# %% test numpy-float
### BEGIN HIDDEN TESTS
found = spread(np.array([1.0, 4.5, 2.0]))
assert isinstance(found, np.floating) and found == 3.5
### END HIDDEN TESTS
# %% test dtype-of-a-scalar
### BEGIN HIDDEN TESTS
assert brightest(np.array([3, 200, 7], dtype=np.uint8)).dtype == np.uint8
### END HIDDEN TESTS
# %% test numpy-boolean
### BEGIN HIDDEN TESTS
assert is_sorted(np.arange(5)) and not is_sorted(np.array([1, 3, 2, 4]))
### END HIDDEN TESTS
# %% solution arrays
def stars():
    "Return the names and magnitudes of two stars."
    ### BEGIN SOLUTION
    return np.array([("Vega", 0.03), ("Deneb", 1.25)], dtype=[("name", "U10"), ("mag", "f8")])
    ### END SOLUTION

def nights(start, n):
    ### BEGIN SOLUTION
    return np.datetime64(start, "D") + np.arange(n)
    ### END SOLUTION

def rotate(z):
    ### BEGIN SOLUTION
    return 1j * z
    ### END SOLUTION

def grid(rows, columns):
    ### BEGIN SOLUTION
    return np.zeros((rows, columns), dtype=np.int16)
    ### END SOLUTION
# %% wrong arrays
def stars():
    return [("Vega", 0.03), ("Deneb", 1.25)]

def nights(start, n):
    return np.datetime64(start, "D") + np.arange(1, n + 1)

def rotate(z):
    return -z

def grid(rows, columns):
    return np.zeros((columns, rows))
# %% test structured-array
### BEGIN HIDDEN TESTS
table = stars()
assert list(table["name"]) == ["Vega", "Deneb"]
assert table[table["mag"] < 1]["name"][0] == "Vega"
### END HIDDEN TESTS
# %% test datetime-array
### BEGIN HIDDEN TESTS
found = nights("2024-02-28", 3)
assert found.dtype == np.dtype("datetime64[D]")
assert str(found[-1]) == "2024-03-01"
### END HIDDEN TESTS
# %% test complex-array
### BEGIN HIDDEN TESTS
np.testing.assert_allclose(rotate(np.array([1, 1j])), [1j, -1])
### END HIDDEN TESTS
# %% test shape-and-dtype
assert grid(2, 3).shape == (2, 3)
### BEGIN HIDDEN TESTS
assert grid(1, 4).dtype == np.int16
### END HIDDEN TESTS
# %% solution in-place
def clip_below(a, least):
    "Raise all smaller elements to the least, in the array itself."
    ### BEGIN SOLUTION
    a[a < least] = least
    ### END SOLUTION

def remove_zeros(values):
    "Remove zeros from the list itself."
    ### BEGIN SOLUTION
    values[:] = [value for value in values if value]
    ### END SOLUTION
# %% wrong in-place
def clip_below(a, least):
    a = np.maximum(a, least)

def remove_zeros(values):
    values = [value for value in values if value]
# %% test array-changed-in-place
### BEGIN HIDDEN TESTS
array = np.array([-1.0, 5.0, 0.5])
clip_below(array, 1)
assert array.tolist() == [1.0, 5.0, 1.0]
### END HIDDEN TESTS
# %% test list-changed-in-place
### BEGIN HIDDEN TESTS
numbers = [0, 3, 0, 4]
remove_zeros(numbers)
assert numbers == [3, 4]
### END HIDDEN TESTS
