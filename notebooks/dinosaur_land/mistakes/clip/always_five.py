# Has heard that the course clips at 5 and writes that number down.
# loses: test-clip-range test-clip-untouched test-clip-every-array
# message: the limit was 5, but maxValue is
def clip(gradients, maxValue):
    maxValue = 5
    return {k: np.clip(v, -maxValue, maxValue) for k, v in gradients.items()}
