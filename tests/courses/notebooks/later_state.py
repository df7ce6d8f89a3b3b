# Later cells that change what earlier tests see.
# %% solution log
entries = []

def note(text):
    entries.append(text)

### BEGIN SOLUTION
note("start")
note("stop")
### END SOLUTION
# %% wrong log
entries = []

def note(text):
    entries.append(text)

note("stop")
# %% test list-that-grows-later
assert entries == ["start", "stop"]
### BEGIN HIDDEN TESTS
assert len(entries) == 2
### END HIDDEN TESTS
# %% solution box
class Box:
    size = 1

box = Box()

def volume():
    return box.size**3

### BEGIN SOLUTION
box.size = 4
### END SOLUTION
# %% wrong box
class Box:
    size = 1

box = Box()

def volume():
    return box.size**3
# %% test object-that-changes-later
### BEGIN HIDDEN TESTS
assert volume() == 64 and box.size == 4
### END HIDDEN TESTS
# %% solution first-version
def convert(x):
    "From inches to centimetres."
    ### BEGIN SOLUTION
    return 2.54 * x
    ### END SOLUTION
# %% wrong first-version
def convert(x):
    return x / 2.54
# %% test function-that-is-replaced-later
### BEGIN HIDDEN TESTS
assert convert(10) == 25.4
### END HIDDEN TESTS
# %% code
note("after the tests")
box.size = 9
Box.size = 2
# %% solution second-version
def convert(x):
    "From miles to kilometres."
    ### BEGIN SOLUTION
    return 1.609 * x
    ### END SOLUTION
# %% wrong second-version
def convert(x):
    return x
# %% test function-that-was-replaced
### BEGIN HIDDEN TESTS
assert convert(10) == 16.09
### END HIDDEN TESTS
# %% solution counter
import decimal
calls = 0

def count():
    "Return how often it was called."
    ### BEGIN SOLUTION
    global calls
    calls += 1
    return calls
    ### END SOLUTION

### BEGIN SOLUTION
decimal.getcontext().prec = 5
### END SOLUTION
# %% wrong counter
import decimal
calls = 0

def count():
    return 1
# %% test global-that-a-function-changes protected=no
### BEGIN HIDDEN TESTS
assert [count(), count(), calls] == [1, 2, 2]
### END HIDDEN TESTS
# %% test state-of-a-module protected=no
### BEGIN HIDDEN TESTS
assert decimal.getcontext().prec == 5
### END HIDDEN TESTS
# %% code
decimal.getcontext().prec = 28
calls = 100
# %% test state-after-earlier-tests
### BEGIN HIDDEN TESTS
assert [count(), count()] == [101, 102]
### END HIDDEN TESTS
