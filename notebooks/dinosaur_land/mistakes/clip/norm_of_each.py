# Clips by the norm of each array: shrinks a whole array instead of single elements.
# loses: test-clip-range test-clip-untouched test-clip-every-array
# message: shrunk by its norm
def clip(gradients, maxValue):
    for name in ["dWaa", "dWax", "dWya", "db", "dby"]:
        norm = np.linalg.norm(gradients[name])
        if norm > maxValue:
            gradients[name] = gradients[name] * maxValue / norm
    return gradients
