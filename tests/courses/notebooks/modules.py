# A module and a data file beside the notebook.
# %% code
import public_checks
from public_checks import *
from pathlib import Path
# %% locked temperatures
lines = Path("temperatures.csv").read_text().splitlines()
temperatures = {city: float(degrees) for city, degrees in (line.split(",") for line in lines)}
# %% solution functions
def warmest(temperatures):
    ### BEGIN SOLUTION
    return max(temperatures, key=temperatures.get)
    ### END SOLUTION

def to_fahrenheit(degrees):
    ### BEGIN SOLUTION
    return round_half(degrees * 9 / 5 + 32)
    ### END SOLUTION
# %% wrong functions
def warmest(temperatures):
    return min(temperatures, key=temperatures.get)

def to_fahrenheit(degrees):
    return degrees * 9 / 5 - 32
# %% test function-of-a-released-module points=2
check_city(warmest, "Cairo")
### BEGIN HIDDEN TESTS
assert public_checks.CITIES == 2
public_checks.check_city(lambda table: warmest({**table, "Aden": 50.0}), "Aden")
### END HIDDEN TESTS
# %% test data-of-the-instructor
### BEGIN HIDDEN TESTS
assert warmest(temperatures) == "Cairo"
### END HIDDEN TESTS
# %% test released-module-in-the-students-function
### BEGIN HIDDEN TESTS
assert to_fahrenheit(temperatures["Oslo"]) == 39.0
### END HIDDEN TESTS
# %% test module-imported-in-the-test
### BEGIN HIDDEN TESTS
from public_checks import round_half as rounded
assert to_fahrenheit(1) == rounded(33.8)
### END HIDDEN TESTS
# %% file public_checks.py
"""Checks for students."""

TABLE = {"Cairo": 35.5, "Oslo": 4.0}
CITIES = len(TABLE)


def round_half(number):
    return round(2 * number) / 2


def check_city(function, expected):
    found = function(dict(TABLE))
    assert found == expected, f"found {found}"
# %% file temperatures.csv
Cairo,35.5
Oslo,4.0
Lima,19.25
