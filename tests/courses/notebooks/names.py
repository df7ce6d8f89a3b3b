# Tests that ask whether a name exists.
# %% solution speed
# Assign the speed of light in km/s, and define `to_miles`.
### BEGIN SOLUTION
light_speed = 299_792

def to_miles(km):
    return 0.6214 * km
### END SOLUTION
# %% wrong speed
speed_of_light = 299_792
# %% test name-in-dir
### BEGIN HIDDEN TESTS
assert "light_speed" in dir()
### END HIDDEN TESTS
# %% test name-in-globals
### BEGIN HIDDEN TESTS
assert "light_speed" in globals() and "darkness" not in globals()
### END HIDDEN TESTS
# %% test value-from-globals
### BEGIN HIDDEN TESTS
assert globals()["light_speed"] == 299_792
assert callable(globals().get("to_miles"))
### END HIDDEN TESTS
# %% test name-in-locals
### BEGIN HIDDEN TESTS
assert "to_miles" in locals() and "to_miles" in vars()
### END HIDDEN TESTS
# %% test name-error-caught
try:
    light_speed
except NameError:
    raise AssertionError("assign light_speed first") from None
assert light_speed > 200_000
# %% test name-evaluated protected=no
### BEGIN HIDDEN TESTS
assert eval("light_speed") == 299_792
for name in ("light_speed", "to_miles"):
    assert name in globals(), f"{name} is missing"
### END HIDDEN TESTS
