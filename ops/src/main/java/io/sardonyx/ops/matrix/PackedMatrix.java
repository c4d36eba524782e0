package io.sardonyx.ops.matrix;

import io.sardonyx.kernels.GemmPacking;
import io.sardonyx.runtime.spi.Frame;
import java.util.List;

/**
 * Right operands of products in packed form.
 *
 * @param packing how each matrix is packed
 * @param form the packed matrices, one after the other
 */
public record PackedMatrix(GemmPacking packing, Prepared form) {

  /** Numbers that are packed by one task, about. */
  private static final int GRAIN = 64 * 1024;

  /** Packs one panel of one matrix; {@code packedAt} is where that matrix begins. */
  @FunctionalInterface
  public interface Packer {
    /** Packs panel {@code p} of matrix {@code matrix}. */
    void pack(int matrix, int p, Object from, int fromAt, Object packed, int packedAt);
  }

  /** The k x n matrices of a right operand. */
  public static PackedMatrix of(Operands o, RightMatrix b, int k, int n) {
    MatrixArithmetic arithmetic = o.arithmetic();
    GemmPacking packing = arithmetic.packing(n, k);
    int matrices = b.offsets().length;
    Packer packer =
        (matrix, p, from, fromAt, packed, at) ->
            arithmetic.packPanel(
                packing,
                p,
                from,
                fromAt + b.offsets()[matrix],
                b.kStride(),
                b.columnStride(),
                b.scale(),
                packed,
                at);
    if (b.input() >= 0) {
      Object key = List.of(b.input(), k, n, b.kStride(), b.columnStride(), matrices);
      return ofInput(o, b.input(), key, packing, matrices, packer);
    }
    return new PackedMatrix(
        packing,
        Prepared.ofSlot(
            o,
            b.slot(o),
            length(packing, matrices),
            matrices * packing.panels(),
            grain(packing),
            filler(packing, packer)));
  }

  /** Matrices that are packed from an input in some other way. */
  public static PackedMatrix ofInput(
      Operands o, int input, Object key, GemmPacking packing, int matrices, Packer packer) {
    return new PackedMatrix(
        packing,
        Prepared.ofInput(
            o,
            input,
            key,
            length(packing, matrices),
            matrices * packing.panels(),
            grain(packing),
            filler(packing, packer)));
  }

  private static int length(GemmPacking packing, int matrices) {
    return Math.multiplyExact(matrices, packing.length());
  }

  private static int grain(GemmPacking packing) {
    int panel = packing.panels() == 0 ? 1 : packing.length() / packing.panels();
    return Math.max(1, GRAIN / Math.max(1, panel));
  }

  private static Prepared.Filler filler(GemmPacking packing, Packer packer) {
    return (part, from, fromAt, to, toAt) -> {
      int matrix = part / packing.panels();
      packer.pack(
          matrix, part % packing.panels(), from, fromAt, to, toAt + matrix * packing.length());
    };
  }

  /** The array with the packed matrices. */
  public Object array(Frame f) {
    return form.array(f);
  }

  /** Where the first packed matrix begins; the others follow at {@code packing().length()}. */
  public int at(Frame f) {
    return form.at(f);
  }
}
