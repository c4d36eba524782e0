package io.sardonyx.ops.matrix;

import io.sardonyx.Shape;
import io.sardonyx.runtime.spi.Frame;
import java.util.List;

/**
 * A number to add to every column of a product, filled up to the width of whole panels: made once
 * if it is a constant of the model, else before the operator's step.
 */
final class ColumnBias {

  static final ColumnBias NONE = new ColumnBias(null, -1);

  private final Object constant;
  private final int scratch;

  private ColumnBias(Object constant, int scratch) {
    this.constant = constant;
    this.scratch = scratch;
  }

  /** An input of n numbers, or of a single one for all, times a factor. */
  static ColumnBias of(Operands o, int input, int n, boolean single, float factor) {
    Arithmetic arithmetic = o.arithmetic();
    int padded = arithmetic.packing(n, 0).paddedColumns();
    if (o.isConstant(input)) {
      Object constant =
          o.context()
              .packed(
                  List.of("bias", input, n),
                  () -> {
                    Object array = arithmetic.storage().allocate(padded);
                    expand(arithmetic, o.constant(input), 0, array, 0, n, single, factor);
                    return array;
                  });
      return new ColumnBias(constant, -1);
    }
    int from = o.input(input);
    int length = Math.toIntExact(Shape.elements(o.context().dims(input)));
    if (!single && factor == 1 && length == padded) {
      return new ColumnBias(null, from);
    }
    int scratch = o.scratch(padded);
    o.before(f -> {
      Object array = f.array(scratch);
      int at = f.offset(scratch);
      // What lies beyond the columns is read, and its sums are thrown away.
      expand(arithmetic, f.array(from), f.offset(from), array, at, n, single, factor);
    });
    return new ColumnBias(null, scratch);
  }

  private static void expand(
      Arithmetic arithmetic,
      Object from,
      int fromAt,
      Object to,
      int at,
      int n,
      boolean single,
      float factor) {
    if (single) {
      for (int j = 0; j < n; j++) {
        System.arraycopy(from, fromAt, to, at + j, 1);
      }
    } else {
      System.arraycopy(from, fromAt, to, at, n);
    }
    if (factor != 1) {
      arithmetic.scale(to, at, n, factor);
    }
  }

  boolean isPresent() {
    return this != NONE;
  }

  Object array(Frame f) {
    return constant != null ? constant : scratch < 0 ? null : f.array(scratch);
  }

  int at(Frame f) {
    return constant != null || scratch < 0 ? 0 : f.offset(scratch);
  }
}
