package io.sardonyx.ops.family;

import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.Step;

/**
 * The elements of a tensor in groups of one length: those of a group differ only in their position
 * along some axes. Where these axes are the innermost ones, a group lies in one piece.
 */
public final class Groups {

  /** What is done to a group. Input and output may be the same range. */
  @FunctionalInterface
  public interface Body {
    /** Computes the {@code length} elements of a group, contiguous and in the arithmetic. */
    void run(Frame f, int group, Object x, int xAt, Object y, int yAt);
  }

  private final int count;
  private final int length;

  /** First elements of the groups; null if each group lies in one piece after the one before. */
  private final int[] starts;

  /** First elements of a group's pieces, relative to its start. */
  private final int[] pieces;

  private final int pieceLength;

  private Groups(int count, int length, int[] starts, int[] pieces, int pieceLength) {
    this.count = count;
    this.length = length;
    this.starts = starts;
    this.pieces = pieces;
    this.pieceLength = pieceLength;
  }

  /** Groups that lie one after the other, each in one piece. */
  public static Groups rows(int count, int length) {
    return new Groups(count, length, null, new int[] {0}, length);
  }

  /** Groups of the elements along some axes. */
  public static Groups along(long[] dims, boolean[] axes) {
    Runs runs = Runs.of(dims, axes);
    int n = runs.sizes().size();
    int count = 1;
    int[] starts = {0};
    int[] pieces = {0};
    int pieceLength = 1;
    boolean isPlain = n == 0 || (n == 1 && runs.isChosen(0)) || (n == 2 && runs.isChosen(1));
    for (int i = 0; i < n; i++) {
      int size = runs.sizes().get(i);
      int stride = runs.product(i + 1, n);
      if (runs.isChosen(i) && i == n - 1) {
        pieceLength = size;
      } else if (runs.isChosen(i)) {
        pieces = spread(pieces, size, stride);
      } else {
        count *= size;
        starts = isPlain ? null : spread(starts, size, stride);
      }
    }
    int length = pieces.length * pieceLength;
    return new Groups(count, length, isPlain ? null : starts, pieces, pieceLength);
  }

  private static int[] spread(int[] offsets, int size, int stride) {
    int[] result = new int[Math.multiplyExact(offsets.length, size)];
    for (int i = 0; i < result.length; i++) {
      result[i] = offsets[i / size] + i % size * stride;
    }
    return result;
  }

  public int count() {
    return count;
  }

  /** Elements of a group. */
  public int length() {
    return length;
  }

  /**
   * A step that runs {@code body} for every group of input 0 and makes its result the same group of
   * output 0, which has the input's shape.
   */
  public Step step(CompileContext c, Arithmetic arithmetic, Body body) {
    Conversion in = Conversion.of(c.elementType(0), arithmetic);
    Conversion out = Conversion.of(c.outputElementType(0), arithmetic);
    if (in.type() == out.type()) {
      c.inPlace(0, 0);
    }
    return step(c, c.input(0), in, c.output(0), out, body);
  }

  /** The same from any slot to another, with the conversions of what they hold. */
  public Step step(CompileContext c, int x, Conversion in, int y, Conversion out, Body body) {
    Arithmetic arithmetic = in.arithmetic();
    if (count == 0) {
      return Steps.none();
    }
    boolean isDirect = starts == null && in.isNative() && out.isNative();
    if (!isDirect) {
      c.workerScratch(arithmetic.storage(), length);
    }
    return Ranges.step(
        count,
        Ranges.grain(4 * Ranges.COSTLY, length),
        (f, from, to, w) -> {
          for (int g = from; g < to; g++) {
            if (isDirect) {
              int at = g * length;
              body.run(f, g, f.array(x), f.offset(x) + at, f.array(y), f.offset(y) + at);
            } else {
              Object numbers = arithmetic.scratch(f, w);
              read(in, f.array(x), f.offset(x), g, numbers);
              body.run(f, g, numbers, 0, numbers, 0);
              write(out, numbers, f.array(y), f.offset(y), g);
            }
          }
        });
  }

  private int start(int group) {
    return starts == null ? group * length : starts[group];
  }

  private void read(Conversion conversion, Object from, int at, int group, Object to) {
    int start = at + start(group);
    for (int i = 0; i < pieces.length; i++) {
      conversion.read(from, start + pieces[i], to, i * pieceLength, pieceLength);
    }
  }

  private void write(Conversion conversion, Object from, Object to, int at, int group) {
    int start = at + start(group);
    for (int i = 0; i < pieces.length; i++) {
      conversion.write(from, i * pieceLength, to, start + pieces[i], pieceLength);
    }
  }
}
