package io.sardonyx.ops.math;

import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Storage;
import io.sardonyx.Tensor;
import io.sardonyx.kernels.BinaryFunction;
import io.sardonyx.ops.family.Alignment;
import io.sardonyx.ops.family.ArithmeticLoops;
import io.sardonyx.ops.family.Codec;
import io.sardonyx.ops.family.Elementwise;
import io.sardonyx.ops.family.KernelSets;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * The first input to the power of the second. They may be of different types; the result is of the
 * first one's.
 *
 * @param alignment how the inputs are brought to one shape
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Pow.html">Pow</a>
 */
record Pow(Alignment alignment) implements Operator {

  /** Integers up to this one are floats. */
  private static final double MAX_INTEGER_OF_FLOAT = 1 << 24;

  @Override
  public void infer(InferContext c) {
    c.output(0, c.elementType(0), alignment.shape(c));
  }

  @Override
  public Step compile(CompileContext c) {
    ElementType base = c.elementType(0);
    ElementType exponent = c.elementType(1);
    Storage domain = domain(c, base, exponent);
    boolean isUnsigned = domain == Storage.LONGS && exponent == ElementType.UINT64;
    Codec result = Codec.of(base, domain);
    return Elementwise.binary(
        c,
        alignment.walk(c),
        result,
        Codec.of(exponent, domain),
        result,
        domain == Storage.FLOATS,
        Ranges.COSTLY,
        isUnsigned
            ? ArithmeticLoops.of(BinaryFunction.POW, exponent, KernelSets.of(c).elementwise())
            : ArithmeticLoops.of(BinaryFunction.POW, domain, KernelSets.of(c).elementwise()));
  }

  /** The arrays to compute on: longs if both are integers, doubles if floats would lose digits. */
  private static Storage domain(CompileContext c, ElementType base, ElementType exponent) {
    if (base.isInteger()) {
      return exponent.isInteger() ? Storage.LONGS : Storage.DOUBLES;
    }
    boolean isDouble = base == ElementType.DOUBLE || exponent == ElementType.DOUBLE;
    boolean isWide = exponent.isInteger() && exponent.bits() > 16;
    return isDouble || (isWide && !isSmallConstant(c)) ? Storage.DOUBLES : Storage.FLOATS;
  }

  private static boolean isSmallConstant(CompileContext c) {
    Tensor exponent = c.isConstant(1) ? c.value(1) : null;
    if (exponent == null || Shape.elements(exponent.shape()) != 1) {
      return false;
    }
    double x =
        NumberAccess.of(exponent.elementType()).getDouble(exponent.array(), exponent.offset());
    return Math.abs(x) <= MAX_INTEGER_OF_FLOAT;
  }
}
