package io.sardonyx.ops.nn.pool;

import io.sardonyx.ElementType;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.Step;
import java.util.Arrays;

/** Pooling of plain tensors of any type, one plane after the other. */
final class PlainPool {

  /** Pools one plane. */
  @FunctionalInterface
  private interface Plane {
    void pool(Frame f, int x, int in, int y, int out);
  }

  private final PoolShape shape;
  private final float[] averages;
  private final NumberAccess numbers;

  /** Positions within a plane of the taps of all pixels, one pixel's after the other's. */
  private final int[] taps;

  /** Where each pixel's taps begin, and where the last one's end. */
  private final int[] starts;

  private PlainPool(CompileContext c, PoolShape shape, PoolKind kind, boolean includePadding) {
    this.shape = shape;
    this.averages = kind instanceof PoolKind.Average ? shape.averages(includePadding) : null;
    this.numbers = NumberAccess.of(c.elementType(0));
    int pixels = shape.outPixels();
    int[] table = new int[shape.taps() * pixels];
    shape.table(1).fill(0, pixels, table, pixels);
    int[] inside = new int[table.length];
    starts = new int[pixels + 1];
    int count = 0;
    for (int p = 0; p < pixels; p++) {
      for (int t = p; t < table.length; t += pixels) {
        if (table[t] >= 0) {
          inside[count++] = table[t];
        }
      }
      starts[p + 1] = count;
    }
    taps = Arrays.copyOf(inside, count);
  }

  static Step step(CompileContext c, PoolShape shape, PoolKind kind, boolean includePadding) {
    PlainPool pool = new PlainPool(c, shape, kind, includePadding);
    int x = c.input(0);
    int y = c.output(0);
    int planes = shape.batch() * shape.channels();
    boolean isFloat = c.elementType(0) == ElementType.FLOAT;
    Plane plane =
        switch (kind) {
          case PoolKind.Max() -> isFloat ? pool::maxOfFloats : pool::max;
          case PoolKind.Average() -> isFloat ? pool::averageOfFloats : pool::average;
          case PoolKind.Lp(double exponent) ->
              (f, from, in, to, out) -> pool.lp(f, from, in, to, out, exponent);
        };
    return f ->
        f.parallel(
            planes,
            (g, i, worker) -> {
              int in = g.offset(x) + i * shape.inPixels();
              plane.pool(g, x, in, y, g.offset(y) + i * shape.outPixels());
            });
  }

  private void maxOfFloats(Frame f, int x, int in, int y, int out) {
    float[] a = f.floats(x);
    float[] b = f.floats(y);
    for (int p = 0; p < shape.outPixels(); p++) {
      float largest = Float.NEGATIVE_INFINITY;
      for (int t = starts[p]; t < starts[p + 1]; t++) {
        largest = Math.max(largest, a[in + taps[t]]);
      }
      b[out + p] = largest;
    }
  }

  private void averageOfFloats(Frame f, int x, int in, int y, int out) {
    float[] a = f.floats(x);
    float[] b = f.floats(y);
    for (int p = 0; p < shape.outPixels(); p++) {
      double sum = 0;
      for (int t = starts[p]; t < starts[p + 1]; t++) {
        sum += a[in + taps[t]];
      }
      b[out + p] = (float) (sum * averages[p]);
    }
  }

  private void max(Frame f, int x, int in, int y, int out) {
    for (int p = 0; p < shape.outPixels(); p++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int t = starts[p]; t < starts[p + 1]; t++) {
        largest = Math.max(largest, numbers.getDouble(f.array(x), in + taps[t]));
      }
      numbers.setDouble(f.array(y), out + p, largest);
    }
  }

  private void average(Frame f, int x, int in, int y, int out) {
    for (int p = 0; p < shape.outPixels(); p++) {
      double sum = 0;
      for (int t = starts[p]; t < starts[p + 1]; t++) {
        sum += numbers.getDouble(f.array(x), in + taps[t]);
      }
      numbers.setDouble(f.array(y), out + p, sum * averages[p]);
    }
  }

  private void lp(Frame f, int x, int in, int y, int out, double exponent) {
    for (int p = 0; p < shape.outPixels(); p++) {
      double sum = 0;
      for (int t = starts[p]; t < starts[p + 1]; t++) {
        sum += Math.pow(Math.abs(numbers.getDouble(f.array(x), in + taps[t])), exponent);
      }
      numbers.setDouble(f.array(y), out + p, Math.pow(sum, 1 / exponent));
    }
  }
}
