# Gives np.clip its two limits in the wrong order, which makes every value -maxValue.
# loses: test-clip-range test-clip-untouched test-clip-every-array
# message: limits of np.clip are swapped
def clip(gradients, maxValue):
    for name in ("dWaa", "dWax", "dWya", "db", "dby"):
        np.clip(gradients[name], maxValue, -maxValue, out=gradients[name])
    return gradients
