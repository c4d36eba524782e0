package io.sardonyx.ops.generator;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.List;

/**
 * The numbers from a start up to a limit, which is left out, at equal distances.
 *
 * @param stash the type in which float16 and bfloat16 are computed
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Range.html">Range</a>
 */
record Range(ElementType stash) implements Operator {

  Range(Attributes a) {
    this(ElementType.ofCode(a.intValue("stash_type", ElementType.FLOAT.code())));
  }

  @Override
  public void infer(InferContext c) {
    if (stash != ElementType.FLOAT && stash != ElementType.DOUBLE) {
      throw c.error("stash_type is %s; expected float or double", stash);
    }
    for (int i = 0; i < 3; i++) {
      if (c.shape(i).isKnown() && c.shape(i).elements() != 1) {
        throw c.error("input %d has shape %s; expected one number", i, c.shape(i));
      }
    }
    c.output(0, c.elementType(0), Shape.of(length(c)));
  }

  private static Dim length(InferContext c) {
    Tensor start = c.value(0);
    Tensor limit = c.value(1);
    Tensor delta = c.value(2);
    if (start != null && limit != null && delta != null) {
      return Dim.of(length(c, start, limit, delta));
    }
    // Counting from 0 to a dimension that is a symbol gives as many numbers.
    return is(c.contents(0), 0) && is(c.contents(2), 1) && c.contents(1) != null
        ? c.contents(1).getFirst()
        : Dim.UNKNOWN;
  }

  private static boolean is(List<Dim> contents, long value) {
    return contents != null && contents.size() == 1 && contents.getFirst().is(value);
  }

  private static long length(NodeContext c, Tensor start, Tensor limit, Tensor delta) {
    if (start.elementType().isFloat()) {
      double step = getDouble(delta);
      double length = Math.ceil((getDouble(limit) - getDouble(start)) / step);
      if (step == 0 || Double.isNaN(length) || length >= Long.MAX_VALUE) {
        throw c.error("cannot count from %s to %s by %s", getDouble(start), getDouble(limit), step);
      }
      return Math.max(0, (long) length);
    }
    long from = getLong(start);
    long to = getLong(limit);
    long step = getLong(delta);
    if (step == 0) {
      throw c.error("cannot count from %d to %d by 0", from, to);
    }
    if (step > 0 ? to <= from : to >= from) {
      return 0;
    }
    // The distance may need all 64 bits.
    long length =
        step > 0
            ? Long.divideUnsigned(to - from - 1, step) + 1
            : Long.divideUnsigned(from - to - 1, -step) + 1;
    if (length <= 0) {
      throw c.error("counting from %d to %d by %d gives too many numbers", from, to, step);
    }
    return length;
  }

  private static double getDouble(Tensor scalar) {
    return NumberAccess.of(scalar.elementType()).getDouble(scalar.array(), scalar.offset());
  }

  private static long getLong(Tensor scalar) {
    return NumberAccess.of(scalar.elementType()).getLong(scalar.array(), scalar.offset());
  }

  @Override
  public Step compile(CompileContext c) {
    long elements = Shape.elements(c.outputDims(0));
    if (elements == 0) {
      return f -> {};
    }
    int start = c.input(0);
    int delta = c.input(2);
    int y = c.output(0);
    ElementType type = c.elementType(0);
    NumberAccess numbers = NumberAccess.of(type);
    boolean narrow = type == ElementType.FLOAT16 || type == ElementType.BFLOAT16;
    boolean single = narrow && stash == ElementType.FLOAT;
    return Ranges.step(
        elements,
        Ranges.COSTLY,
        (f, from, to, w) -> {
          Object array = f.array(y);
          int at = f.offset(y);
          if (!type.isFloat()) {
            long first = numbers.getLong(f.array(start), f.offset(start));
            long step = numbers.getLong(f.array(delta), f.offset(delta));
            for (int i = from; i < to; i++) {
              numbers.setLong(array, at + i, first + i * step);
            }
            return;
          }
          double first = numbers.getDouble(f.array(start), f.offset(start));
          double step = numbers.getDouble(f.array(delta), f.offset(delta));
          for (int i = from; i < to; i++) {
            double x = single ? (float) first + i * (float) step : first + i * step;
            numbers.setDouble(array, at + i, x);
          }
        });
  }
}
