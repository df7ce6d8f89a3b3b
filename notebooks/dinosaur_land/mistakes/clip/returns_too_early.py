# The return stands inside the loop, so only the first array is clipped.
# loses: test-clip-range test-clip-every-array
# message: a return inside the loop
def clip(gradients, maxValue):
    for name in ["dWaa", "dWax", "dWya", "db", "dby"]:
        np.clip(gradients[name], -maxValue, maxValue, out=gradients[name])
        return gradients
