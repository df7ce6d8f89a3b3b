# Sets outliers to the limit of the other side.
# loses: test-clip-range test-clip-every-array
# message: the limit of the other side
def clip(gradients, maxValue):
    result = {}
    for name, g in gradients.items():
        g = g.copy()
        too_large = g > maxValue
        too_small = g < -maxValue
        g[too_large] = -maxValue
        g[too_small] = maxValue
        result[name] = g
    return result
