package io.sardonyx.ops.family;

import io.sardonyx.ElementType;
import io.sardonyx.runtime.spi.Frame;

/** Reads ranges of elements of a numeric type as doubles. */
@FunctionalInterface
public interface DoubleReader {

  /** Reads {@code n} elements of a slot, from element {@code from} on. */
  void read(Frame f, int slot, int from, double[] to, int toAt, int n);

  /**
   * The reader for a type.
   *
   * @throws IllegalArgumentException for strings, complex numbers and packed types
   */
  static DoubleReader of(ElementType type) {
    return switch (type) {
      case FLOAT ->
          (f, slot, from, to, toAt, n) -> {
            float[] x = f.floats(slot);
            int at = f.offset(slot) + from;
            for (int i = 0; i < n; i++) {
              to[toAt + i] = x[at + i];
            }
          };
      case DOUBLE ->
          (f, slot, from, to, toAt, n) ->
              System.arraycopy(f.doubles(slot), f.offset(slot) + from, to, toAt, n);
      default -> {
        if (type.isPacked()) {
          throw new IllegalArgumentException(type + " is packed");
        }
        NumberAccess access = NumberAccess.of(type);
        yield (f, slot, from, to, toAt, n) -> {
          Object x = f.array(slot);
          int at = f.offset(slot) + from;
          for (int i = 0; i < n; i++) {
            to[toAt + i] = access.getDouble(x, at + i);
          }
        };
      }
    };
  }
}
