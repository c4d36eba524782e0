package io.sardonyx.ops.tensor;

import io.sardonyx.ElementType;
import io.sardonyx.ops.family.Units;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies a tensor into a larger or smaller one, row by row: what is cut off at the ends of an axis
 * is dropped first, then what is added is filled as the mode says.
 */
final class PaddedCopy {

  /** What the elements beyond the input are. */
  enum Mode {
    /** One value. */
    CONSTANT,
    /** The input mirrored at its first and last elements, which are not repeated. */
    REFLECT,
    /** The first and last element. */
    EDGE,
    /** The input again and again. */
    WRAP
  }

  /** Units that a task copies. */
  private static final int GRAIN = 32 * 1024;

  /**
   * One axis, after cutting; axes that are neither cut nor padded are joined with their neighbours.
   *
   * @param in elements of the input that are left
   * @param out elements of the output
   * @param before elements of the output before the first of the input
   * @param stride of the input, in units
   */
  private record Axis(int in, int out, int before, int stride) {}

  private final Units units;
  private final Mode mode;
  private final Axis[] outer;
  private final Axis row;
  private final int xStart;
  private final int rows;
  private final long elements;
  private final int rowsOfTask;

  /**
   * Prepares a copy.
   *
   * @param in sizes of the input
   * @param begin elements to add in front along each axis; negative: to cut off
   * @param end elements to add behind along each axis; negative: to cut off
   */
  PaddedCopy(ElementType type, Mode mode, long[] in, long[] begin, long[] end) {
    this.units = Units.of(type);
    this.mode = mode;
    List<Axis> axes = new ArrayList<>();
    long stride = units.perElement();
    axes.add(new Axis((int) stride, (int) stride, 0, 1));
    long start = 0;
    for (int d = in.length - 1; d >= 0; d--) {
      start += Math.max(0, -begin[d]) * stride;
      long left = in[d] + Math.min(0, begin[d]) + Math.min(0, end[d]);
      long before = Math.max(0, begin[d]);
      add(axes, left, before + left + Math.max(0, end[d]), before, stride);
      stride = Math.multiplyExact(stride, Math.max(1, in[d]));
    }
    this.row = axes.removeLast();
    this.outer = axes.toArray(Axis[]::new);
    this.xStart = Math.toIntExact(start);
    int count = 1;
    for (Axis axis : outer) {
      count = Math.multiplyExact(count, axis.out);
    }
    this.rows = count;
    this.elements = (long) rows * row.out / units.perElement();
    this.rowsOfTask =
        units.isPacked() ? Math.max(1, rows) : Math.max(1, GRAIN / Math.max(1, row.out));
  }

  /** Adds an axis in front, joined with the one behind where that is whole. */
  private void add(List<Axis> axes, long in, long out, long before, long stride) {
    Axis inner = axes.getFirst();
    boolean isWhole = inner.in == inner.out && stride == (long) inner.in * inner.stride;
    long width = inner.out;
    if (width == 1 && inner.in == 1) {
      axes.set(0, axis(in, out, before, stride));
    } else if (isWhole && (in == out || mode == Mode.CONSTANT)) {
      axes.set(0, axis(in * width, out * width, before * width, inner.stride));
    } else {
      axes.addFirst(axis(in, out, before, stride));
    }
  }

  private static Axis axis(long in, long out, long before, long stride) {
    return new Axis(
        Math.toIntExact(in),
        Math.toIntExact(out),
        Math.toIntExact(before),
        Math.toIntExact(stride));
  }

  /**
   * The step that fills the whole output.
   *
   * @param value the slot of the value that is filled in; -1: {@code fallback}
   * @param fallback an array that begins with the value
   */
  Step step(int x, int y, int value, Object fallback) {
    if (elements == 0) {
      return f -> {};
    }
    ParallelTask task = (f, t, w) -> copyRows(f, x, y, value, fallback, t);
    int tasks = Math.ceilDiv(rows, rowsOfTask);
    return units.clearingTail(y, elements, f -> f.parallel(tasks, task));
  }

  private void copyRows(Frame f, int x, int y, int value, Object fallback, int task) {
    Object v = value < 0 ? fallback : f.array(value);
    int vAt = value < 0 ? 0 : units.start(f, value);
    int xAt = units.start(f, x) + xStart;
    int yAt = units.start(f, y);
    int last = (int) Math.min(rows, (long) (task + 1) * rowsOfTask);
    for (int r = task * rowsOfTask; r < last; r++) {
      int from = sourceRow(r);
      if (from < 0) {
        fill(v, vAt, f.array(y), yAt + r * row.out, row.out);
      } else {
        copyRow(f.array(x), xAt + from, f.array(y), yAt + r * row.out, v, vAt);
      }
    }
  }

  /** Where the input's row for a row of the output begins; -1 if that holds the value only. */
  private int sourceRow(int r) {
    int rest = r;
    int from = 0;
    for (int d = outer.length - 1; d >= 0; d--) {
      Axis axis = outer[d];
      int k = source(axis, rest % axis.out - axis.before);
      if (k < 0) {
        return -1;
      }
      from += k * axis.stride;
      rest /= axis.out;
    }
    return from;
  }

  /** The element of the input that belongs at {@code k} of the unpadded axis; -1: the value. */
  private int source(Axis axis, int k) {
    if (k >= 0 && k < axis.in) {
      return k;
    }
    return switch (mode) {
      case CONSTANT -> -1;
      case EDGE -> k < 0 ? 0 : axis.in - 1;
      case WRAP -> Math.floorMod(k, axis.in);
      case REFLECT -> {
        int period = 2 * (axis.in - 1);
        int t = period == 0 ? 0 : Math.floorMod(k, period);
        yield t < axis.in ? t : period - t;
      }
    };
  }

  private void copyRow(Object x, int xAt, Object y, int yAt, Object v, int vAt) {
    int in = row.in;
    int n;
    for (int j = 0; j < row.out; j += n) {
      int k = j - row.before;
      int from = source(row, k);
      boolean inside = k >= 0 && k < in;
      int beyond = k < 0 ? -k : row.out - j;
      int step = row.stride;
      if (inside || mode == Mode.WRAP) {
        n = in - from;
      } else if (from < 0) {
        n = Math.min(beyond, row.out - j);
        fill(v, vAt, y, yAt + j, n);
        continue;
      } else if (mode == Mode.EDGE || in == 1) {
        n = beyond;
        step = 0;
      } else if (Math.floorMod(k, 2 * (in - 1)) < in) {
        n = in - from;
      } else {
        n = from;
        step = -row.stride;
      }
      n = Math.min(n, row.out - j);
      units.copy(x, xAt + from * row.stride, 0, step, y, yAt + j, 0, 1, 1, n);
    }
  }

  /** Repeats the value, which is one element, over {@code n} units. */
  private void fill(Object v, int vAt, Object y, int at, int n) {
    int width = units.perElement();
    units.copy(v, vAt, 0, 1, y, at, width, 1, n / width, width);
  }
}
