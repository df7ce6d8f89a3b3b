# Turns the result into whole numbers.
# loses: test-clip-range test-clip-untouched test-clip-every-array
# message: turned into whole numbers
def clip(gradients, maxValue):
    for name in ["dWaa", "dWax", "dWya", "db", "dby"]:
        gradients[name] = np.clip(gradients[name], -maxValue, maxValue).astype(int)
    return gradients
