# Throws values outside the range away: they become 0 instead of the limit.
# loses: test-clip-range test-clip-every-array
# message: became 0 instead of the limit
def clip(gradients, maxValue):
    for name in ["dWaa", "dWax", "dWya", "db", "dby"]:
        g = gradients[name]
        g[np.abs(g) > maxValue] = 0
    return gradients
