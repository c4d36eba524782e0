package io.sardonyx.ops.matrix;

import io.sardonyx.Storage;
import io.sardonyx.ops.family.Ranges;

import io.sardonyx.runtime.spi.FloatSpan;
import io.sardonyx.runtime.spi.Frame;

/**
 * Another form of an operand: made once if the operand is a constant of the model, else by every
 * run in scratch memory before the operator's step.
 */
public final class Prepared {

  /** Writes one part of the new form. */
  @FunctionalInterface
  public interface Filler {
    /** Writes part {@code part} of the form that begins at {@code toAt}. */
    void fill(int part, Object from, int fromAt, Object to, int toAt);
  }

  /** A form that was made once: an array and where it begins. */
  private record Constant(Object array, int at) {}

  private final Constant constant;
  private final int slot;

  private Prepared(Constant constant, int slot) {
    this.constant = constant;
    this.slot = slot;
  }

  /**
   * A form of an input.
   *
   * @param key what the form depends on, apart from the node
   * @param length numbers in the form; the filler writes all that are not zero, or not read
   * @param parts number of parts
   * @param grain parts that one task writes
   */
  public static Prepared ofInput(
      Operands o, int input, Object key, int length, int parts, int grain, Filler filler) {
    if (!o.isConstant(input)) {
      return ofSlot(o, o.input(input), length, parts, grain, filler);
    }
    Constant constant =
        o.context()
            .packed(
                key,
                () -> {
                  Object from = o.constant(input);
                  int fromAt = o.constantOffset(input);
                  Constant to = room(o, length);
                  for (int part = 0; part < parts; part++) {
                    filler.fill(part, from, fromAt, to.array(), to.at());
                  }
                  return to;
                });
    return new Prepared(constant, -1);
  }

  private static Constant room(Operands o, int length) {
    Storage storage = o.arithmetic().storage();
    if (storage != Storage.FLOATS) {
      return new Constant(storage.allocate(length), 0);
    }
    FloatSpan span = o.context().packedFloats(length);
    return new Constant(span.array(), span.at());
  }

  /** A form of what lies in a slot. */
  static Prepared ofSlot(Operands o, int from, int length, int parts, int grain, Filler filler) {
    int scratch = o.scratch(length);
    o.before(
        Ranges.step(
            parts,
            grain,
            (f, first, end, w) -> {
              for (int part = first; part < end; part++) {
                filler.fill(
                    part, f.array(from), f.offset(from), f.array(scratch), f.offset(scratch));
              }
            }));
    return new Prepared(null, scratch);
  }

  /** An operand as it is. */
  static Prepared asIs(int slot) {
    return new Prepared(null, slot);
  }

  /** The array with the form. */
  public Object array(Frame f) {
    return constant != null ? constant.array() : f.array(slot);
  }

  /** Where the form begins. */
  public int at(Frame f) {
    return constant != null ? constant.at() : f.offset(slot);
  }
}
