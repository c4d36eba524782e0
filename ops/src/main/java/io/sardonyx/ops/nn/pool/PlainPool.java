package io.sardonyx.ops.nn.pool;

import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.Step;

/** Pooling of plain tensors of any type, one plane after the other. */
final class PlainPool {

  private final PoolShape shape;
  private final PoolKind kind;
  private final int[] table;
  private final float[] averages;
  private final NumberAccess numbers;

  private PlainPool(CompileContext c, PoolShape shape, PoolKind kind, boolean includePadding) {
    this.shape = shape;
    this.kind = kind;
    this.table = new int[shape.taps() * shape.outPixels()];
    shape.table(1).fill(0, shape.outPixels(), table, shape.outPixels());
    this.averages = kind instanceof PoolKind.Average ? shape.averages(includePadding) : null;
    this.numbers = NumberAccess.of(c.elementType(0));
  }

  static Step step(CompileContext c, PoolShape shape, PoolKind kind, boolean includePadding) {
    PlainPool pool = new PlainPool(c, shape, kind, includePadding);
    int x = c.input(0);
    int y = c.output(0);
    int planes = shape.batch() * shape.channels();
    return f -> f.parallel(planes, (g, plane, worker) -> pool.plane(g, x, y, plane));
  }

  private void plane(Frame f, int x, int y, int plane) {
    int in = f.offset(x) + plane * shape.inPixels();
    int out = f.offset(y) + plane * shape.outPixels();
    if (f.array(x) instanceof float[] a) {
      float[] b = f.floats(y);
      for (int p = 0; p < shape.outPixels(); p++) {
        b[out + p] = (float) pixel(a, in, p);
      }
      return;
    }
    for (int p = 0; p < shape.outPixels(); p++) {
      numbers.setDouble(f.array(y), out + p, pixel(f.array(x), in, p));
    }
  }

  private double pixel(Object x, int in, int p) {
    return switch (kind) {
      case PoolKind.Max() -> {
        double largest = Double.NEGATIVE_INFINITY;
        for (int t = p; t < table.length; t += shape.outPixels()) {
          largest = table[t] < 0 ? largest : Math.max(largest, number(x, in + table[t]));
        }
        yield largest;
      }
      case PoolKind.Average() -> {
        double sum = 0;
        for (int t = p; t < table.length; t += shape.outPixels()) {
          sum += table[t] < 0 ? 0 : number(x, in + table[t]);
        }
        yield sum * averages[p];
      }
      case PoolKind.Lp(double exponent) -> {
        double sum = 0;
        for (int t = p; t < table.length; t += shape.outPixels()) {
          sum += table[t] < 0 ? 0 : Math.pow(Math.abs(number(x, in + table[t])), exponent);
        }
        yield Math.pow(sum, 1 / exponent);
      }
    };
  }

  private double number(Object x, int i) {
    return x instanceof float[] a ? a[i] : numbers.getDouble(x, i);
  }
}
