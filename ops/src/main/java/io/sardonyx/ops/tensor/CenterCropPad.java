package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * The middle of the input, or the input in the middle of zeros, so that it gets given sizes.
 *
 * @param axes which axes get the sizes; null: all
 * @see <a href="https://onnx.ai/onnx/operators/onnx__CenterCropPad.html">CenterCropPad</a>
 */
record CenterCropPad(List<Long> axes) implements Operator {

  CenterCropPad(Attributes a) {
    this(LongLists.attribute(a, "axes"));
  }

  @Override
  public void infer(InferContext c) {
    int rank = c.rank(0);
    List<Dim> sizes = c.dims(1);
    if (rank < 0) {
      c.output(0, c.elementType(0), Shape.UNRANKED);
      return;
    }
    List<Long> chosen = axes == null ? LongLists.allAxes(rank) : axes;
    if (sizes != null && sizes.size() != chosen.size()) {
      throw c.error("input 1 has %d sizes; expected %d", sizes.size(), chosen.size());
    }
    List<Dim> dims = new ArrayList<>(c.shape(0).dims());
    int k = 0;
    for (int axis : LongLists.axes(c, chosen, rank)) {
      Dim size = sizes == null ? Dim.UNKNOWN : sizes.get(k++);
      if (size.isKnown() && size.size() < 0) {
        throw c.error("input 1 has the negative size %d", size.size());
      }
      dims.set(axis, size);
    }
    c.output(0, c.elementType(0), Shape.of(dims));
  }

  @Override
  public Step compile(CompileContext c) {
    long[] in = c.dims(0);
    long[] out = c.outputDims(0);
    long[] begin = new long[in.length];
    long[] end = new long[in.length];
    for (int d = 0; d < in.length; d++) {
      // Truncation leaves the odd element at the end, whether it is added or cut off.
      begin[d] = (out[d] - in[d]) / 2;
      end[d] = out[d] - in[d] - begin[d];
    }
    ElementType type = c.elementType(0);
    Object zero = type.storage().allocate(type.isComplex() ? 2 : 1);
    return new PaddedCopy(type, PaddedCopy.Mode.CONSTANT, in, begin, end)
        .step(c.input(0), c.output(0), -1, zero);
  }
}
