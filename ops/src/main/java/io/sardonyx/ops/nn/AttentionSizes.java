package io.sardonyx.ops.nn;

import io.sardonyx.runtime.spi.CompileContext;

/**
 * The sizes of an attention.
 *
 * @param batch number of sequences
 * @param queryHeads heads of the queries
 * @param keyHeads heads of keys and values, each shared by the same number of query heads
 * @param queries length of the queries' sequence
 * @param past keys that were cached before
 * @param added keys that are new
 * @param size numbers of a query and of a key
 * @param valueSize numbers of a value
 * @param packed whether tensors are [batch, sequence, heads * size] rather than [batch, heads,
 *     sequence, size]
 */
record AttentionSizes(
    int batch,
    int queryHeads,
    int keyHeads,
    int queries,
    int past,
    int added,
    int size,
    int valueSize,
    boolean packed) {

  /** The sizes of a node whose inputs are Q, K and V. */
  static AttentionSizes of(CompileContext c, int queryHeads, int keyHeads, int past) {
    long[] q = c.dims(0);
    long[] k = c.dims(1);
    long[] v = c.dims(2);
    boolean packed = q.length == 3;
    int heads = packed ? queryHeads : (int) q[1];
    int shared = packed ? keyHeads : (int) k[1];
    return new AttentionSizes(
        (int) q[0],
        heads,
        shared,
        Math.toIntExact(packed ? q[1] : q[2]),
        past,
        Math.toIntExact(packed ? k[1] : k[2]),
        Math.toIntExact(packed ? q[2] / heads : q[3]),
        Math.toIntExact(packed ? v[2] / shared : v[3]),
        packed);
  }

  /** All keys. */
  int keys() {
    return past + added;
  }

  /** The head of keys and values that a query head shares. */
  int keyHead(int queryHead) {
    return queryHead / (queryHeads / keyHeads);
  }

  /** How heads lie in a tensor such as Q. */
  HeadLayout layout(int heads, int rows, int width) {
    return packed
        ? new HeadLayout(rows * heads * width, width, heads * width)
        : HeadLayout.dense(heads, rows, width);
  }
}
