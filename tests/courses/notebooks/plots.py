# Figures and axes.
# %% code
import matplotlib.pyplot as plt
import numpy as np
# %% solution plots
def draw(values):
    "Return the axes of a line with the labels day and rain."
    ### BEGIN SOLUTION
    figure, axes = plt.subplots()
    axes.plot(values, color="green")
    axes.set_xlabel("day")
    axes.set_ylabel("rain")
    return axes
    ### END SOLUTION

def draw_bars(names, heights):
    "Draw bars with a title into the current axes."
    ### BEGIN SOLUTION
    plt.bar(names, heights)
    plt.title("Heights")
    ### END SOLUTION
# %% wrong plots
def draw(values):
    figure, axes = plt.subplots()
    axes.plot(values[1:])
    axes.set_xlabel("x")
    return axes

def draw_bars(names, heights):
    plt.barh(names, heights[:1])
# %% test axes-returned points=2
### BEGIN HIDDEN TESTS
axes = draw([1, 5, 2])
assert axes.get_xlabel() == "day" and axes.get_ylabel() == "rain"
### END HIDDEN TESTS
# %% test line-of-the-axes
### BEGIN HIDDEN TESTS
(line,) = draw([1, 5, 2]).get_lines()
assert list(line.get_ydata()) == [1, 5, 2]
### END HIDDEN TESTS
# %% test current-axes protected=no
### BEGIN HIDDEN TESTS
plt.figure()
draw_bars(["a", "b"], [3, 4])
axes = plt.gca()
assert axes.get_title() == "Heights"
assert [bar.get_height() for bar in axes.patches] == [3, 4]
plt.close("all")
### END HIDDEN TESTS
# %% test axes-passed protected=no
### BEGIN HIDDEN TESTS
figure, axes = plt.subplots()
plt.sca(axes)
draw_bars(["a"], [1])
assert len(axes.patches) == 1 and axes.get_title()
plt.close(figure)
### END HIDDEN TESTS
# %% solution curve
# Draw the sine into the axes `axes` of a figure `figure`.
### BEGIN SOLUTION
figure, axes = plt.subplots()
x = np.linspace(0, 6, 30)
axes.plot(x, np.sin(x))
### END SOLUTION
# %% wrong curve
figure, axes = plt.subplots()
axes.plot(np.linspace(0, 6, 30), np.cos(np.linspace(0, 6, 30)))
# %% test axes-in-a-variable
### BEGIN HIDDEN TESTS
found = axes.get_lines()[0]
np.testing.assert_allclose(found.get_ydata(), np.sin(found.get_xdata()))
### END HIDDEN TESTS
