package io.sardonyx.ops.tensor;

import io.sardonyx.ElementType;
import io.sardonyx.Storage;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Step;

/**
 * Resizes elements of any number type, each by itself, in double precision: the general way, for
 * types and layouts that have none of their own. Integers are rounded, ties to even, and kept in
 * their type's range.
 */
final class ResizeDirect {

  private final ResizeGrid grid;
  private final ElementType type;
  private final NumberAccess numbers;

  private ResizeDirect(ResizeGrid grid, ElementType type) {
    this.grid = grid;
    this.type = type;
    this.numbers = NumberAccess.of(type);
  }

  static Step step(CompileContext c, ResizeGrid grid, int x, int y) {
    ElementType type =
        switch (c.elementType(0)) {
          case COMPLEX64 -> ElementType.FLOAT;
          case COMPLEX128 -> ElementType.DOUBLE;
          default -> c.elementType(0);
        };
    ResizeDirect direct = new ResizeDirect(grid, type);
    int columns = grid.last().out();
    int pixels = Math.multiplyExact(grid.rows(), columns);
    int last = grid.axes().length - 1;
    c.workerScratch(Storage.INTS, last + 1);
    return Ranges.step(
        pixels,
        Math.max(1, Ranges.COSTLY / grid.length()),
        (f, from, to, worker) -> {
          int[] place = f.workerInts(worker);
          for (int p = from; p < to; p++) {
            int target = f.offset(y) + direct.locate(p, place);
            for (int i = 0; i < grid.length(); i++) {
              double value = direct.value(f.array(x), place, 0, f.offset(x) + i);
              direct.set(f.array(y), target + i, value);
            }
          }
        });
  }

  /** Sets a pixel's indices, and gives its place in the output. */
  private int locate(int pixel, int[] place) {
    int at = 0;
    for (int d = grid.axes().length - 1; d >= 0; d--) {
      int out = grid.axes()[d].out();
      place[d] = pixel % out;
      at += place[d] * grid.outStrides()[d];
      pixel /= out;
    }
    return at;
  }

  private double value(Object array, int[] place, int d, int at) {
    if (d == grid.axes().length) {
      return numbers.getDouble(array, at);
    }
    ResizeAxis axis = grid.axes()[d];
    int stride = grid.inStrides()[d];
    if (axis.weights() == null) {
      return value(array, place, d + 1, at + axis.index()[place[d]] * stride);
    }
    double sum = 0;
    for (int e = place[d]; e < axis.index().length; e += axis.out()) {
      sum += axis.weights()[e] * value(array, place, d + 1, at + axis.index()[e] * stride);
    }
    return sum;
  }

  private void set(Object array, int at, double value) {
    if (type.isInteger()) {
      int bits = type.bits();
      double least = type.isUnsigned() ? 0 : -Math.scalb(1.0, bits - 1);
      double most = Math.scalb(1.0, type.isUnsigned() ? bits : bits - 1) - 1;
      value = Math.clamp(Math.rint(value), least, most);
    }
    numbers.setDouble(array, at, value);
  }
}
