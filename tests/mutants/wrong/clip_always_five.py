# Has heard that the course clips at 5 and writes that number down.
# loses: test-clip-range test-clip-untouched test-clip-every-array
def clip(gradients, maxValue):
    maxValue = 5
    return {k: np.clip(v, -maxValue, maxValue) for k, v in gradients.items()}
