package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.function.IntPredicate;

/**
 * The indices of the elements that are not zero, one column each, in row-major order. How many
 * there are depends on the data.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__NonZero.html">NonZero</a>
 */
record NonZero() implements Operator {

  @Override
  public void infer(InferContext c) {
    int rank = c.rank(0);
    // numpy, which the specification follows, treats a scalar as a vector of one element.
    Dim rows = rank < 0 ? Dim.UNKNOWN : Dim.of(Math.max(1, rank));
    c.output(0, ElementType.INT64, Shape.of(rows, Dim.UNKNOWN));
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int y = c.output(0);
    long[] dims = c.dims(0).length == 0 ? new long[] {1} : c.dims(0);
    int n = Math.toIntExact(Shape.elements(dims));
    c.provides(0);
    return f -> f.provide(y, indices(isNonZero(f.array(x), f.offset(x)), n, dims));
  }

  private static IntPredicate isNonZero(Object array, int at) {
    return switch (array) {
      case float[] a -> i -> a[at + i] != 0;
      case double[] a -> i -> a[at + i] != 0;
      case long[] a -> i -> a[at + i] != 0;
      case int[] a -> i -> a[at + i] != 0;
      case short[] a -> i -> (a[at + i] & 0x7FFF) != 0;
      case byte[] a -> i -> a[at + i] != 0;
      case String[] a -> i -> !a[at + i].isEmpty();
      default -> throw new IllegalArgumentException(array.getClass().toString());
    };
  }

  private static Tensor indices(IntPredicate isNonZero, int n, long[] dims) {
    int count = 0;
    for (int i = 0; i < n; i++) {
      count += isNonZero.test(i) ? 1 : 0;
    }
    long[] indices = new long[dims.length * count];
    int column = 0;
    for (int i = 0; i < n; i++) {
      if (isNonZero.test(i)) {
        long rest = i;
        for (int d = dims.length - 1; d >= 0; d--) {
          indices[d * count + column] = rest % dims[d];
          rest /= dims[d];
        }
        column++;
      }
    }
    return Tensor.of(indices, dims.length, count);
  }
}
