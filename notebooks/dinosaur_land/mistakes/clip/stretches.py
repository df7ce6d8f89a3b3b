# Rescales each array so that its largest value becomes maxValue, also when all are small.
# loses: test-clip-range test-clip-untouched test-clip-every-array
# message: rescaled so that its largest value is maxValue
def clip(gradients, maxValue):
    for k in gradients:
        gradients[k] = gradients[k] / np.abs(gradients[k]).max() * maxValue
    return gradients
