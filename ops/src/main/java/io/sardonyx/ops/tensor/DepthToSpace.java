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
 * Moves channels of [N,C,H,W] into blocks of pixels.
 *
 * @param block height and width of a block
 * @param mode which part of a channel's number tells the place in the block
 * @see <a href="https://onnx.ai/onnx/operators/onnx__DepthToSpace.html">DepthToSpace</a>
 */
record DepthToSpace(int block, Mode mode) implements Operator {

  /** How a channel's number is composed, the most significant part first. */
  enum Mode {
    /** Place in the block, then depth. */
    DCR,
    /** Depth, then place in the block. */
    CRD
  }

  DepthToSpace(Attributes a) {
    this(a.intValue("blocksize"), a.has("mode") ? a.choice("mode", Mode.class) : Mode.DCR);
  }

  @Override
  public void infer(InferContext c) {
    Shape shape = SpaceToDepth.requirePicture(c, block);
    if (!shape.isRanked()) {
      c.output(0, c.elementType(0), Shape.ofRank(4));
      return;
    }
    long places = Math.multiplyExact((long) block, block);
    Dim channels = shape.dim(1);
    if (channels.isKnown() && channels.size() % places != 0) {
      throw c.error(
          "the input has %s channels; expected a multiple of blocksize * blocksize = %d",
          channels, places);
    }
    Dim size = Dim.of(block);
    c.output(
        0,
        c.elementType(0),
        Shape.of(
            shape.dim(0),
            channels.map(n -> n / places),
            shape.dim(2).times(size),
            shape.dim(3).times(size)));
  }

  @Override
  public Step compile(CompileContext c) {
    long[] in = c.dims(0);
    long depth = in[1] / block / block;
    long pixels = in[2] * in[3];
    long ofDepth = mode == Mode.DCR ? pixels : pixels * block * block;
    long ofColumn = mode == Mode.DCR ? pixels * depth : pixels;
    long[] sizes = {in[0], depth, in[2], block, in[3], block};
    long[] strides = {in[1] * pixels, ofDepth, in[3], ofColumn * block, 1, ofColumn};
    return StridedCopy.toWhole(c.elementType(0), sizes, strides, 0).compile(c, 0, 0);
  }
}
