package io.sardonyx.zoo.image;

/** The size that a picture is brought to before it is cropped. */
public sealed interface Resize {

  /** Keeps the size. */
  record None() implements Resize {}

  /**
   * Gives the shorter side a length and keeps the proportions, rounding down as torchvision does.
   *
   * @param size the shorter side's length
   */
  record ShorterSide(int size, Interpolation interpolation) implements Resize {
    public ShorterSide {
      requirePositive(size);
    }
  }

  /** Gives both sides a length. */
  record Exact(int width, int height, Interpolation interpolation) implements Resize {
    public Exact {
      requirePositive(width);
      requirePositive(height);
    }
  }

  private static void requirePositive(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("a size is " + size + "; expected 1 or more");
    }
  }
}
