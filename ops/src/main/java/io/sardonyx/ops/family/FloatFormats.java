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
      case FLOAT8E4M3FN -> FloatFormat.FLOAT8E4M3FN;
      case FLOAT8E4M3FNUZ -> FloatFormat.FLOAT8E4M3FNUZ;
      case FLOAT8E5M2 -> FloatFormat.FLOAT8E5M2;
      case FLOAT8E5M2FNUZ -> FloatFormat.FLOAT8E5M2FNUZ;
      case FLOAT8E8M0 -> FloatFormat.FLOAT8E8M0;
      case FLOAT4E2M1 -> FloatFormat.FLOAT4E2M1;
      default -> null;
    };
  }
}
