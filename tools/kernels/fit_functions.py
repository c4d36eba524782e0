#!/usr/bin/env python3
"""Fits the polynomials and quotients of the class VectorMath, and prints their coefficients.

    tools/kernels/fit_functions.py

Least squares on Chebyshev nodes, reweighted by the errors until they level out (Lawson's algorithm),
which comes near the minimax solution. Errors are relative to the function. Needs numpy and mpmath.
"""
import mpmath as mp
import numpy as np

mp.mp.dps = 40


def nodes(a, b, n):
    k = np.arange(n)
    return (a + b) / 2 + (b - a) / 2 * np.cos((2 * k + 1) * np.pi / (2 * n))


def solve(columns, target, weight):
    matrix = np.stack(columns, 1) * weight[:, None]
    scale = np.abs(matrix).max(0)
    solution, *_ = np.linalg.lstsq(matrix / scale, target * weight, rcond=None)
    return solution / scale


def samples(f, x):
    return np.array([float(f(mp.mpf(float(v)))) for v in x])


def fit(f, a, b, numerator, denominator, weight):
    """Minimises weight * |P / Q - f| on [a, b]; P has so many coefficients, Q = 1 + x (...) too."""
    x = nodes(a, b, 1500)
    values = samples(f, x)
    importance = samples(weight, x)
    w = np.ones_like(x)
    q = np.ones_like(x)
    best = None
    for _ in range(400):
        columns = [x**p for p in range(numerator)]
        columns += [-values * x**p for p in range(1, denominator + 1)]
        c = solve(columns, values, importance * np.sqrt(w) / q)
        q = 1 + sum(ci * x ** (p + 1) for p, ci in enumerate(c[numerator:]))
        p_values = sum(ci * x**p for p, ci in enumerate(c[:numerator]))
        error = np.abs(p_values / q - values) * importance
        if best is None or error.max() < best[0]:
            best = (error.max(), c[:numerator], c[numerator:])
        w *= error + 1e-30
        w /= w.sum()
    return best


def show(name, f, a, b, numerator, denominator, weight):
    error, p, q = fit(f, a, b, numerator, denominator, weight)
    print(f"{name}: largest error {error:.3g}")
    print("    P", ", ".join(f"{str(np.float32(v))}f" for v in p))
    if len(q):
        print("    Q 1f,", ", ".join(f"{str(np.float32(v))}f" for v in q))


def main():
    half = float(mp.log(2)) / 2 * 1.001
    show(
        "(e^r - 1 - r) / r^2",
        lambda r: (mp.exp(r) - 1 - r) / r**2 if abs(r) > 1e-6 else 0.5 + r / 6,
        -half, half, 5, 0,
        lambda r: r**2 / mp.exp(r),
    )
    root = float(mp.sqrt(2))
    show(
        "(log(1 + f) - f + f^2 / 2) / f^3",
        lambda f: (mp.log(1 + f) - f + f**2 / 2) / f**3 if abs(f) > 1e-4 else 1 / mp.mpf(3) - f / 4,
        1 / root - 1, root - 1, 8, 0,
        lambda f: abs(f**3 / mp.log(1 + f)) if f else mp.mpf(0),
    )
    show(
        "(2 artanh(u) - 2u) / u^3 by u^2",
        lambda v: 2 * (mp.atanh(mp.sqrt(v)) - mp.sqrt(v)) / mp.sqrt(v) ** 3,
        0, 1 / 9 * 1.001, 4, 0,
        lambda v: mp.sqrt(v) ** 3 / (2 * mp.atanh(mp.sqrt(v))),
    )
    eighth = float(mp.pi / 4 * 1.01) ** 2
    show(
        "(sin x - x) / x^3 by x^2",
        lambda v: (mp.sin(mp.sqrt(v)) - mp.sqrt(v)) / mp.sqrt(v) ** 3,
        0, eighth, 4, 0,
        lambda v: mp.sqrt(v) ** 3 / mp.sin(mp.sqrt(v)),
    )
    show(
        "(cos x - 1 + x^2 / 2) / x^4 by x^2",
        lambda v: (mp.cos(mp.sqrt(v)) - 1 + v / 2) / v**2,
        0, eighth, 3, 0,
        lambda v: v**2 / mp.cos(mp.sqrt(v)),
    )
    for name, f, limit, numerator, denominator in (
        ("tanh", mp.tanh, 9.0, 5, 4),
        ("erf", mp.erf, 3.92, 6, 5),
    ):
        show(
            f"{name}(x) / x by x^2",
            lambda v: f(mp.sqrt(v)) / mp.sqrt(v),
            0, limit**2, numerator, denominator,
            lambda v: mp.sqrt(v) / f(mp.sqrt(v)),
        )


if __name__ == "__main__":
    main()
