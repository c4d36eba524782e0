package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.StridedCopy;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * Moves blocks of pixels of [N,C,H,W] into channels: the place in the block becomes the more
 * significant part of the channel's number.
 *
 * @param block height and width of a block
 * @see <a href="https://onnx.ai/onnx/operators/onnx__SpaceToDepth.html">SpaceToDepth</a>
 */
record SpaceToDepth(int block) implements Operator {

  SpaceToDepth(Attributes a) {
    this(a.intValue("blocksize"));
  }

  @Override
  public void infer(InferContext c) {
    Shape shape = requirePicture(c, block);
    if (!shape.isRanked()) {
      c.output(0, c.elementType(0), Shape.ofRank(4));
      return;
    }
    for (int d = 2; d < 4; d++) {
      if (shape.dim(d).isKnown() && shape.dim(d).size() % block != 0) {
        throw c.error(
            "the input has shape %s; expected multiples of blocksize %d in dimensions 2 and 3",
            shape, block);
      }
    }
    Dim places = Dim.of(Math.multiplyExact((long) block, block));
    c.output(
        0,
        c.elementType(0),
        Shape.of(
            shape.dim(0),
            shape.dim(1).times(places),
            shape.dim(2).map(n -> n / block),
            shape.dim(3).map(n -> n / block)));
  }

  /** The shape of input 0, after a check that it is of rank 4, and that there are blocks. */
  static Shape requirePicture(InferContext c, int block) {
    if (block < 1) {
      throw c.error("blocksize is %d; expected 1 or more", block);
    }
    if (c.rank(0) >= 0 && c.rank(0) != 4) {
      throw c.error("input 0 has shape %s; expected [N,C,H,W]", c.shape(0));
    }
    return c.shape(0);
  }

  @Override
  public Step compile(CompileContext c) {
    long[] in = c.dims(0);
    long width = in[3];
    long pixels = in[2] * width;
    long[] sizes = {in[0], block, block, in[1], in[2] / block, width / block};
    long[] strides = {in[1] * pixels, width, 1, pixels, width * block, block};
    return StridedCopy.toWhole(c.elementType(0), sizes, strides, 0).compile(c, 0, 0);
  }
}
