package io.sardonyx.ops.family;

import io.sardonyx.ElementType;
import io.sardonyx.kernels.FloatFormat;

/** Tells in which format an element type stores its numbers. */
public final class FloatFormats {

  private FloatFormats() {}

  /** The format of a type that is computed as float; null for all other types. */
  public static FloatFormat of(ElementType type) {
    return switch (type) {
      case FLOAT16 -> FloatFormat.FLOAT16;
      case BFLOAT16 -> FloatFormat.BFLOAT16;
      default -> null;
    };
  }
}
