# Rounds to one digit, because the printed numbers looked too long.
# loses: test-clip-range test-clip-untouched test-clip-every-array
# message: were rounded
def clip(gradients, maxValue):
    return {name: np.round(np.clip(g, -maxValue, maxValue), 1) for name, g in gradients.items()}
