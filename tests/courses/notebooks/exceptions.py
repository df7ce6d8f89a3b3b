# Exceptions of a student's function, and the ways to test them.
# %% code
import unittest
import numpy as np
# %% solution exceptions
def root(x):
    "Return the square root; ValueError with the number for a negative one."
    ### BEGIN SOLUTION
    if x < 0:
        raise ValueError(f"{x} is negative")
    return x**0.5
    ### END SOLUTION

def price(menu, dish):
    "Return the price; KeyError for a dish that is not on the menu."
    ### BEGIN SOLUTION
    return menu[dish]
    ### END SOLUTION

class TooHot(ValueError):
    "Has the temperature as attribute `degrees`."
    ### BEGIN SOLUTION
    def __init__(self, degrees):
        super().__init__(f"{degrees} degrees are too hot")
        self.degrees = degrees
    ### END SOLUTION

def bathe(degrees):
    ### BEGIN SOLUTION
    if degrees > 40:
        raise TooHot(degrees)
    return "ah"
    ### END SOLUTION

def read_number(text):
    "Return the number; TypeError, with the ValueError as its cause, for another text."
    ### BEGIN SOLUTION
    try:
        return int(text)
    except ValueError as error:
        raise TypeError("not a number") from error
    ### END SOLUTION
# %% wrong exceptions
def root(x):
    if x < 0:
        raise RuntimeError("wrong input")
    return x**0.5

def price(menu, dish):
    return menu.get(dish)

class TooHot(ValueError):
    pass

def bathe(degrees):
    if degrees > 40:
        raise ValueError("hot")
    return "ah"

def read_number(text):
    raise TypeError("a number")
# %% test text-of-an-exception points=2
try:
    root(-4)
except ValueError as error:
    ### BEGIN HIDDEN TESTS
    assert "-4" in str(error)
    ### END HIDDEN TESTS
    pass
else:
    raise AssertionError("root(-4) raises no ValueError")
# %% test arguments-of-an-exception
### BEGIN HIDDEN TESTS
try:
    price({}, "soup")
except KeyError as error:
    assert error.args == ("soup",)
else:
    raise AssertionError("there is no soup")
### END HIDDEN TESTS
# %% test unittest-assert-raises
### BEGIN HIDDEN TESTS
case = unittest.TestCase()
case.assertRaises(ValueError, root, -1)
with case.assertRaises(KeyError):
    price({"tea": 2}, "soup")
### END HIDDEN TESTS
# %% test unittest-assert-raises-regex
### BEGIN HIDDEN TESTS
with unittest.TestCase().assertRaisesRegex(ValueError, r"-2.*negative"):
    root(-2)
### END HIDDEN TESTS
# %% test numpy-assert-raises
### BEGIN HIDDEN TESTS
np.testing.assert_raises(ValueError, root, -9.0)
### END HIDDEN TESTS
# %% test pytest-raises
### BEGIN HIDDEN TESTS
import pytest
with pytest.raises(ValueError, match="negative") as caught:
    root(-3)
assert caught.type is ValueError
### END HIDDEN TESTS
# %% test attribute-of-an-exception
### BEGIN HIDDEN TESTS
try:
    bathe(60)
except TooHot as error:
    assert error.degrees == 60
else:
    raise AssertionError("60 degrees are too hot")
### END HIDDEN TESTS
# %% test exception-class-in-assert-raises
### BEGIN HIDDEN TESTS
assert issubclass(TooHot, ValueError)
with unittest.TestCase().assertRaises(TooHot):
    bathe(41)
### END HIDDEN TESTS
# %% test base-class-of-an-exception
### BEGIN HIDDEN TESTS
try:
    bathe(99)
except ValueError as error:
    assert type(error).__name__ == "TooHot"
### END HIDDEN TESTS
# %% test cause-of-an-exception protected=no
### BEGIN HIDDEN TESTS
assert read_number("7") == 7
try:
    read_number("seven")
except TypeError as error:
    assert isinstance(error.__cause__, ValueError)
### END HIDDEN TESTS
# %% test warning-for-an-exception-that-does-not-come
### BEGIN HIDDEN TESTS
try:
    assert price({"tea": 2}, "tea") == 2
    price({"tea": 2}, "Tea")
except KeyError:
    came = True
else:
    came = False
assert came
### END HIDDEN TESTS
