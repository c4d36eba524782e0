package io.sardonyx.zoo.image;

/**
 * How a picture is resized; the filters of Pillow. All but {@link #NEAREST} widen with the factor
 * of reduction, so that nothing is skipped ("antialiasing").
 *
 * @see <a href="https://pillow.readthedocs.io/en/stable/handbook/concepts.html#filters">filters</a>
 */
public enum Interpolation {
  /** The pixel in whose area the new pixel's centre lies. */
  NEAREST(0),
  /** The mean of the area. */
  BOX(0.5),
  /** The triangle filter; torchvision's default. */
  BILINEAR(1),
  /** A Hamming window: as fast as bilinear and sharper. */
  HAMMING(1),
  /** Keys' cubic with a = -0.5. */
  BICUBIC(2),
  /** Lanczos' windowed sinc with three lobes. */
  LANCZOS(3);

  private final double support;

  Interpolation(double support) {
    this.support = support;
  }

  /** The distance from which on the weight is zero. */
  double support() {
    return support;
  }

  /** The weight of a pixel at distance {@code t}, before normalisation. */
  double weight(double t) {
    double d = Math.abs(t);
    return switch (this) {
      case NEAREST -> throw new IllegalStateException("NEAREST has no weights");
      case BOX -> t > -0.5 && t <= 0.5 ? 1 : 0;
      case BILINEAR -> d < 1 ? 1 - d : 0;
      case HAMMING -> d < 1 ? sinc(d) * (0.54 + 0.46 * Math.cos(Math.PI * d)) : 0;
      case BICUBIC -> cubic(d);
      case LANCZOS -> t >= -3 && t < 3 ? sinc(t) * sinc(t / 3) : 0;
    };
  }

  private static double cubic(double d) {
    double a = -0.5;
    if (d < 1) {
      return ((a + 2) * d - (a + 3)) * d * d + 1;
    }
    return d < 2 ? (((d - 5) * d + 8) * d - 4) * a : 0;
  }

  private static double sinc(double t) {
    return t == 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t);
  }
}
