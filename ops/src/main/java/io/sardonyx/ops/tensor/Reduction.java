package io.sardonyx.ops.tensor;

import io.sardonyx.ElementType;
import io.sardonyx.ops.family.Moves;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.runtime.spi.CompileContext;

/** What ScatterElements and ScatterND do with an update and the element that is there. */
enum Reduction {
  NONE,
  ADD,
  MUL,
  MAX,
  MIN;

  /** Applies updates one after the other. */
  @FunctionalInterface
  interface Updates {

    /**
     * Applies {@code count} runs of {@code run} array elements that lie one after the other.
     *
     * @param from the updates, from {@code fromAt} on
     * @param to what they are applied to, from {@code toAt} on
     * @param offsets for every run where it goes, counted from {@code toAt}
     */
    void apply(Object from, int fromAt, int count, int run, Object to, int toAt, int[] offsets);
  }

  /** How to apply updates of an element type; offsets count array elements. */
  Updates updates(CompileContext c, ElementType type) {
    if (this == NONE) {
      return Moves::scatter;
    }
    if (type == ElementType.STRING || (type.isComplex() && (this == MAX || this == MIN))) {
      throw c.error("cannot reduce %s elements with '%s'", type, name().toLowerCase());
    }
    return (from, fromAt, count, run, to, toAt, offsets) -> {
      for (int i = 0; i < count; i++) {
        reduce(type, from, fromAt + i * run, to, toAt + offsets[i], run);
      }
    };
  }

  /** Applies {@code n} neighbouring array elements to as many others. */
  void reduce(ElementType type, Object from, int fromAt, Object to, int toAt, int n) {
    switch (type) {
      case FLOAT -> reduce((float[]) from, fromAt, (float[]) to, toAt, n);
      case DOUBLE -> reduce((double[]) from, fromAt, (double[]) to, toAt, n);
      case INT64 -> reduce((long[]) from, fromAt, (long[]) to, toAt, n);
      case INT32 -> reduce((int[]) from, fromAt, (int[]) to, toAt, n);
      case COMPLEX64, COMPLEX128 -> reduceComplex(type, from, fromAt, to, toAt, n);
      case UINT64 -> reduceUnsigned((long[]) from, fromAt, (long[]) to, toAt, n);
      default -> reduceAny(NumberAccess.of(type), type, from, fromAt, to, toAt, n);
    }
  }

  private void reduce(float[] x, int xAt, float[] y, int yAt, int n) {
    switch (this) {
      case ADD -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] += x[xAt + i];
        }
      }
      case MUL -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] *= x[xAt + i];
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = (float) of((double) y[yAt + i], x[xAt + i]);
        }
      }
    }
  }

  private void reduce(double[] x, int xAt, double[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = of(y[yAt + i], x[xAt + i]);
    }
  }

  private void reduce(long[] x, int xAt, long[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = of(y[yAt + i], x[xAt + i]);
    }
  }

  private void reduce(int[] x, int xAt, int[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = (int) of((long) y[yAt + i], x[xAt + i]);
    }
  }

  private void reduceUnsigned(long[] x, int xAt, long[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      // With the sign bit flipped, signed order is unsigned order.
      y[yAt + i] =
          this == MAX || this == MIN
              ? of(y[yAt + i] ^ Long.MIN_VALUE, x[xAt + i] ^ Long.MIN_VALUE) ^ Long.MIN_VALUE
              : of(y[yAt + i], x[xAt + i]);
    }
  }

  private void reduceAny(
      NumberAccess numbers, ElementType type, Object x, int xAt, Object y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      if (type.isFloat()) {
        numbers.setDouble(
            y, yAt + i, of(numbers.getDouble(y, yAt + i), numbers.getDouble(x, xAt + i)));
      } else {
        numbers.setLong(y, yAt + i, of(numbers.getLong(y, yAt + i), numbers.getLong(x, xAt + i)));
      }
    }
  }

  private void reduceComplex(ElementType type, Object x, int xAt, Object y, int yAt, int n) {
    NumberAccess parts =
        NumberAccess.of(type == ElementType.COMPLEX64 ? ElementType.FLOAT : ElementType.DOUBLE);
    for (int i = 0; i < n; i += 2) {
      double a = parts.getDouble(y, yAt + i);
      double b = parts.getDouble(y, yAt + i + 1);
      double u = parts.getDouble(x, xAt + i);
      double v = parts.getDouble(x, xAt + i + 1);
      parts.setDouble(y, yAt + i, this == ADD ? a + u : a * u - b * v);
      parts.setDouble(y, yAt + i + 1, this == ADD ? b + v : a * v + b * u);
    }
  }

  private double of(double a, double b) {
    return switch (this) {
      case ADD -> a + b;
      case MUL -> a * b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
      case NONE -> b;
    };
  }

  private long of(long a, long b) {
    return switch (this) {
      case ADD -> a + b;
      case MUL -> a * b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
      case NONE -> b;
    };
  }
}
