package io.sardonyx.ops.math;

import io.sardonyx.kernels.Reduction;
import io.sardonyx.ops.family.Arithmetic;
import io.sardonyx.ops.family.AxisSplit;
import io.sardonyx.ops.family.Conversion;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.ops.family.Steps;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * CumSum and CumProd: for each element the sum or product of those up to it along an axis. Floats
 * are accumulated in double precision, integers wrap around.
 *
 * @param reduction SUM or PRODUCT
 * @param exclusive whether the element itself does not count
 * @param reverse whether to begin at the end
 * @see <a href="https://onnx.ai/onnx/operators/onnx__CumSum.html">CumSum</a>
 */
record Cumulative(Reduction reduction, boolean exclusive, boolean reverse) implements Operator {

  /** Most columns of one task, and most elements of a row that are read at once. */
  private static final int CHUNK = 512;

  Cumulative(Reduction reduction, Attributes a) {
    this(reduction, a.flag("exclusive"), a.flag("reverse"));
  }

  @Override
  public void infer(InferContext c) {
    c.output(0, c.tensorType(0));
  }

  @Override
  public Step compile(CompileContext c) {
    long[] dims = c.dims(0);
    int axis = c.input(1);
    if (c.shape(1).elements() != 1) {
      throw c.error("input 1 of shape %s is no single axis", c.shape(1));
    }
    Arithmetic arithmetic = c.elementType(0).isFloat() ? Arithmetic.DOUBLES : Arithmetic.LONGS;
    Conversion conversion = Conversion.of(c.elementType(0), arithmetic);
    c.workerScratch(arithmetic.storage(), 2 * CHUNK);
    c.inPlace(0, 0);
    Step[] byAxis = new Step[dims.length];
    for (int i = 0; i < byAxis.length; i++) {
      byAxis[i] = along(AxisSplit.of(dims, i), conversion, c.input(0), c.output(0));
    }
    return f -> {
      long given =
          f.array(axis) instanceof long[] longs
              ? longs[f.offset(axis)]
              : f.ints(axis)[f.offset(axis)];
      if (given < -byAxis.length || given >= byAxis.length) {
        throw f.error("axis %d is out of range for rank %d", given, byAxis.length);
      }
      byAxis[(int) (given < 0 ? given + byAxis.length : given)].run(f);
    };
  }

  private Step along(AxisSplit split, Conversion conversion, int x, int y) {
    if (split.isEmpty()) {
      return Steps.none();
    }
    int inner = split.inner();
    int chunk = Math.min(inner, CHUNK);
    int chunks = (inner - 1) / chunk + 1;
    return Ranges.step(
        (long) split.outer() * chunks,
        Ranges.grain(Ranges.COSTLY, (long) split.length() * chunk),
        (f, from, to, w) -> {
          Object scratch = conversion.arithmetic().scratch(f, w);
          for (int u = from; u < to; u++) {
            int column = u % chunks * chunk;
            int at = u / chunks * split.length() * inner + column;
            if (inner == 1) {
              row(f, x, y, at, split.length(), conversion, scratch);
            } else {
              columns(f, x, y, at, split, Math.min(chunk, inner - column), conversion, scratch);
            }
          }
        });
  }

  private void row(
      Frame f, int x, int y, int at, int length, Conversion conversion, Object numbers) {
    // The last number holds the result so far.
    int total = CHUNK;
    conversion.arithmetic().set(numbers, total, reduction.identity());
    for (int i = 0; i < length; i += CHUNK) {
      int n = Math.min(CHUNK, length - i);
      int first = at + (reverse ? length - i - n : i);
      conversion.read(f.array(x), f.offset(x) + first, numbers, 0, n);
      for (int j = 0; j < n; j++) {
        accumulate(numbers, total, reverse ? n - 1 - j : j, 1);
      }
      conversion.write(numbers, 0, f.array(y), f.offset(y) + first, n);
    }
  }

  private void columns(
      Frame f,
      int x,
      int y,
      int at,
      AxisSplit split,
      int n,
      Conversion conversion,
      Object numbers) {
    for (int j = 0; j < n; j++) {
      conversion.arithmetic().set(numbers, CHUNK + j, reduction.identity());
    }
    for (int i = 0; i < split.length(); i++) {
      int first = at + (reverse ? split.length() - 1 - i : i) * split.inner();
      conversion.read(f.array(x), f.offset(x) + first, numbers, 0, n);
      accumulate(numbers, CHUNK, 0, n);
      conversion.write(numbers, 0, f.array(y), f.offset(y) + first, n);
    }
  }

  /** Adds {@code n} numbers from {@code at} on to the totals, and replaces them by the results. */
  private void accumulate(Object numbers, int totals, int at, int n) {
    switch (numbers) {
      case double[] a -> {
        for (int i = 0; i < n; i++) {
          double before = a[totals + i];
          a[totals + i] = reduction.add(before, a[at + i]);
          a[at + i] = exclusive ? before : a[totals + i];
        }
      }
      case long[] a -> {
        for (int i = 0; i < n; i++) {
          long before = a[totals + i];
          a[totals + i] = reduction.add(before, a[at + i]);
          a[at + i] = exclusive ? before : a[totals + i];
        }
      }
      default -> throw new IllegalArgumentException(numbers.getClass().toString());
    }
  }
}
