package io.sardonyx.ops.text;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Strings of two tensors joined in pairs; shapes are broadcast.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__StringConcat.html">StringConcat</a>
 */
record StringConcat() implements Operator {

  @Override
  public void infer(InferContext c) {
    Shape a = c.shape(0);
    Shape b = c.shape(1);
    if (!a.isRanked() || !b.isRanked()) {
      c.output(0, ElementType.STRING, Shape.UNRANKED);
      return;
    }
    int rank = Math.max(a.rank(), b.rank());
    List<Dim> dims = new ArrayList<>();
    for (int d = 0; d < rank; d++) {
      Dim x = d < rank - a.rank() ? Dim.of(1) : a.dim(d - rank + a.rank());
      Dim y = d < rank - b.rank() ? Dim.of(1) : b.dim(d - rank + b.rank());
      if (x.isKnown() && y.isKnown() && x.size() != y.size() && !x.is(1) && !y.is(1)) {
        throw c.error("its inputs have shapes %s and %s, which cannot be broadcast", a, b);
      }
      dims.add(broadcast(x, y));
    }
    c.output(0, ElementType.STRING, Shape.of(dims));
  }

  private static Dim broadcast(Dim x, Dim y) {
    if (x.is(1) || x.equals(y)) {
      return y;
    }
    if (y.is(1) || (x.isKnown() && !y.isKnown())) {
      return x;
    }
    return y.isKnown() ? y : Dim.UNKNOWN;
  }

  @Override
  public Step compile(CompileContext c) {
    int a = c.input(0);
    int b = c.input(1);
    int y = c.output(0);
    long[] out = c.outputDims(0);
    int n = Math.toIntExact(Shape.elements(out));
    int[] ofA = indices(c.dims(0), out, n);
    int[] ofB = indices(c.dims(1), out, n);
    return f -> {
      String[] as = f.strings(a);
      String[] bs = f.strings(b);
      for (int i = 0; i < n; i++) {
        f.strings(y)[f.offset(y) + i] = as[f.offset(a) + ofA[i]].concat(bs[f.offset(b) + ofB[i]]);
      }
    };
  }

  /** For every element of the output the index of the input's element. */
  private static int[] indices(long[] dims, long[] out, int n) {
    int[] indices = new int[n];
    for (int i = 0; i < n; i++) {
      int rest = i;
      int stride = 1;
      for (int d = out.length - 1; d >= 0; d--) {
        int from = d - out.length + dims.length;
        int at = (int) (rest % out[d]);
        rest /= (int) out[d];
        if (from >= 0) {
          indices[i] += dims[from] == 1 ? 0 : at * stride;
          stride *= (int) dims[from];
        }
      }
    }
    return indices;
  }
}
