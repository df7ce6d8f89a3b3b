# Magics, IPython and await in test cells.
# %% code
%matplotlib inline
import asyncio
# %% solution functions
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

async def later(x):
    ### BEGIN SOLUTION
    await asyncio.sleep(0)
    return x + 1
    ### END SOLUTION
# %% wrong functions
def double(x):
    return x**2

async def later(x):
    return x
# %% test get-ipython
### BEGIN HIDDEN TESTS
get_ipython().run_line_magic("precision", "3")
assert double(3) == 6
### END HIDDEN TESTS
# %% test value-of-user-ns protected=no
### BEGIN HIDDEN TESTS
assert get_ipython().user_ns["double"](4) == 8
### END HIDDEN TESTS
# %% test cell-magic-time
%%time
### BEGIN HIDDEN TESTS
assert double(5) == 10
### END HIDDEN TESTS
# %% test line-magic-time
%time double(1)
### BEGIN HIDDEN TESTS
assert double(0.5) == 1
### END HIDDEN TESTS
# %% test line-magic-matplotlib
%matplotlib inline
### BEGIN HIDDEN TESTS
assert double("ab") == "abab"
### END HIDDEN TESTS
# %% test line-magic-autoreload
%load_ext autoreload
%autoreload 0
assert double([1]) == [1, 1]
# %% test line-magic-config
%config InlineBackend.figure_format = "png"
assert double(-2) == -4
# %% test line-magic-timeit protected=no
### BEGIN HIDDEN TESTS
timing = %timeit -n 1 -r 1 -q -o double(1)
assert timing.loops == 1 and double(6) == 12
### END HIDDEN TESTS
# %% test cell-magic-capture
%%capture said
assert double(7) == 14
print("done")
# %% test system-command protected=no
### BEGIN HIDDEN TESTS
lines = !echo two
assert lines == ["two"] and double(8) == 16
### END HIDDEN TESTS
# %% test await protected=no
### BEGIN HIDDEN TESTS
assert await later(4) == 5
### END HIDDEN TESTS
# %% test asynchronous-function-run
### BEGIN HIDDEN TESTS
found = later(1)
try:
    found.send(None)
    found.send(None)
except StopIteration as end:
    assert end.value == 2
else:
    raise AssertionError
### END HIDDEN TESTS
