# Clips by one norm over all five arrays together.
# loses: test-clip-range test-clip-untouched test-clip-every-array
# message: shrunk by one norm
def clip(gradients, maxValue):
    total = np.sqrt(sum((g ** 2).sum() for g in gradients.values()))
    factor = min(1, maxValue / total)
    return {name: g * factor for name, g in gradients.items()}
