package io.sardonyx.ops.logical;

import io.sardonyx.Storage;
import io.sardonyx.ops.family.Alignment;
import io.sardonyx.ops.family.Codec;
import io.sardonyx.ops.family.Elementwise;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * The bits of the first input, which has no sign, moved by as many places as the second says. Bits
 * that leave are lost, zeros take their place.
 *
 * @param direction where to
 * @see <a href="https://onnx.ai/onnx/operators/onnx__BitShift.html">BitShift</a>
 */
record BitShift(Direction direction) implements Operator {

  /** Where bits move. */
  enum Direction {
    LEFT,
    RIGHT
  }

  BitShift(Attributes a) {
    this(a.choice("direction", Direction.class));
  }

  @Override
  public void infer(InferContext c) {
    c.output(0, c.elementType(0), Alignment.NUMPY.shape(c));
  }

  @Override
  public Step compile(CompileContext c) {
    Codec codec = Codec.of(c.elementType(0), Storage.LONGS);
    return Elementwise.binary(
        c,
        Alignment.NUMPY.walk(c),
        codec,
        codec,
        codec,
        false,
        Ranges.COSTLY,
        (x, xAt, xStep, y, yAt, yStep, z, zAt, n) -> {
          long[] bits = (long[]) x;
          long[] places = (long[]) y;
          long[] to = (long[]) z;
          for (int i = 0; i < n; i++) {
            to[zAt + i] = shifted(bits[xAt + i], places[yAt + i]);
          }
        });
  }

  private long shifted(long bits, long places) {
    if (places < 0 || places >= Long.SIZE) {
      return 0;
    }
    return direction == Direction.LEFT ? bits << places : bits >>> places;
  }
}
