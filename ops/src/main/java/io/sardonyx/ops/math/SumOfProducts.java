package io.sardonyx.ops.math;

import io.sardonyx.ops.family.Ranges;
import io.sardonyx.ops.matrix.Operands;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.Step;
import java.util.Arrays;

/**
 * For every index of the kept labels, the sum over the other labels of the products of one or two
 * operands: plain loops for any strides. Sums of floats are taken in double precision.
 */
final class SumOfProducts {

  private final StridedView x;
  private final StridedView y;
  private final int[] dims;
  private final int[] xKept;
  private final int[] yKept;

  /** Offsets in the operands for all indices of the summed labels but the last one. */
  private final int[] xSummed;

  private final int[] ySummed;
  private final int inner;
  private final int xInner;
  private final int yInner;

  /**
   * Prepares the loops.
   *
   * @param y the second operand, or null
   * @param kept labels of the result, in order
   * @param dims sizes of the result
   * @param summed labels to sum over
   */
  SumOfProducts(StridedView x, StridedView y, int[] kept, int[] dims, int[] summed) {
    this.x = x;
    this.y = y;
    this.dims = dims;
    this.xKept = x.strides(kept);
    this.yKept = y == null ? new int[kept.length] : y.strides(kept);
    int last = summed.length == 0 ? 0 : summed[summed.length - 1];
    int[] outer = summed.length == 0 ? summed : Arrays.copyOf(summed, summed.length - 1);
    this.inner = summed.length == 0 ? 1 : size(last);
    this.xInner = x.stride(last);
    this.yInner = y == null ? 0 : y.stride(last);
    this.xSummed = offsets(x, outer);
    this.ySummed = y == null ? new int[xSummed.length] : offsets(y, outer);
  }

  private int size(int label) {
    return x.has(label) || y == null ? x.dim(label) : y.dim(label);
  }

  private int[] offsets(StridedView v, int[] labels) {
    int count = 1;
    for (int label : labels) {
      count = Math.multiplyExact(count, size(label));
    }
    int[] offsets = new int[count];
    for (int i = 0; i < count; i++) {
      int rest = i;
      for (int d = labels.length - 1; d >= 0; d--) {
        offsets[i] += rest % size(labels[d]) * v.stride(labels[d]);
        rest /= size(labels[d]);
      }
    }
    return offsets;
  }

  /** The step that writes the sums, densely, into a slot. */
  Step step(Operands o, int to) {
    int a = x.slot(o);
    int b = y == null ? -1 : y.slot(o);
    long length = 1;
    for (int d : dims) {
      length = Math.multiplyExact(length, d);
    }
    int work = Math.max(1, xSummed.length * inner);
    return Ranges.step(
        length,
        Math.max(1, Ranges.CHEAP / work),
        (f, from, end, w) -> {
          for (int i = from; i < end; i++) {
            element(f, a, b, to, i);
          }
        });
  }

  private void element(Frame f, int a, int b, int to, int index) {
    int xAt = f.offset(a);
    int yAt = b < 0 ? 0 : f.offset(b);
    int rest = index;
    for (int d = dims.length - 1; d >= 0; d--) {
      int i = rest % dims[d];
      rest /= dims[d];
      xAt += i * xKept[d];
      yAt += i * yKept[d];
    }
    Object second = b < 0 ? null : f.array(b);
    int at = f.offset(to) + index;
    switch (f.array(a)) {
      case float[] u -> f.floats(to)[at] = (float) sum(u, xAt, (float[]) second, yAt);
      case double[] u -> f.doubles(to)[at] = sum(u, xAt, (double[]) second, yAt);
      case long[] u -> f.longs(to)[at] = sum(u, xAt, (long[]) second, yAt);
      default -> throw new IllegalArgumentException(f.array(a).getClass().toString());
    }
  }

  private double sum(float[] u, int xAt, float[] v, int yAt) {
    double sum = 0;
    for (int s = 0; s < xSummed.length; s++) {
      int i = xAt + xSummed[s];
      int j = yAt + ySummed[s];
      for (int q = 0; q < inner; q++) {
        sum += v == null ? u[i + q * xInner] : (double) u[i + q * xInner] * v[j + q * yInner];
      }
    }
    return sum;
  }

  private double sum(double[] u, int xAt, double[] v, int yAt) {
    double sum = 0;
    for (int s = 0; s < xSummed.length; s++) {
      int i = xAt + xSummed[s];
      int j = yAt + ySummed[s];
      for (int q = 0; q < inner; q++) {
        sum += v == null ? u[i + q * xInner] : u[i + q * xInner] * v[j + q * yInner];
      }
    }
    return sum;
  }

  private long sum(long[] u, int xAt, long[] v, int yAt) {
    long sum = 0;
    for (int s = 0; s < xSummed.length; s++) {
      int i = xAt + xSummed[s];
      int j = yAt + ySummed[s];
      for (int q = 0; q < inner; q++) {
        sum += v == null ? u[i + q * xInner] : u[i + q * xInner] * v[j + q * yInner];
      }
    }
    return sum;
  }
}
