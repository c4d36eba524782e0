package io.sardonyx.ops.family;

import io.sardonyx.ElementType;
import io.sardonyx.Storage;
import io.sardonyx.runtime.spi.Frame;

/** The arithmetic in which an operator computes: its numbers are in arrays of {@link #storage}. */
public enum Arithmetic {
  /** For float, and all narrower floating-point types. */
  FLOATS(Storage.FLOATS, ElementType.FLOAT),
  /** For double. */
  DOUBLES(Storage.DOUBLES, ElementType.DOUBLE),
  /** For integers and bool; wraps around. */
  LONGS(Storage.LONGS, ElementType.INT64);

  private final Storage storage;
  private final ElementType elementType;

  Arithmetic(Storage storage, ElementType elementType) {
    this.storage = storage;
    this.elementType = elementType;
  }

  /** The arithmetic for elements of a type. */
  public static Arithmetic of(ElementType type) {
    if (type == ElementType.DOUBLE) {
      return DOUBLES;
    }
    return type.isFloat() ? FLOATS : LONGS;
  }

  /** What the arrays are. */
  public Storage storage() {
    return storage;
  }

  /** The element type whose elements need no conversion. */
  public ElementType elementType() {
    return elementType;
  }

  /** A worker's scratch array. */
  public Object scratch(Frame f, int worker) {
    return switch (this) {
      case FLOATS -> f.workerFloats(worker);
      case DOUBLES -> f.workerDoubles(worker);
      case LONGS -> f.workerLongs(worker);
    };
  }

  /** Number {@code i} of an array. */
  public double get(Object array, int i) {
    return switch (this) {
      case FLOATS -> ((float[]) array)[i];
      case DOUBLES -> ((double[]) array)[i];
      case LONGS -> ((long[]) array)[i];
    };
  }

  /** Sets number {@code i} of an array. */
  public void set(Object array, int i, double x) {
    switch (this) {
      case FLOATS -> ((float[]) array)[i] = (float) x;
      case DOUBLES -> ((double[]) array)[i] = x;
      case LONGS -> ((long[]) array)[i] = (long) x;
    }
  }
}
