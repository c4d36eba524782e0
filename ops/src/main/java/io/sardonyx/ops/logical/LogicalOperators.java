package io.sardonyx.ops.logical;

import io.sardonyx.kernels.BitFunction;
import io.sardonyx.kernels.Comparison;
import io.sardonyx.ops.family.Alignment;
import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code logical}. */
public final class LogicalOperators {

  private LogicalOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {
    bits(r, "And", BitFunction.AND);
    bits(r, "Or", BitFunction.OR);
    bits(r, "Xor", BitFunction.XOR);
    compare(r, "Equal", Comparison.EQUAL, false);
    compare(r, "Less", Comparison.LESS, false);
    compare(r, "Greater", Comparison.LESS, true);
    r.op("LessOrEqual", 12, a -> new Compare(Comparison.LESS_OR_EQUAL, false, Alignment.NUMPY))
        .op("GreaterOrEqual", 12, a -> new Compare(Comparison.LESS_OR_EQUAL, true, Alignment.NUMPY))
        .op("Not", 1, a -> new Not())
        .op("BitShift", 11, BitShift::new)
        .op("BitwiseAnd", 18, a -> new Bitwise(BitFunction.AND, Alignment.NUMPY))
        .op("BitwiseOr", 18, a -> new Bitwise(BitFunction.OR, Alignment.NUMPY))
        .op("BitwiseXor", 18, a -> new Bitwise(BitFunction.XOR, Alignment.NUMPY))
        .op("BitwiseNot", 18, a -> new BitwiseNot());
  }

  private static void bits(Registrar r, String name, BitFunction function) {
    r.op(name, 1, a -> new Bitwise(function, Alignment.legacy(a)))
        .op(name, 7, a -> new Bitwise(function, Alignment.NUMPY));
  }

  private static void compare(Registrar r, String name, Comparison comparison, boolean swaps) {
    r.op(name, 1, a -> new Compare(comparison, swaps, Alignment.legacy(a)))
        .op(name, 7, a -> new Compare(comparison, swaps, Alignment.NUMPY));
  }
}
