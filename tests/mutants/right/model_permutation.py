# Shuffles with np.random.permutation, which gives the same order, and keeps parameters by name.
def model(data, ix_to_char, char_to_ix, num_iterations=35000, n_a=50, dino_names=7, vocab_size=27):
    parameters = initialize_parameters(n_a, vocab_size, vocab_size)
    loss = get_initial_loss(vocab_size, dino_names)
    names = [name.strip() for name in data.lower().split("\n") if name.strip()]
    np.random.seed(0)
    examples = [names[i] for i in np.random.permutation(len(names))]
    a_prev = np.zeros([n_a, 1])
    for j in progress(num_iterations):
        quotient, remainder = divmod(j, len(examples))
        letters = [char_to_ix[character] for character in examples[remainder]]
        X, Y = [None] + letters, letters + [char_to_ix["\n"]]
        current_loss, gradients, a_prev = optimize(
            X=X, Y=Y, a_prev=a_prev, parameters=parameters, learning_rate=1e-2
        )
        loss = smooth(loss, current_loss)
        if j % 2000 == 0:
            print("Iteration: %d, Loss: %f" % (j, loss) + "\n")
            for seed in range(dino_names):
                print_sample(sample(parameters, char_to_ix, seed), ix_to_char)
            print("\n")
    return parameters
