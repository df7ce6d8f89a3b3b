# Returns the biases as flat arrays instead of columns.
# loses: test-clip-every-array
# message: such as ravel or flatten
def clip(gradients, maxValue):
    clipped = {}
    for name, gradient in gradients.items():
        if name in ("db", "dby"):
            gradient = gradient.ravel()
        clipped[name] = np.clip(gradient, -maxValue, maxValue)
    return clipped
