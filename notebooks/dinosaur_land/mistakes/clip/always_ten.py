# Copies the limit 10 from the example and ignores maxValue.
# loses: test-clip-range test-clip-untouched test-clip-every-array
# message: the limit was 10, but maxValue is
def clip(gradients, maxValue):
    for name in ("dWaa", "dWax", "dWya", "db", "dby"):
        np.clip(gradients[name], -10, 10, out=gradients[name])
    return gradients
