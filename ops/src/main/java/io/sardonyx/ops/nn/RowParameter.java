package io.sardonyx.ops.nn;

import io.sardonyx.ops.family.Arithmetic;
import io.sardonyx.ops.family.Parameter;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;

/**
 * A scale or shift that is broadcast to a tensor which is normalised row by row, a row being all
 * dimensions from an axis on. Usually it is one row for all; if not, its own rows are completed
 * first, and a table tells which one belongs to which row of the tensor.
 */
final class RowParameter {

  private final Parameter parameter;
  private final Arithmetic arithmetic;
  private final int length;

  /** For each row of the tensor its own row; null if there is but one. */
  private final int[] rows;

  /** For each element of a row its own element; null if it is the same. */
  private final int[] columns;

  private final int ownRows;

  /** The completed rows; the parameter's own numbers if {@code columns} is null. */
  private final int completed;

  /**
   * Prepares an input.
   *
   * @param dims of the tensor
   * @param axis where rows begin
   */
  RowParameter(CompileContext c, int input, long[] dims, int axis, Arithmetic arithmetic) {
    this.parameter = Parameter.of(c, input, arithmetic);
    this.arithmetic = arithmetic;
    long[] own = c.dims(input);
    int missing = dims.length - own.length;
    int[] outer = table(dims, own, missing, 0, axis);
    int[] inner = table(dims, own, missing, axis, dims.length);
    this.length = inner.length;
    int ownLength = elements(own, missing, axis, dims.length);
    this.ownRows = elements(own, missing, 0, axis);
    this.rows = ownRows == 1 ? null : outer;
    this.columns = ownLength == length ? null : inner;
    this.completed =
        columns == null ? -1 : c.scratch(arithmetic.storage(), (long) ownRows * length);
  }

  private static int elements(long[] own, int missing, int from, int to) {
    int product = 1;
    for (int d = Math.max(from, missing); d < to; d++) {
      product *= (int) own[d - missing];
    }
    return product;
  }

  /** For each index of the tensor's dimensions [from, to) the parameter's. */
  private static int[] table(long[] dims, long[] own, int missing, int from, int to) {
    int[] table = {0};
    for (int d = from; d < to; d++) {
      int size = (int) dims[d];
      boolean isRepeated = d < missing || own[d - missing] == 1;
      int[] longer = new int[table.length * size];
      for (int i = 0; i < longer.length; i++) {
        longer[i] = isRepeated ? table[i / size] : table[i / size] * size + i % size;
      }
      table = longer;
    }
    return table;
  }

  /** Makes the rows ready; the node's step calls it before all else. */
  void load(Frame f) {
    parameter.load(f);
    if (columns == null) {
      return;
    }
    int ownLength = parameter.length() / Math.max(1, ownRows);
    Object array = f.array(completed);
    int at = f.offset(completed);
    for (int r = 0; r < ownRows; r++) {
      for (int i = 0; i < length; i++) {
        double number = parameter.get(f, r * ownLength + columns[i]);
        arithmetic.set(array, at + r * length + i, number);
      }
    }
  }

  /** The array with the row that belongs to a row of the tensor. */
  Object array(Frame f) {
    return columns == null ? parameter.array(f) : f.array(completed);
  }

  /** Where in the array that row begins. */
  int at(Frame f, int row) {
    int base = columns == null ? parameter.offset(f) : f.offset(completed);
    return rows == null ? base : base + rows[row] * length;
  }
}
