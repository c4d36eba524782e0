package io.sardonyx.ops.family;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.kernels.BinaryFunction;
import io.sardonyx.runtime.spi.InferContext;
import java.util.ArrayList;
import java.util.List;

/** Arithmetic on the partly known contents of small integer tensors, such as shapes. */
public final class Contents {

  private Contents() {}

  /**
   * What is known of output 0, if it is {@code function} of all inputs, from left to right; null if
   * nothing is.
   */
  public static List<Dim> of(InferContext c, BinaryFunction function) {
    if (c.elementType(0) != ElementType.INT64 && c.elementType(0) != ElementType.INT32) {
      return null;
    }
    List<Dim> joined = c.contents(0);
    for (int i = 1; i < c.inputCount() && joined != null; i++) {
      joined = joined(function, joined, c.contents(i), c.elementType(0) == ElementType.INT32);
    }
    return joined;
  }

  private static List<Dim> joined(BinaryFunction f, List<Dim> a, List<Dim> b, boolean isInt) {
    if (b == null || (a.size() != b.size() && a.size() != 1 && b.size() != 1)) {
      return null;
    }
    int size = a.size() == 1 ? b.size() : a.size();
    List<Dim> result = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      Dim d = apply(f, a.get(a.size() == 1 ? 0 : i), b.get(b.size() == 1 ? 0 : i));
      result.add(isInt && d.isKnown() ? d.map(Contents::wrapped) : d);
    }
    return result;
  }

  private static long wrapped(long size) {
    return (int) size;
  }

  private static Dim apply(BinaryFunction f, Dim a, Dim b) {
    if (a.isKnown() && b.isKnown()) {
      return known(f, a.size(), b.size());
    }
    return switch (f) {
      case ADD -> a.is(0) ? b : b.is(0) ? a : Dim.UNKNOWN;
      case SUB -> b.is(0) ? a : Dim.UNKNOWN;
      case MUL -> a.is(1) ? b : b.is(1) ? a : a.is(0) || b.is(0) ? Dim.of(0) : Dim.UNKNOWN;
      case DIV -> b.is(1) ? a : Dim.UNKNOWN;
      case MIN, MAX -> a.isSymbol() && a.equals(b) ? a : Dim.UNKNOWN;
      default -> Dim.UNKNOWN;
    };
  }

  private static Dim known(BinaryFunction f, long a, long b) {
    try {
      return Dim.of(f.applyInteger(a, b));
    } catch (ArithmeticException e) {
      // The node itself reports it, if it ever runs.
      return Dim.UNKNOWN;
    }
  }
}
