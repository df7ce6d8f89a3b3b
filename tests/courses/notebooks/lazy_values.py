# What map, range and the views of a dictionary return.
# %% solution lazy
def squares(values):
    ### BEGIN SOLUTION
    return map(lambda value: value**2, values)
    ### END SOLUTION

def hours(start, end):
    ### BEGIN SOLUTION
    return range(start, end + 1)
    ### END SOLUTION

def names(ages):
    ### BEGIN SOLUTION
    return ages.keys()
    ### END SOLUTION

def pairs(keys, values):
    ### BEGIN SOLUTION
    return zip(keys, values)
    ### END SOLUTION

def adults(ages):
    ### BEGIN SOLUTION
    return filter(lambda name: ages[name] >= 18, ages)
    ### END SOLUTION

def numbered(lines):
    ### BEGIN SOLUTION
    return enumerate(lines, start=1)
    ### END SOLUTION

def totals(ages):
    ### BEGIN SOLUTION
    return ages.values(), ages.items()
    ### END SOLUTION
# %% wrong lazy
def squares(values):
    return map(lambda value: value * 2, values)

def hours(start, end):
    return range(start, end)

def names(ages):
    return ages.values()

def pairs(keys, values):
    return zip(values, keys)

def adults(ages):
    return filter(lambda name: ages[name] > 18, ages)

def numbered(lines):
    return enumerate(lines)

def totals(ages):
    return ages, ages
# %% test map
assert list(squares([1, 2, 3])) == [1, 4, 9]
### BEGIN HIDDEN TESTS
assert sum(squares([5])) == 25
### END HIDDEN TESTS
# %% test range points=2
### BEGIN HIDDEN TESTS
assert hours(9, 11) == range(9, 12)
assert len(hours(0, 23)) == 24 and 23 in hours(0, 23)
### END HIDDEN TESTS
# %% test dict-keys
### BEGIN HIDDEN TESTS
found = names({"Ada": 36, "Bo": 7})
assert set(found) == {"Ada", "Bo"} and "Ada" in found
### END HIDDEN TESTS
# %% test zip
### BEGIN HIDDEN TESTS
assert dict(pairs("ab", [1, 2])) == {"a": 1, "b": 2}
### END HIDDEN TESTS
# %% test filter
### BEGIN HIDDEN TESTS
assert list(adults({"Ada": 36, "Bo": 7, "Cy": 18})) == ["Ada", "Cy"]
### END HIDDEN TESTS
# %% test enumerate
### BEGIN HIDDEN TESTS
assert list(numbered(["x", "y"])) == [(1, "x"), (2, "y")]
### END HIDDEN TESTS
# %% test dict-views
### BEGIN HIDDEN TESTS
values, items = totals({"a": 1, "b": 2})
assert sorted(values) == [1, 2] and ("b", 2) in items
### END HIDDEN TESTS
