package io.sardonyx.ops.nn.pool;

import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.ops.nn.conv.Window;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.Step;
import java.util.List;

/** Max pooling that also tells where in the whole input each maximum lies. */
final class IndexedMaxPool {

  private IndexedMaxPool() {}

  static Step step(CompileContext c, PoolShape shape, boolean columnMajor) {
    int x = c.input(0);
    int y = c.output(0);
    int indices = c.output(1);
    int pixels = shape.outPixels();
    int[] table = new int[shape.taps() * pixels];
    shape.table(1).fill(0, pixels, table, pixels);
    int[] order = columnMajor ? columnMajor(shape.windows()) : null;
    NumberAccess numbers = NumberAccess.of(c.elementType(0));
    int planes = shape.batch() * shape.channels();
    return f ->
        f.parallel(
            planes,
            (g, plane, worker) -> {
              for (int p = 0; p < pixels; p++) {
                int base = plane * shape.inPixels();
                int at = largest(g, x, base, table, p, pixels, numbers);
                int out = plane * pixels + p;
                double value =
                    at < 0
                        ? Double.NEGATIVE_INFINITY
                        : numbers.getDouble(g.array(x), g.offset(x) + base + at);
                if (y >= 0) {
                  numbers.setDouble(g.array(y), g.offset(y) + out, value);
                }
                g.longs(indices)[g.offset(indices) + out] =
                    base + (at < 0 ? 0 : order == null ? at : order[at]);
              }
            });
  }

  /** The input pixel of the largest number; the first of equal ones. */
  private static int largest(
      Frame f, int x, int base, int[] table, int p, int stride, NumberAccess numbers) {
    int found = -1;
    double largest = 0;
    for (int t = p; t < table.length; t += stride) {
      if (table[t] < 0) {
        continue;
      }
      double v = numbers.getDouble(f.array(x), f.offset(x) + base + table[t]);
      if (found < 0 || v > largest || (Double.isNaN(v) && !Double.isNaN(largest))) {
        found = table[t];
        largest = v;
      }
    }
    return found;
  }

  /** For every pixel in row-major order its number in column-major order. */
  private static int[] columnMajor(List<Window> windows) {
    int pixels = 1;
    for (Window w : windows) {
      pixels *= w.input();
    }
    int[] order = new int[pixels];
    for (int p = 0; p < pixels; p++) {
      int rest = p;
      int number = 0;
      int scale = pixels;
      for (int d = windows.size() - 1; d >= 0; d--) {
        int size = windows.get(d).input();
        scale /= size;
        number += rest % size * scale;
        rest /= size;
      }
      order[p] = number;
    }
    return order;
  }
}
