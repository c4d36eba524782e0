package io.sardonyx.ops.family;

import io.sardonyx.ElementType;
import io.sardonyx.kernels.StridedLoops;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.Step;

/**
 * Moves elements of one type without looking at them, packed ones too. Positions count units: an
 * element of a packed type, an array element of any other; a complex number is two units.
 */
public final class Units {

  private final ElementType type;
  private final int perArrayElement;

  private Units(ElementType type) {
    this.type = type;
    this.perArrayElement = type.isPacked() ? 8 / type.bits() : 1;
  }

  /** The units of an element type. */
  public static Units of(ElementType type) {
    return new Units(type);
  }

  /** Units of one element: 2 for complex numbers, else 1. */
  public int perElement() {
    return type.isComplex() ? 2 : 1;
  }

  /** Units of one array element: more than one for packed types only. */
  public int perArrayElement() {
    return perArrayElement;
  }

  /** Whether neighbouring elements share a byte, so that only one task may write them. */
  public boolean isPacked() {
    return perArrayElement > 1;
  }

  /** The position of a slot's first element. */
  public int start(Frame f, int slot) {
    return Math.multiplyExact(f.offset(slot), perArrayElement);
  }

  /**
   * Copies {@code y[yAt + r * yRow + c * yColumn] = x[xAt + r * xRow + c * xColumn]} for r in [0,
   * rows) and c in [0, columns); strides of zero repeat.
   */
  public void copy(
      Object x,
      int xAt,
      int xRow,
      int xColumn,
      Object y,
      int yAt,
      int yRow,
      int yColumn,
      int rows,
      int columns) {
    if (isPacked()) {
      StridedLoops.copyPacked(
          type.bits(),
          (byte[]) x,
          xAt,
          xRow,
          xColumn,
          (byte[]) y,
          yAt,
          yRow,
          yColumn,
          rows,
          columns);
    } else {
      StridedLoops.copy(x, xAt, xRow, xColumn, y, yAt, yRow, yColumn, rows, columns);
    }
  }

  /**
   * A step that first clears the unused bits in the last byte of a packed output. Equal tensors
   * then have equal bytes.
   *
   * @param elements the elements of the output
   */
  public Step clearingTail(int y, long elements, Step step) {
    if (elements % perArrayElement == 0) {
      return step;
    }
    int last = Math.toIntExact(elements / perArrayElement);
    return f -> {
      f.bytes(y)[f.offset(y) + last] = 0;
      step.run(f);
    };
  }
}
