package io.sardonyx.ops.matrix;

import io.sardonyx.ElementType;
import io.sardonyx.Storage;
import io.sardonyx.kernels.FloatFormat;
import io.sardonyx.ops.family.FloatFormats;
import io.sardonyx.ops.family.NumberAccess;

/**
 * Copies elements of one type into an array that is computed with (float, double or long), and
 * back. Integers that are written back keep their low bits.
 */
public final class Conversion {

  private final ElementType type;
  private final Storage storage;
  private final FloatFormat format;
  private final NumberAccess access;

  /** Between elements of {@code type} and arrays of {@code storage}. */
  public Conversion(ElementType type, Storage storage) {
    this.type = type;
    this.storage = storage;
    this.format = FloatFormats.of(type);
    this.access = NumberAccess.of(type);
  }

  /** Whether elements already lie as they are computed with. */
  public boolean isIdentity() {
    return switch (type) {
      case FLOAT -> storage == Storage.FLOATS;
      case DOUBLE -> storage == Storage.DOUBLES;
      case INT64, UINT64 -> storage == Storage.LONGS;
      default -> false;
    };
  }

  /** The type of the elements. */
  public ElementType type() {
    return type;
  }

  /** Copies {@code n} elements into an array to compute with. */
  public void read(Object from, int fromAt, Object to, int toAt, int n) {
    if (isIdentity()) {
      System.arraycopy(from, fromAt, to, toAt, n);
      return;
    }
    if (isHalf() && storage == Storage.FLOATS) {
      format.decode((short[]) from, fromAt, (float[]) to, toAt, n);
      return;
    }
    switch (to) {
      case float[] x -> {
        for (int i = 0; i < n; i++) {
          x[toAt + i] = (float) access.getDouble(from, fromAt + i);
        }
      }
      case double[] x -> {
        for (int i = 0; i < n; i++) {
          x[toAt + i] = access.getDouble(from, fromAt + i);
        }
      }
      case long[] x -> {
        for (int i = 0; i < n; i++) {
          x[toAt + i] = access.getLong(from, fromAt + i);
        }
      }
      default -> throw new IllegalArgumentException("cannot compute with " + storage);
    }
  }

  /** Copies {@code n} computed numbers into an array of elements. */
  public void write(Object from, int fromAt, Object to, int toAt, int n) {
    if (isIdentity()) {
      System.arraycopy(from, fromAt, to, toAt, n);
      return;
    }
    if (isHalf() && storage == Storage.FLOATS) {
      format.encode((float[]) from, fromAt, (short[]) to, toAt, n);
      return;
    }
    switch (from) {
      case float[] x -> {
        for (int i = 0; i < n; i++) {
          access.setDouble(to, toAt + i, x[fromAt + i]);
        }
      }
      case double[] x -> {
        for (int i = 0; i < n; i++) {
          access.setDouble(to, toAt + i, x[fromAt + i]);
        }
      }
      case long[] x -> {
        for (int i = 0; i < n; i++) {
          access.setLong(to, toAt + i, x[fromAt + i]);
        }
      }
      default -> throw new IllegalArgumentException("cannot compute with " + storage);
    }
  }

  private boolean isHalf() {
    return type == ElementType.FLOAT16 || type == ElementType.BFLOAT16;
  }
}
