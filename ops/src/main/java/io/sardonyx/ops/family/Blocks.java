package io.sardonyx.ops.family;

import io.sardonyx.Storage;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.Step;
import java.util.EnumMap;
import java.util.Map;

/**
 * Builds a step that computes an output block by block, with operands that are broadcast or need
 * conversion. Where the innermost loop is long, a block lies within it, and operands are read where
 * they are; where it is short, blocks span many of them, and the operands that are broadcast are
 * copied together first.
 */
public final class Blocks {

  /** The body of a step. */
  @FunctionalInterface
  public interface Body {
    /** Computes elements [from, from + n) of the output. */
    void run(Frame f, int from, int n, int worker);
  }

  /** Elements of a block that goes through scratch memory; some of them fit the L1 cache. */
  private static final int BLOCK = 2048;

  /** The most elements of another block: operators that pass over it twice find it in the cache. */
  private static final int LONGEST_BLOCK = 2 * BLOCK;

  /** From this length on, a call per innermost loop costs less than copying. */
  private static final int LONG_LOOP = 32;

  private final CompileContext c;
  private final Broadcast walk;
  private final boolean isWithinLoop;
  private final Map<Storage, Integer> scratch = new EnumMap<>(Storage.class);

  /** Begins a step of the node for operands that walk like this. */
  public Blocks(CompileContext c, Broadcast walk) {
    this.c = c;
    this.walk = walk;
    this.isWithinLoop = walk.inner() >= LONG_LOOP || walk.inner() == walk.length();
  }

  /**
   * An input of the node as an operand.
   *
   * @param operand its number in the {@link Broadcast}
   * @param expand whether a number that stands for many must be repeated, so that {@link
   *     Operand#step} is 1
   */
  public Operand input(int input, int operand, Codec codec, boolean expand) {
    int step;
    boolean copies;
    if (walk.isContiguous(operand)) {
      step = 1;
      copies = false;
    } else if (walk.isScalar(operand)) {
      step = expand ? 1 : 0;
      copies = expand;
    } else if (isWithinLoop) {
      step = expand ? 1 : walk.innerStep(operand);
      copies = step != walk.innerStep(operand);
    } else {
      step = 1;
      copies = true;
    }
    copies |= !codec.isIdentity();
    return new Operand(
        c.input(input), walk, operand, codec, step, copies ? reserve(codec.domain()) : -1);
  }

  /** An output of the node, the whole of which is written. */
  public Operand output(int output, Codec codec) {
    return new Operand(
        c.output(output), walk, -1, codec, 1, codec.isIdentity() ? -1 : reserve(codec.domain()));
  }

  private int reserve(Storage storage) {
    int at = scratch.merge(storage, BLOCK, Integer::sum) - BLOCK;
    c.workerScratch(storage, at + BLOCK);
    return at;
  }

  /** The step that runs {@code body} over all blocks, on as many threads as there are. */
  public Step step(int grain, Body body) {
    int longest = scratch.isEmpty() ? LONGEST_BLOCK : BLOCK;
    int inner = Math.max(1, walk.inner());
    boolean within = isWithinLoop;
    return Ranges.step(
        walk.length(),
        grain,
        (f, from, to, worker) -> {
          for (int at = from; at < to; ) {
            int n = Math.min(longest, to - at);
            if (within) {
              n = Math.min(n, inner - at % inner);
            }
            body.run(f, at, n, worker);
            at += n;
          }
        });
  }
}
