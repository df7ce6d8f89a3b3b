# Compares absolute values and keeps them: every sign is lost.
# loses: test-clip-range test-clip-untouched test-clip-every-array
# message: signs are lost
def clip(gradients, maxValue):
    for name in ["dWaa", "dWax", "dWya", "db", "dby"]:
        gradients[name] = np.minimum(np.abs(gradients[name]), maxValue)
    return gradients
