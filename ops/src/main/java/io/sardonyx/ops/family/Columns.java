package io.sardonyx.ops.family;

import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.Step;

/**
 * Works on the columns of [outer, length, inner], some neighbouring ones at a time, and makes
 * columns of the same shape.
 */
public final class Columns {

  /** About so many elements are worked on at a time, so that they stay in the cache. */
  private static final int TILE = 16 * 1024;

  private static final int LEAST_COLUMNS = 16;
  private static final int MOST_COLUMNS = 512;

  /** What is done to some columns. */
  @FunctionalInterface
  public interface Body {
    /** Computes {@code n} columns, whose rows are {@code pitch} apart, in the arithmetic. */
    void run(Object x, int xAt, Object y, int yAt, int pitch, int n);
  }

  private final AxisSplit split;
  private final Conversion in;
  private final Conversion out;
  private final int x;
  private final int y;
  private final int chunk;
  private final Body body;

  private Columns(AxisSplit split, int x, Conversion in, int y, Conversion out, Body body) {
    this.split = split;
    this.x = x;
    this.in = in;
    this.y = y;
    this.out = out;
    int columns = Math.clamp(TILE / split.length(), LEAST_COLUMNS, MOST_COLUMNS);
    this.chunk = columns / LEAST_COLUMNS * LEAST_COLUMNS;
    this.body = body;
  }

  /**
   * A step from input 0 to output 0, both of the same type. They may be the same memory, and the
   * body has to cope with that.
   */
  public static Step step(CompileContext c, AxisSplit split, Arithmetic arithmetic, Body body) {
    c.inPlace(0, 0);
    Conversion conversion = Conversion.of(c.elementType(0), arithmetic);
    return step(c, split, c.input(0), conversion, c.output(0), conversion, body);
  }

  /** The same from any slot to another, never in place, with the conversions of what they hold. */
  public static Step step(
      CompileContext c, AxisSplit split, int x, Conversion in, int y, Conversion out, Body body) {
    if (split.isEmpty()) {
      return Steps.none();
    }
    Columns columns = new Columns(split, x, in, y, out, body);
    long tile = (long) split.length() * columns.chunk;
    if (!columns.isDirect()) {
      c.workerScratch(in.arithmetic().storage(), 2 * tile);
    }
    int chunks = (split.inner() - 1) / columns.chunk + 1;
    return Ranges.step(
        (long) split.outer() * chunks,
        Ranges.grain(4 * Ranges.COSTLY, tile),
        (f, from, to, w) -> {
          for (int u = from; u < to; u++) {
            columns.run(f, u / chunks, u % chunks * columns.chunk, w);
          }
        });
  }

  private boolean isDirect() {
    return in.isNative() && out.isNative();
  }

  private void run(Frame f, int block, int column, int worker) {
    int inner = split.inner();
    int n = Math.min(chunk, inner - column);
    int xAt = f.offset(x) + block * split.length() * inner + column;
    int yAt = f.offset(y) + block * split.length() * inner + column;
    if (isDirect()) {
      body.run(f.array(x), xAt, f.array(y), yAt, inner, n);
      return;
    }
    Object numbers = in.arithmetic().scratch(f, worker);
    for (int i = 0; i < split.length(); i++) {
      in.read(f.array(x), xAt + i * inner, numbers, i * n, n);
    }
    int result = split.length() * n;
    body.run(numbers, 0, numbers, result, n, n);
    for (int i = 0; i < split.length(); i++) {
      out.write(numbers, result + i * n, f.array(y), yAt + i * inner, n);
    }
  }
}
