package io.sardonyx.ops.matrix;

import io.sardonyx.kernels.GemmPacking;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.Frame;
import java.util.List;

/**
 * Right operands of products in packed form: made once if they are a constant of the model, else by
 * every run in scratch memory before the operator's step.
 */
public final class PackedMatrix {

  /** Numbers that are packed by one task, about. */
  private static final int GRAIN = 64 * 1024;

  private final GemmPacking packing;
  private final Object constant;
  private final int scratch;

  private PackedMatrix(GemmPacking packing, Object constant, int scratch) {
    this.packing = packing;
    this.constant = constant;
    this.scratch = scratch;
  }

  /** Packs k x n matrices, now or by a step before the operator's. */
  public static PackedMatrix of(Operands o, RightMatrix b, int k, int n) {
    Arithmetic arithmetic = o.arithmetic();
    GemmPacking packing = arithmetic.packing(n, k);
    int matrices = b.offsets().length;
    int length = Math.multiplyExact(matrices, packing.length());
    int panels = packing.panels() * matrices;
    if (b.input() >= 0 && o.isConstant(b.input())) {
      Object constant =
          o.context()
              .packed(
                  List.of(b.input(), k, n, b.kStride(), b.columnStride(), matrices),
                  () -> {
                    Object from = o.constant(b.input());
                    Object packed = arithmetic.storage().allocate(length);
                    for (int p = 0; p < panels; p++) {
                      pack(arithmetic, packing, b, p, from, 0, packed, 0);
                    }
                    return packed;
                  });
      return new PackedMatrix(packing, constant, -1);
    }
    int scratch = o.scratch(length);
    int from = b.slot(o);
    if (panels > 0) {
      int grain = Math.max(1, GRAIN / Math.max(1, k * packing.widths()[0]));
      o.before(
          Ranges.step(
              panels,
              grain,
              (f, p0, p1, w) -> {
                for (int p = p0; p < p1; p++) {
                  pack(
                      arithmetic,
                      packing,
                      b,
                      p,
                      f.array(from),
                      f.offset(from),
                      f.array(scratch),
                      f.offset(scratch));
                }
              }));
    }
    return new PackedMatrix(packing, null, scratch);
  }

  private static void pack(
      Arithmetic arithmetic,
      GemmPacking packing,
      RightMatrix b,
      int panel,
      Object from,
      int fromAt,
      Object packed,
      int at) {
    int matrix = panel / packing.panels();
    arithmetic.packPanel(
        packing,
        panel % packing.panels(),
        from,
        fromAt + b.offsets()[matrix],
        b.kStride(),
        b.columnStride(),
        b.scale(),
        packed,
        at + matrix * packing.length());
  }

  public GemmPacking packing() {
    return packing;
  }

  /** The array with the packed matrices. */
  public Object array(Frame f) {
    return constant != null ? constant : f.array(scratch);
  }

  /** Where the first packed matrix begins; the others follow at {@code packing().length()}. */
  public int at(Frame f) {
    return constant != null ? 0 : f.offset(scratch);
  }
}
