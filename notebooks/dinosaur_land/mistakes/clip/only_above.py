# Thinks that clipping means an upper limit: large negative values stay.
# loses: test-clip-range test-clip-every-array
# message: did you clip only from above
def clip(gradients, maxValue):
    for name in ["dWaa", "dWax", "dWya", "db", "dby"]:
        gradients[name] = np.minimum(gradients[name], maxValue)
    return gradients
