"""Learning Dynamics of Deep Linear Networks Beyond the Edge of Stability.

A. Ghosh, S. M. Kwon, R. Wang, S. Ravishankar, Q. Qu, ICLR 2025 (arXiv 2502.20531). One module
a statement, named by its slug, and one a figure.

Notation: depth L >= 2, target M* with singular values sigma_1 >= ... >= sigma_r > 0, loss
f = ||W_L ... W_1 - M*||_F^2 / 2, gradient descent with a fixed learning rate eta, sharpness of the
balanced minimum S_i = L sigma_i^(2 - 2/L), normalised learning rate kappa_i = eta S_i.
"""

MODULES = (
    "svs_invariance",
    "loss_reduction",
    "gf_conservation",
    "gap_recursion",
    "gap_decay",
    "hessian_balanced",
    "flattest_minimum",
    "rank_p_orbit",
    "diagonal_orbit",
    "period_doubling",
    "eos_depth_and_task",
    "top_features",
    "nonlinear_eos",
)
"""The statement modules, in the order of the paper."""
