package io.sardonyx.ops.matrix;

import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.ops.family.Conversion;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.ops.family.StridedCopy;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A node's tensors as its operator computes with them. Those of other element types are converted
 * into scratch memory before the operator's own step, and results back after it.
 */
public final class Operands {

  private final CompileContext context;
  private final MatrixArithmetic arithmetic;
  private final List<Step> before = new ArrayList<>();
  private final List<Step> after = new ArrayList<>();
  private final Map<Integer, Integer> inputs = new HashMap<>();

  /** The tensors of a node that is computed in this arithmetic. */
  public Operands(CompileContext context, MatrixArithmetic arithmetic) {
    this.context = context;
    this.arithmetic = arithmetic;
  }

  public CompileContext context() {
    return context;
  }

  public MatrixArithmetic arithmetic() {
    return arithmetic;
  }

  /** The slot of input {@code i}, converted. */
  public int input(int i) {
    return inputs.computeIfAbsent(i, this::convertedInput);
  }

  private int convertedInput(int i) {
    int x = context.input(i);
    Conversion conversion = Conversion.of(context.elementType(i), arithmetic.numbers());
    if (conversion.isNative()) {
      return x;
    }
    long length = context.shape(i).elements();
    int converted = scratch(length);
    before(
        Ranges.step(
            length,
            Ranges.COSTLY,
            (f, from, to, w) ->
                conversion.read(
                    f.array(x),
                    f.offset(x) + from,
                    f.array(converted),
                    f.offset(converted) + from,
                    to - from)));
    return converted;
  }

  /** The slot into which to compute output {@code i}; -1 if it is unused. */
  public int output(int i) {
    int y = context.output(i);
    if (!context.hasOutput(i)) {
      return -1;
    }
    Conversion conversion = Conversion.of(context.outputElementType(i), arithmetic.numbers());
    if (conversion.isNative()) {
      return y;
    }
    long length = Shape.elements(context.outputDims(i));
    int computed = scratch(length);
    after.add(
        Ranges.step(
            length,
            Ranges.COSTLY,
            (f, from, to, w) ->
                conversion.write(
                    f.array(computed),
                    f.offset(computed) + from,
                    f.array(y),
                    f.offset(y) + from,
                    to - from)));
    return computed;
  }

  /** Whether input {@code i} is a constant of the model. */
  public boolean isConstant(int i) {
    return context.isConstant(i) && context.value(i) != null;
  }

  /** An array with a constant input's elements, converted; not to be written to. */
  Object constant(int i) {
    Tensor value = context.value(i);
    Conversion conversion = Conversion.of(value.elementType(), arithmetic.numbers());
    if (conversion.isNative()) {
      return value.array();
    }
    int n = Math.toIntExact(value.size());
    Object converted = arithmetic.storage().allocate(n);
    conversion.read(value.array(), value.offset(), converted, 0, n);
    return converted;
  }

  /** Where a constant input's elements begin in that array. */
  int constantOffset(int i) {
    Tensor value = context.value(i);
    return Conversion.of(value.elementType(), arithmetic.numbers()).isNative() ? value.offset() : 0;
  }

  /** Shared scratch memory to compute with. */
  public int scratch(long length) {
    return context.scratch(arithmetic.storage(), length);
  }

  /** The step that copies numbers which lie at any strides, 0 too, densely into another slot. */
  public Step copy(int from, int[] dims, int[] strides, int to) {
    ElementType type = arithmetic.numbers().elementType();
    return StridedCopy.toWhole(type, longs(dims), longs(strides), 0).step(context, from, to);
  }

  private static long[] longs(int[] ints) {
    return Arrays.stream(ints).asLongStream().toArray();
  }

  /** Adds what has to run before the operator's step. */
  public void before(Step step) {
    before.add(step);
  }

  /** The whole step: conversions, preparations, the operator's own step, conversions back. */
  public Step step(Step core) {
    if (before.isEmpty() && after.isEmpty()) {
      return core;
    }
    List<Step> all = new ArrayList<>(before);
    all.add(core);
    all.addAll(after);
    Step[] steps = all.toArray(Step[]::new);
    return f -> {
      for (Step step : steps) {
        step.run(f);
      }
    };
  }
}
