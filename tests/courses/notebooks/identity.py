# Tests that ask whether two things are the same object.
# %% solution functions
def with_last(values, last):
    "Return a new list with one more element."
    ### BEGIN SOLUTION
    return [*values, last]
    ### END SOLUTION

def append_last(values, last):
    "Append to the list itself and return it."
    ### BEGIN SOLUTION
    values.append(last)
    return values
    ### END SOLUTION

def first_match(objects, wanted):
    "Return the first object with the wanted attribute `kind`."
    ### BEGIN SOLUTION
    return next(one for one in objects if one.kind == wanted)
    ### END SOLUTION
# %% wrong functions
def with_last(values, last):
    values.append(last)
    return values

def append_last(values, last):
    return values + [last]

def first_match(objects, wanted):
    return objects[-1]
# %% test argument-unchanged points=2
### BEGIN HIDDEN TESTS
given = [1, 2]
found = with_last(given, 3)
assert found == [1, 2, 3] and given == [1, 2]
assert found is not given
### END HIDDEN TESTS
# %% test argument-returned
### BEGIN HIDDEN TESTS
given = ["a"]
found = append_last(given, "b")
assert found is given and given == ["a", "b"]
### END HIDDEN TESTS
# %% test object-of-the-test-returned
### BEGIN HIDDEN TESTS
class Thing:
    def __init__(self, kind):
        self.kind = kind

things = [Thing("cup"), Thing("hat"), Thing("hat")]
assert first_match(things, "hat") is things[1]
### END HIDDEN TESTS
