package io.sardonyx.ops.nn;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.ops.matrix.InputShapes;
import io.sardonyx.runtime.spi.InferContext;

/**
 * What is known of an attention's sizes while types are inferred; see {@link AttentionSizes}.
 *
 * @param output shape of the weighted values
 */
record AttentionShapes(
    Dim batch,
    Dim queryHeads,
    Dim keyHeads,
    Dim queries,
    Dim keys,
    Dim size,
    Dim valueSize,
    Shape output) {

  /** Checks Q, K and V, the inputs 0 to 2, with heads from attributes if they have rank 3. */
  static AttentionShapes infer(InferContext c, int queryHeads, int keyHeads) {
    int rank = -1;
    for (int i = 0; i < 3; i++) {
      if (c.rank(i) >= 0
          && ((c.rank(i) != 3 && c.rank(i) != 4) || (rank >= 0 && c.rank(i) != rank))) {
        throw c.error(
            "input %d has shape %s; expected all of rank 3 or all of rank 4", i, c.shape(i));
      }
      rank = Math.max(rank, c.rank(i));
    }
    if (rank == 3 && (queryHeads <= 0 || keyHeads <= 0)) {
      throw c.error("inputs of rank 3 need the attributes q_num_heads and kv_num_heads");
    }
    boolean packed = rank == 3;
    Dim heads = packed ? Dim.of(queryHeads) : dim(c, 0, rank, 1);
    Dim shared = packed ? Dim.of(keyHeads) : dim(c, 1, rank, 1);
    Dim size = width(c, 0, rank, queryHeads);
    Dim valueSize = width(c, 2, rank, keyHeads);
    Dim batch = dim(c, 0, rank, 0);
    Dim queries = dim(c, 0, rank, packed ? 1 : 2);
    Dim keys = dim(c, 1, rank, packed ? 1 : 2);
    same(c, "batch sizes", batch, dim(c, 1, rank, 0), dim(c, 2, rank, 0));
    same(c, "sizes of queries and keys", size, width(c, 1, rank, keyHeads));
    same(c, "numbers of keys and values", keys, dim(c, 2, rank, packed ? 1 : 2));
    if (!packed) {
      same(c, "heads of keys and values", shared, dim(c, 2, rank, 1));
    }
    if (heads.isKnown()
        && shared.isKnown()
        && (shared.is(0) || heads.size() % shared.size() != 0)) {
      throw c.error("%s query heads cannot share %s heads of keys", heads, shared);
    }
    Shape output =
        rank < 0
            ? Shape.UNRANKED
            : packed
                ? Shape.of(batch, queries, heads.times(valueSize))
                : Shape.of(batch, heads, queries, valueSize);
    return new AttentionShapes(batch, heads, shared, queries, keys, size, valueSize, output);
  }

  private static Dim dim(InferContext c, int input, int rank, int axis) {
    return rank < 0 || c.rank(input) < 0 ? Dim.UNKNOWN : c.shape(input).dim(axis);
  }

  private static Dim width(InferContext c, int input, int rank, int heads) {
    Dim last = dim(c, input, rank, rank - 1);
    if (rank == 4 || rank < 0) {
      return last;
    }
    if (last.isKnown() && last.size() % heads != 0) {
      throw c.error(
          "input %d has shape %s, which does not divide into %d heads",
          input, c.shape(input), heads);
    }
    return last.isKnown() ? Dim.of(last.size() / heads) : Dim.UNKNOWN;
  }

  private static void same(InferContext c, String what, Dim... dims) {
    for (Dim dim : dims) {
      if (!InputShapes.agree(dims[0], dim)) {
        throw c.error("the %s differ: %s and %s", what, dims[0], dim);
      }
    }
  }

  /** The rows of a cache [batch, heads, rows, width]. */
  Dim rows(InferContext c, int input, Dim width) {
    InputShapes.check(c, input, Shape.of(batch, keyHeads, Dim.UNKNOWN, width));
    return c.rank(input) < 0 ? Dim.UNKNOWN : c.shape(input).dim(2);
  }
}
