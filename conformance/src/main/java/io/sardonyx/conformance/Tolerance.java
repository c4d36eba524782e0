package io.sardonyx.conformance;

/** How far a number may be from the reference. Infinities and NaN have to match. */
public sealed interface Tolerance {

  /** What ONNX's own runner allows: |got - expected| at most atol + rtol * |expected|. */
  record Relative(double rtol, double atol) implements Tolerance {
    @Override
    public double allowed(double expected, double largest) {
      return atol + rtol * Math.abs(expected);
    }
  }

  /** |got - expected| at most epsilon times the largest number of the whole reference tensor. */
  record Scaled(double epsilon) implements Tolerance {
    @Override
    public double allowed(double expected, double largest) {
      return epsilon * largest;
    }
  }

  /** ONNX's default. */
  Tolerance UPSTREAM = new Relative(1e-3, 1e-7);

  /**
   * The largest allowed difference from {@code expected}.
   *
   * @param largest the largest finite magnitude in the reference tensor
   */
  double allowed(double expected, double largest);
}
