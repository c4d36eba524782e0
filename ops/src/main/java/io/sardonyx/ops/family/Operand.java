package io.sardonyx.ops.family;

import io.sardonyx.Storage;
import io.sardonyx.runtime.spi.Frame;

/**
 * An input or output of a step that is computed in {@link Blocks}: tells a kernel in which array
 * its elements are, and where. Immutable.
 */
public final class Operand {

  private final int slot;
  private final Broadcast walk;
  private final int number;
  private final Codec codec;
  private final int step;
  private final int scratchAt;
  private final boolean isContiguous;
  private final boolean isScalar;

  Operand(int slot, Broadcast walk, int number, Codec codec, int step, int scratchAt) {
    this.slot = slot;
    this.walk = walk;
    this.number = number;
    this.codec = codec;
    this.step = step;
    this.scratchAt = scratchAt;
    this.isContiguous = number < 0 || walk.isContiguous(number);
    this.isScalar = !isContiguous && walk.isScalar(number);
  }

  /** Distance of a block's elements in {@link #array}: 1, or 0 if one number stands for all. */
  public int step() {
    return step;
  }

  /** The array of this operand's blocks. */
  public Object array(Frame f, int worker) {
    return scratchAt < 0 ? f.array(slot) : scratch(f, codec.domain(), worker);
  }

  private static Object scratch(Frame f, Storage storage, int worker) {
    return switch (storage) {
      case FLOATS -> f.workerFloats(worker);
      case DOUBLES -> f.workerDoubles(worker);
      case LONGS -> f.workerLongs(worker);
      case INTS -> f.workerInts(worker);
      case SHORTS -> f.workerShorts(worker);
      case BYTES -> f.workerBytes(worker);
      case STRINGS -> throw new IllegalArgumentException("there is no scratch for strings");
    };
  }

  /** Makes an input's block available and gives the index of its first element. */
  public int load(Frame f, int from, int n, int worker) {
    if (scratchAt < 0) {
      return f.offset(slot) + position(from);
    }
    Object to = scratch(f, codec.domain(), worker);
    Object array = f.array(slot);
    int base = f.offset(slot);
    if (isContiguous) {
      codec.decode(array, base + from, 0, 1, to, scratchAt, 1, n);
    } else if (isScalar) {
      codec.decode(array, base, 0, 0, to, scratchAt, 1, step == 0 ? 1 : n);
    } else {
      gather(array, base, from, n, to);
    }
    return scratchAt;
  }

  private int position(int element) {
    if (isContiguous) {
      return element;
    }
    return isScalar ? 0 : walk.position(number, element);
  }

  private void gather(Object array, int base, int from, int n, Object to) {
    int inner = walk.inner();
    int innerStep = walk.innerStep(number);
    int row = from / inner;
    int column = from - row * inner;
    for (int done = 0; done < n; ) {
      int start = base + walk.rowStart(number, row) + column * innerStep;
      int rest = n - done;
      if (column > 0 || rest < inner) {
        int part = Math.min(inner - column, rest);
        codec.decode(array, start, 0, innerStep, to, scratchAt + done, 1, part);
        done += part;
        column = 0;
        row++;
      } else {
        int rows = Math.min(walk.regularRows(row), rest / inner);
        codec.decode(
            array, start, walk.rowStride(number), innerStep, to, scratchAt + done, rows, inner);
        done += rows * inner;
        row += rows;
      }
    }
  }

  /** The index of the first element of an output's block in {@link #array}. */
  public int target(Frame f, int from) {
    return scratchAt < 0 ? f.offset(slot) + from : scratchAt;
  }

  /** Puts an output's block, which was computed, where it belongs. */
  public void store(Frame f, int from, int n, int worker) {
    if (scratchAt >= 0) {
      codec.encode(
          scratch(f, codec.domain(), worker), scratchAt, f.array(slot), f.offset(slot) + from, n);
    }
  }
}
