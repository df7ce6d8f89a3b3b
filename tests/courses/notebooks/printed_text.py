# Printed text and warnings.
# %% code
import contextlib
import io
import sys
import warnings
# %% solution printing
def hello(name):
    ### BEGIN SOLUTION
    print(f"Hello, {name}!")
    ### END SOLUTION

def pyramid(height):
    ### BEGIN SOLUTION
    for row in range(height):
        print(" " * (height - row - 1) + "*" * (2 * row + 1))
    ### END SOLUTION

def progress(steps):
    "Yield each step and print it without a new line."
    ### BEGIN SOLUTION
    for step in range(steps):
        print(step, end=" ")
        yield step
    ### END SOLUTION

def old_area(side):
    "Return the area, with a DeprecationWarning."
    ### BEGIN SOLUTION
    warnings.warn("use area instead", DeprecationWarning)
    return side * side
    ### END SOLUTION

def complain():
    ### BEGIN SOLUTION
    print("no disk", file=sys.stderr)
    ### END SOLUTION
# %% wrong printing
def hello(name):
    print("Hello,", name, "!")

def pyramid(height):
    for row in range(height):
        print("*" * (2 * row + 1))

def progress(steps):
    for step in range(steps):
        print(step)
        yield step

def old_area(side):
    return side * side

def complain():
    print("no disk")
# %% test redirect-stdout
### BEGIN HIDDEN TESTS
text = io.StringIO()
with contextlib.redirect_stdout(text):
    hello("Ada")
assert text.getvalue() == "Hello, Ada!\n"
### END HIDDEN TESTS
# %% test redirect-stdout-of-several-lines
### BEGIN HIDDEN TESTS
text = io.StringIO()
with contextlib.redirect_stdout(text):
    pyramid(2)
    print("end")
assert text.getvalue().splitlines() == [" *", "***", "end"]
### END HIDDEN TESTS
# %% test stdout-replaced
### BEGIN HIDDEN TESTS
before, sys.stdout = sys.stdout, io.StringIO()
try:
    hello("Bo")
    said = sys.stdout.getvalue()
finally:
    sys.stdout = before
assert said.strip() == "Hello, Bo!"
### END HIDDEN TESTS
# %% test text-printed-by-a-generator
### BEGIN HIDDEN TESTS
text = io.StringIO()
with contextlib.redirect_stdout(text):
    found = list(progress(3))
assert found == [0, 1, 2] and text.getvalue() == "0 1 2 "
### END HIDDEN TESTS
# %% test warnings-recorded points=2
### BEGIN HIDDEN TESTS
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    assert old_area(3) == 9
assert [warning.category for warning in caught] == [DeprecationWarning]
assert "area" in str(caught[0].message)
### END HIDDEN TESTS
# %% test warning-as-an-error
### BEGIN HIDDEN TESTS
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try:
        old_area(1)
    except DeprecationWarning:
        pass
    else:
        raise AssertionError("no warning")
### END HIDDEN TESTS
# %% test unittest-assert-warns
### BEGIN HIDDEN TESTS
import unittest
with unittest.TestCase().assertWarns(DeprecationWarning):
    old_area(2)
### END HIDDEN TESTS
# %% test redirect-stderr
### BEGIN HIDDEN TESTS
text = io.StringIO()
with contextlib.redirect_stderr(text):
    complain()
assert text.getvalue() == "no disk\n"
### END HIDDEN TESTS
# %% test pytest-warns
### BEGIN HIDDEN TESTS
import pytest
with pytest.warns(DeprecationWarning, match="area"):
    assert old_area(4) == 16
### END HIDDEN TESTS
