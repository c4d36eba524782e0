package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.ops.family.StridedCopy;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The input repeated along its dimensions.
 *
 * @param oneAxis whether the inputs are a number of copies and the axis, as in version 1, and not
 *     the number of copies for every axis
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Tile.html">Tile</a>
 */
record Tile(boolean oneAxis) implements Operator {

  /** Longest vector whose contents are followed. */
  private static final int MAX_CONTENTS = 1024;

  @Override
  public void infer(InferContext c) {
    Shape input = c.shape(0);
    List<Dim> repeats = oneAxis ? repeatsOfOneAxis(c) : c.dims(1);
    if (!input.isRanked()) {
      c.output(0, c.elementType(0), Shape.UNRANKED);
      return;
    }
    if (repeats == null) {
      c.output(0, c.elementType(0), Shape.ofRank(input.rank()));
      return;
    }
    if (repeats.size() != input.rank()) {
      throw c.error("input 1 has %d repeats; expected %d", repeats.size(), input.rank());
    }
    List<Dim> dims = new ArrayList<>(input.rank());
    for (int d = 0; d < input.rank(); d++) {
      if (repeats.get(d).isKnown() && repeats.get(d).size() < 0) {
        throw c.error("input 1 has the negative number of repeats %s", repeats.get(d));
      }
      dims.add(input.dim(d).times(repeats.get(d)));
    }
    Shape shape = Shape.of(dims);
    c.output(0, c.elementType(0), shape);
    c.outputDims(0, contents(c, shape));
  }

  private static List<Dim> repeatsOfOneAxis(InferContext c) {
    Tensor tiles = c.value(1);
    Tensor axis = c.value(2);
    if (tiles == null || axis == null || c.rank(0) < 0) {
      return null;
    }
    List<Dim> repeats = new ArrayList<>(Collections.nCopies(c.rank(0), Dim.of(1)));
    repeats.set(c.axis(single(c, axis), c.rank(0)), Dim.of(single(c, tiles)));
    return repeats;
  }

  private static long single(InferContext c, Tensor tensor) {
    if (tensor.size() != 1) {
      throw c.error(
          "the number of copies or the axis has %d elements; expected one", tensor.size());
    }
    return NumberAccess.of(tensor.elementType()).getLong(tensor.array(), tensor.offset());
  }

  private static List<Dim> contents(InferContext c, Shape shape) {
    List<Dim> contents = c.contents(0);
    if (contents == null
        || !shape.isKnown()
        || shape.rank() > 1
        || shape.elements() > MAX_CONTENTS) {
      return null;
    }
    List<Dim> tiled = new ArrayList<>();
    while (tiled.size() < shape.elements()) {
      tiled.addAll(contents);
    }
    return tiled;
  }

  @Override
  public Step compile(CompileContext c) {
    long[] in = c.dims(0);
    long[] out = c.outputDims(0);
    long[] strides = StridedCopy.strides(in);
    long[] sizes = new long[2 * in.length];
    long[] repeated = new long[sizes.length];
    for (int d = 0; d < in.length; d++) {
      sizes[2 * d] = in[d] == 0 ? 0 : out[d] / in[d];
      sizes[2 * d + 1] = in[d];
      repeated[2 * d + 1] = strides[d];
    }
    return StridedCopy.toWhole(c.elementType(0), sizes, repeated, 0).compile(c, 0, 0);
  }
}
