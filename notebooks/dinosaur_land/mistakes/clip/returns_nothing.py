# Clips in place and forgets to return the dictionary.
# loses: test-clip-range test-clip-untouched test-clip-every-array
# message: without a return statement
def clip(gradients, maxValue):
    for name in gradients:
        np.clip(gradients[name], -maxValue, maxValue, out=gradients[name])
