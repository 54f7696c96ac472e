"""What gradient descent does with a target at a learning rate: predicted, and measured beside it."""
