# Dates, decimal numbers and fractions.
# %% code
import datetime as dt
from decimal import Decimal
from fractions import Fraction
# %% solution dates
def next_monday(day):
    ### BEGIN SOLUTION
    return day + dt.timedelta(days=7 - day.weekday())
    ### END SOLUTION

def meeting(day, hour):
    ### BEGIN SOLUTION
    return dt.datetime.combine(day, dt.time(hour, 30))
    ### END SOLUTION

def length(start, end):
    ### BEGIN SOLUTION
    return end - start
    ### END SOLUTION
# %% wrong dates
def next_monday(day):
    return (day + dt.timedelta(days=7)).isoformat()

def meeting(day, hour):
    return dt.datetime.combine(day, dt.time(hour))

def length(start, end):
    return (end - start).seconds
# %% test date
### BEGIN HIDDEN TESTS
assert next_monday(dt.date(2024, 5, 1)) == dt.date(2024, 5, 6)
### END HIDDEN TESTS
# %% test datetime
### BEGIN HIDDEN TESTS
found = meeting(dt.date(2024, 5, 6), 9)
assert (found.hour, found.minute) == (9, 30)
assert found == dt.datetime(2024, 5, 6, 9, 30)
### END HIDDEN TESTS
# %% test timedelta
### BEGIN HIDDEN TESTS
assert length(dt.datetime(2024, 1, 1), dt.datetime(2024, 1, 3)) == dt.timedelta(days=2)
### END HIDDEN TESTS
# %% solution money
def with_tax(price):
    "Add 7 per cent and round to cents."
    ### BEGIN SOLUTION
    return (price * Decimal("1.07")).quantize(Decimal("0.01"))
    ### END SOLUTION
# %% wrong money
def with_tax(price):
    return round(float(price) * 1.07, 3)
# %% test decimal
### BEGIN HIDDEN TESTS
assert with_tax(Decimal("9.99")) == Decimal("10.69")
assert str(with_tax(Decimal("10"))) == "10.70"
### END HIDDEN TESTS
# %% solution harmonic
def harmonic(n):
    ### BEGIN SOLUTION
    return sum(Fraction(1, k) for k in range(1, n + 1))
    ### END SOLUTION
# %% solved harmonic
def harmonic(n):
    total = Fraction(0)
    while n > 0:
        total, n = total + Fraction(1, n), n - 1
    return total
# %% wrong harmonic
def harmonic(n):
    return sum(1 / k for k in range(1, n + 1))
# %% test fraction
assert harmonic(1) == 1
### BEGIN HIDDEN TESTS
assert harmonic(4) == Fraction(25, 12)
assert harmonic(3).denominator == 6
### END HIDDEN TESTS
