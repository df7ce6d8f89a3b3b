# Sets outliers in place with Boolean masks; the second comparison includes the limit.
def clip(gradients, maxValue):
    for g in gradients.values():
        g[g > maxValue] = maxValue
        g[g <= -maxValue] = -maxValue
    return gradients
