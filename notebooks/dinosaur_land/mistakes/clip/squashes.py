# Squashes smoothly with tanh, which also changes small values.
# loses: test-clip-range test-clip-untouched test-clip-every-array
# message: squashed by tanh
def clip(gradients, maxValue):
    for name in ["dWaa", "dWax", "dWya", "db", "dby"]:
        gradients[name] = maxValue * np.tanh(gradients[name] / maxValue)
    return gradients
