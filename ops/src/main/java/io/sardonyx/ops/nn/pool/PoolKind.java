package io.sardonyx.ops.nn.pool;

/** What a pooling computes of the numbers in a window. */
sealed interface PoolKind {

  /** Their mean. */
  record Average() implements PoolKind {}

  /** The largest one; NaN if one is. */
  record Max() implements PoolKind {}

  /** Their Lp norm. */
  record Lp(double p) implements PoolKind {}
}
