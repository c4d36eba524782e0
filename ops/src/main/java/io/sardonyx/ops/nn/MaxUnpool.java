package io.sardonyx.ops.nn;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.Storage;
import io.sardonyx.ops.family.Indices;
import io.sardonyx.ops.family.Moves;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.ops.family.Strides;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts the maxima that MaxPool found back where it found them; everything else is zero. Indices
 * count the elements of the tensor that the attributes lead to; an output shape that is larger has
 * that tensor at the beginning of every axis.
 *
 * @param kernel the pooling's window
 * @param pads its padding at the beginning of every axis, then at the end; null: 0
 * @param strides its strides; null: 1
 * @see <a href="https://onnx.ai/onnx/operators/onnx__MaxUnpool.html">MaxUnpool</a>
 */
@SuppressWarnings("ArrayRecordComponent") // read by this class alone
record MaxUnpool(long[] kernel, long[] pads, long[] strides) implements Operator {

  MaxUnpool(Attributes a) {
    this(a.integers("kernel_shape"), a.integersOrNull("pads"), a.integersOrNull("strides"));
  }

  @Override
  public void infer(InferContext c) {
    Shape x = c.shape(0);
    Shape indices = c.shape(1);
    if (x.isKnown() && indices.isKnown() && !x.equals(indices)) {
      throw c.error("the indices have shape %s; expected the input's %s", indices, x);
    }
    int rank = kernel.length + 2;
    if (x.isRanked() && x.rank() != rank) {
      throw c.error("the input has shape %s; expected rank %d", x, rank);
    }
    if ((pads != null && pads.length != 2 * kernel.length)
        || (strides != null && strides.length != kernel.length)) {
      throw c.error(
          "pads %s and strides %s do not fit a kernel of %d axes",
          Arrays.toString(pads), Arrays.toString(strides), kernel.length);
    }
    Shape pooled = x.isRanked() ? pooled(x) : Shape.ofRank(rank);
    c.output(0, c.elementType(0), c.hasInput(2) ? wanted(c, pooled) : pooled);
  }

  /** The shape of what was pooled, as far as the attributes tell. */
  private Shape pooled(Shape x) {
    List<Dim> dims = new ArrayList<>(x.dims().subList(0, 2));
    for (int d = 0; d < kernel.length; d++) {
      long stride = strides == null ? 1 : strides[d];
      long pad = pads == null ? 0 : pads[d] + pads[d + kernel.length];
      long window = kernel[d];
      dims.add(
          x.dim(d + 2).map(n -> Math.addExact(Math.multiplyExact(n - 1, stride), window - pad)));
    }
    return Shape.of(dims);
  }

  private static Shape wanted(InferContext c, Shape pooled) {
    List<Dim> dims = c.dims(2);
    if (dims == null) {
      return Shape.ofRank(pooled.rank());
    }
    boolean fits = dims.size() == pooled.rank();
    for (int d = 0; fits && d < dims.size(); d++) {
      Dim least = pooled.dim(d);
      fits = !dims.get(d).isKnown() || dims.get(d).size() >= (least.isKnown() ? least.size() : 0);
    }
    if (!fits) {
      throw c.error("the output shape is %s; expected at least %s", dims, pooled);
    }
    return Shape.of(dims);
  }

  @Override
  public Step compile(CompileContext c) {
    long[] pooled = pooled(c.shape(0)).sizes();
    int[] outStrides = Strides.of(c.outputDims(0));
    boolean isSame = Arrays.equals(pooled, c.outputDims(0));
    int length = Strides.product(c.outputDims(0), 0, pooled.length);
    int count = Math.toIntExact(c.shape(0).elements());
    int range = Strides.product(pooled, 0, pooled.length);
    int x = c.input(0);
    int indices = c.input(1);
    int y = c.output(0);
    c.workerScratch(Storage.INTS, Ranges.COSTLY);
    return f -> {
      Moves.clear(f.array(y), f.offset(y), length);
      int[] offsets = f.workerInts(0);
      for (int at = 0; at < count; at += Ranges.COSTLY) {
        int n = Math.min(Ranges.COSTLY, count - at);
        for (int i = 0; i < n; i++) {
          int index = index(f, f.longs(indices)[f.offset(indices) + at + i], range);
          offsets[i] = isSame ? index : moved(index, pooled, outStrides);
        }
        Moves.put(f.array(x), f.offset(x) + at, 1, n, f.array(y), f.offset(y), offsets);
      }
    };
  }

  private static int index(Frame f, long index, int range) {
    if (index < 0 || index >= range) {
      throw Indices.outOfRange(f, index, 0, range);
    }
    return (int) index;
  }

  /** Where an element of the pooled tensor is in the larger output. */
  private static int moved(int index, long[] pooled, int[] outStrides) {
    int offset = 0;
    for (int d = pooled.length - 1; d >= 0; d--) {
      offset += index % (int) pooled[d] * outStrides[d];
      index /= (int) pooled[d];
    }
    return offset;
  }
}
