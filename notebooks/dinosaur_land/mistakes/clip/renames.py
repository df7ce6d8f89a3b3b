# Returns the arrays under the parameters' names, without the d.
# loses: test-clip-range test-clip-untouched test-clip-every-array
# message: lost their d
def clip(gradients, maxValue):
    clipped = {}
    for name in ["Waa", "Wax", "Wya", "b", "by"]:
        clipped[name] = np.clip(gradients["d" + name], -maxValue, maxValue)
    return clipped
