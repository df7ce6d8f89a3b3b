# Functions that return functions, decorators and bound methods.
# %% code
import functools
# %% solution closures
def adder(n):
    ### BEGIN SOLUTION
    return lambda x: x + n
    ### END SOLUTION

def counter():
    ### BEGIN SOLUTION
    count = 0

    def step():
        nonlocal count
        count += 1
        return count

    return step
    ### END SOLUTION

def compose(f, g):
    ### BEGIN SOLUTION
    return lambda x: f(g(x))
    ### END SOLUTION

def powers(n):
    "Return n functions; the k-th one raises to the power k."
    ### BEGIN SOLUTION
    return [functools.partial(lambda k, x: x**k, k) for k in range(n)]
    ### END SOLUTION
# %% solved closures
def adder(n):
    return n.__add__

def counter():
    steps = iter(range(1, 100))
    return functools.partial(next, steps)

def compose(f, g):
    def composed(x):
        inner = g(x)
        return f(inner)

    return composed

def powers(n):
    return [lambda x, k=k: pow(x, k) for k in range(n)]
# %% wrong closures
def adder(n):
    return lambda x: x - n

def counter():
    return lambda: 1

def compose(f, g):
    return lambda x: g(f(x))

def powers(n):
    return [lambda x: x**k for k in range(n)]
# %% test closure
assert adder(1)(2) == 3
### BEGIN HIDDEN TESTS
add_five = adder(5)
assert [add_five(x) for x in range(3)] == [5, 6, 7]
### END HIDDEN TESTS
# %% test closure-with-state
### BEGIN HIDDEN TESTS
first, second = counter(), counter()
assert [first(), first(), second(), first()] == [1, 2, 1, 3]
### END HIDDEN TESTS
# %% test closure-over-functions-of-the-test
### BEGIN HIDDEN TESTS
assert compose(str, lambda x: x + 1)(9) == "10"
### END HIDDEN TESTS
# %% test list-of-functions
### BEGIN HIDDEN TESTS
assert [power(2) for power in powers(4)] == [1, 2, 4, 8]
assert all(callable(power) for power in powers(2))
### END HIDDEN TESTS
# %% solution decorators
def twice(function):
    "Decorator: return the result two times."
    ### BEGIN SOLUTION
    @functools.wraps(function)
    def wrapper(*args, **options):
        return [function(*args, **options)] * 2

    return wrapper
    ### END SOLUTION

def tagged(tag):
    "Decorator with an argument: wrap the result in a tag of HTML."
    ### BEGIN SOLUTION
    def decorate(function):
        return lambda *args: f"<{tag}>{function(*args)}</{tag}>"

    return decorate
    ### END SOLUTION

def remembered(function):
    "Decorator: call the function once for each argument."
    ### BEGIN SOLUTION
    known = {}

    def wrapper(x):
        if x not in known:
            known[x] = function(x)
        return known[x]

    return wrapper
    ### END SOLUTION
# %% wrong decorators
def twice(function):
    def wrapper(*args):
        return function(*args)

    return wrapper

def tagged(tag):
    return lambda function: function

def remembered(function):
    return function
# %% test decorator
### BEGIN HIDDEN TESTS
@twice
def shout(word, end="!"):
    return word + end

assert shout("hey") == ["hey!", "hey!"]
assert shout("hey", end="?") == ["hey?", "hey?"]
### END HIDDEN TESTS
# %% test name-of-a-decorated-function
### BEGIN HIDDEN TESTS
@twice
def whisper(word):
    "Whisper a word."

assert whisper.__name__ == "whisper" and whisper.__doc__ == "Whisper a word."
### END HIDDEN TESTS
# %% test decorator-with-an-argument
### BEGIN HIDDEN TESTS
@tagged("b")
def bold(text):
    return text.upper()

assert bold("x") == "<b>X</b>"
### END HIDDEN TESTS
# %% test decorator-with-state points=2
### BEGIN HIDDEN TESTS
calls = []

@remembered
def slow(x):
    calls.append(x)
    return x * x

assert [slow(2), slow(2), slow(3)] == [4, 4, 9]
assert calls == [2, 3]
### END HIDDEN TESTS
# %% solution methods
class Meter:
    ### BEGIN SOLUTION
    def __init__(self):
        self.total = 0

    def add(self, amount):
        self.total += amount
    ### END SOLUTION

def recorder():
    "Return a meter and its bound method `add`."
    ### BEGIN SOLUTION
    meter = Meter()
    return meter, meter.add
    ### END SOLUTION
# %% wrong methods
class Meter:
    def __init__(self):
        self.total = 0

    def add(self, amount):
        self.total = amount

def recorder():
    return Meter(), Meter().add
# %% test bound-method
### BEGIN HIDDEN TESTS
meter, add = recorder()
add(3)
add(4)
assert meter.total == 7
### END HIDDEN TESTS
# %% test bound-method-of-an-object
### BEGIN HIDDEN TESTS
meter = Meter()
for _ in map(meter.add, [1, 2, 3]):
    pass
assert meter.total == 6
### END HIDDEN TESTS
