package io.sardonyx.ops.nn;

import io.sardonyx.ElementType;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.ops.matrix.Operands;
import io.sardonyx.ops.matrix.RealArithmetic;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;

/**
 * Which keys a query may attend to: one range of keys that follows from positions (causal order,
 * windows, lengths), and within it numbers to add to the scores, minus infinity to exclude a key.
 */
final class AttentionMask {

  private static final int MASK = 3;
  private static final int LENGTHS = 6;

  private final AttentionSizes sizes;
  private final boolean causal;
  private final int left;
  private final int right;
  private final int lengths;
  private final int numbers;
  private final int[] strides;
  private final int maskedKeys;

  /**
   * Prepares the mask.
   *
   * @param causal whether no query attends to later keys
   * @param left most positions that a query looks back; -1 for all
   * @param right most positions that a query looks ahead; -1 for all
   * @param padsSingle whether a mask for a single key excludes all others, rather than holds for
   *     all keys
   */
  AttentionMask(
      Operands o, AttentionSizes sizes, boolean causal, int left, int right, boolean padsSingle) {
    CompileContext c = o.context();
    this.sizes = sizes;
    this.causal = causal;
    this.left = left;
    this.right = right;
    this.lengths = c.hasInput(LENGTHS) ? c.input(LENGTHS) : -1;
    if (!c.hasInput(MASK)) {
      numbers = -1;
      strides = null;
      maskedKeys = sizes.keys();
      return;
    }
    long[] dims = c.dims(MASK);
    int own = dims.length == 0 ? 1 : Math.toIntExact(dims[dims.length - 1]);
    if (own > 1 && own > sizes.keys()) {
      throw c.error("the mask has shape %s, but there are %d keys", c.shape(MASK), sizes.keys());
    }
    boolean repeats = own == 1 && (!padsSingle || dims.length == 0);
    maskedKeys = repeats ? sizes.keys() : Math.min(own, sizes.keys());
    int[] all = {sizes.batch(), sizes.queryHeads(), sizes.queries()};
    strides = new int[] {0, 0, 0, repeats ? 0 : 1};
    int stride = own;
    for (int d = 2; d >= 0; d--) {
      int at = dims.length - 4 + d;
      long size = at < 0 ? 1 : dims[at];
      if (size != 1 && size != all[d]) {
        throw c.error(
            "the mask has shape %s, which does not broadcast to %d sequences, %d heads, %d queries",
            c.shape(MASK), all[0], all[1], all[2]);
      }
      strides[d] = size == 1 ? 0 : stride;
      stride *= (int) size;
    }
    numbers = c.elementType(MASK) == ElementType.BOOL ? additive(o) : o.input(MASK);
  }

  /** 0 where a bool is true, else minus infinity. */
  private static int additive(Operands o) {
    int mask = o.context().input(MASK);
    long length = o.context().shape(MASK).elements();
    int additive = o.scratch(length);
    RealArithmetic arithmetic = (RealArithmetic) o.arithmetic();
    o.before(
        Ranges.step(
            length,
            Ranges.COSTLY,
            (f, from, to, w) -> {
              byte[] bools = f.bytes(mask);
              Object y = f.array(additive);
              for (int i = from; i < to; i++) {
                boolean attends = bools[f.offset(mask) + i] != 0;
                double number = attends ? 0 : Double.NEGATIVE_INFINITY;
                arithmetic.set(y, f.offset(additive) + i, number);
              }
            }));
    return additive;
  }

  /** The position of a query among the keys; negative if there are fewer keys than queries. */
  private long position(Frame f, int batch, int query) {
    long before = lengths < 0 ? sizes.past() : length(f, batch) - sizes.queries();
    return before + query;
  }

  /** Keys of a sequence that are no padding. */
  private long length(Frame f, int batch) {
    return lengths < 0
        ? sizes.keys()
        : Math.clamp(
            f.longs(lengths)[f.offset(lengths) + batch], Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /** The first key in the range of a query; ranges of later queries do not begin earlier. */
  int first(Frame f, int batch, int query) {
    return left < 0 ? 0 : (int) Math.clamp(position(f, batch, query) - left, 0, sizes.keys());
  }

  /** The key behind the range of a query; ranges of earlier queries do not end later. */
  int end(Frame f, int batch, int query) {
    long end = Math.min(maskedKeys, length(f, batch));
    long position = position(f, batch, query);
    if (causal) {
      end = Math.min(end, position + 1);
    }
    if (right >= 0) {
      end = Math.min(end, position + right + 1);
    }
    return (int) Math.max(0, end);
  }

  /** Adds the mask's numbers to the scores of keys [first, end); key 0's is at {@code at}. */
  void add(
      Frame f,
      RealArithmetic arithmetic,
      int batch,
      int head,
      int query,
      int first,
      int end,
      Object scores,
      int at) {
    if (numbers >= 0 && first < end) {
      int from = maskAt(f, batch, head, query) + first * strides[3];
      arithmetic.add(scores, at + first, f.array(numbers), from, strides[3], end - first);
    }
  }

  /** Whether a query attends to no key at all. */
  boolean excludesAll(
      Frame f, RealArithmetic arithmetic, int batch, int head, int query, int first, int end) {
    if (first >= end) {
      return true;
    }
    int n = numbers < 0 ? 0 : strides[3] == 0 ? 1 : end - first;
    int at = n == 0 ? 0 : maskAt(f, batch, head, query) + first * strides[3];
    return n > 0 && arithmetic.isMinusInfinity(f.array(numbers), at, n);
  }

  private int maskAt(Frame f, int batch, int head, int query) {
    return f.offset(numbers) + batch * strides[0] + head * strides[1] + query * strides[2];
  }
}
