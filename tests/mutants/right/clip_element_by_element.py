# Plain Python loops over rows and columns.
def clip(gradients, maxValue):
    for name in gradients:
        rows, columns = gradients[name].shape
        for i in range(rows):
            for j in range(columns):
                gradients[name][i, j] = max(-maxValue, min(maxValue, gradients[name][i, j]))
    return gradients
