package io.sardonyx.ops.tensor;

import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Storage;
import io.sardonyx.ops.family.Copies;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * The input's bits taken as numbers of another type of the same width; a view where both are stored
 * alike.
 *
 * @param to the type
 * @see <a href="https://onnx.ai/onnx/operators/onnx__BitCast.html">BitCast</a>
 */
record BitCast(ElementType to) implements Operator {

  BitCast(Attributes a) {
    this(ElementType.ofCode(a.intValue("to")));
  }

  @Override
  public void infer(InferContext c) {
    ElementType from = c.elementType(0);
    if (from == ElementType.STRING || to == ElementType.STRING || from.bits() != to.bits()) {
      throw c.error("cannot take the bits of %s as %s; expected types of one width", from, to);
    }
    c.output(0, to, c.shape(0));
  }

  @Override
  public Step compile(CompileContext c) {
    ElementType from = c.elementType(0);
    if (to == ElementType.BOOL && from != ElementType.BOOL) {
      return toBool(c);
    }
    if (from.storage() == to.storage()) {
      return Copies.view(c);
    }
    int x = c.input(0);
    int y = c.output(0);
    // The first of a complex64's two floats is the lower half of its 64 bits.
    boolean wide = from.bits() == 64;
    return Ranges.step(
        Shape.elements(c.dims(0)),
        Ranges.CHEAP,
        (f, i, end, w) -> {
          int xAt = f.offset(x);
          int yAt = f.offset(y);
          for (; i < end; i++) {
            if (wide) {
              setLong(f.array(y), yAt, i, getLong(f.array(x), xAt, i));
            } else if (to.storage() == Storage.FLOATS) {
              f.floats(y)[yAt + i] = Float.intBitsToFloat(f.ints(x)[xAt + i]);
            } else {
              f.ints(y)[yAt + i] = Float.floatToRawIntBits(f.floats(x)[xAt + i]);
            }
          }
        });
  }

  private static long getLong(Object array, int at, int i) {
    return switch (array) {
      case double[] a -> Double.doubleToRawLongBits(a[at + i]);
      case float[] a ->
          (Float.floatToRawIntBits(a[at + 2 * i]) & 0xFFFFFFFFL)
              | (long) Float.floatToRawIntBits(a[at + 2 * i + 1]) << 32;
      default -> ((long[]) array)[at + i];
    };
  }

  private static void setLong(Object array, int at, int i, long bits) {
    switch (array) {
      case double[] a -> a[at + i] = Double.longBitsToDouble(bits);
      case float[] a -> {
        a[at + 2 * i] = Float.intBitsToFloat((int) bits);
        a[at + 2 * i + 1] = Float.intBitsToFloat((int) (bits >>> 32));
      }
      default -> ((long[]) array)[at + i] = bits;
    }
  }

  /** A stored bool is 0 or 1, so that other bits have to become 1. */
  private static Step toBool(CompileContext c) {
    int x = c.input(0);
    int y = c.output(0);
    return Ranges.step(
        Shape.elements(c.dims(0)),
        Ranges.CHEAP,
        (f, i, end, w) -> {
          for (; i < end; i++) {
            f.bytes(y)[f.offset(y) + i] = (byte) (f.bytes(x)[f.offset(x) + i] != 0 ? 1 : 0);
          }
        });
  }
}
