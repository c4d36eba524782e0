package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.InvalidModelException;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.Copies;
import io.sardonyx.ops.family.Units;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.List;
import java.util.Locale;

/**
 * Every element converted to another type.
 *
 * @param to the type; null: that of input 1, which is CastLike
 * @param saturate whether float8 numbers out of range become the largest and not infinite or NaN
 * @param rounding how float8e8m0 is rounded
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Cast.html">Cast</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__CastLike.html">CastLike</a>
 */
record Cast(ElementType to, boolean saturate, PowerOfTwoRounding rounding) implements Operator {

  /** Version 1, where the type is given by its name. */
  static Cast version1(Attributes a) {
    String name = a.string("to");
    ElementType type = ElementType.ofOnnxName(name.toLowerCase(Locale.ROOT));
    if (type == null) {
      throw new InvalidModelException("attribute 'to' is '" + name + "'; expected a type's name");
    }
    return new Cast(type, true, PowerOfTwoRounding.UP);
  }

  /** Cast from version 6 on. */
  static Cast cast(Attributes a) {
    return of(ElementType.ofCode(a.intValue("to")), a);
  }

  /** CastLike. */
  static Cast like(Attributes a) {
    return of(null, a);
  }

  private static Cast of(ElementType to, Attributes a) {
    return new Cast(
        to,
        a.integer("saturate", 1) != 0,
        a.has("round_mode")
            ? a.choice("round_mode", PowerOfTwoRounding.class)
            : PowerOfTwoRounding.UP);
  }

  private ElementType target(NodeContext c) {
    return to == null ? c.elementType(1) : to;
  }

  @Override
  public void infer(InferContext c) {
    ElementType target = target(c);
    if (target.isComplex() || c.elementType(0).isComplex()) {
      throw c.error("cannot convert %s to %s", c.elementType(0), target);
    }
    c.output(0, target, c.shape(0));
    List<Dim> contents = c.contents(0);
    if (contents != null && target == ElementType.INT64) {
      c.outputDims(0, contents);
    } else if (contents != null && target == ElementType.INT32) {
      c.outputDims(0, contents.stream().map(d -> d.isKnown() ? d.map(x -> (int) x) : d).toList());
    }
  }

  @Override
  public Step compile(CompileContext c) {
    ElementType from = c.elementType(0);
    ElementType target = target(c);
    if (haveEqualBits(from, target)) {
      return Copies.view(c);
    }
    long elements = Shape.elements(c.dims(0));
    int x = c.input(0);
    int y = c.output(0);
    if (target == ElementType.STRING) {
      return StringCast.writing(from, x, y, elements);
    }
    Units units = Units.of(target);
    if (from == ElementType.STRING) {
      ElementType between = StringCast.between(target);
      int numbers = c.scratch(between.storage(), elements);
      Step read = StringCast.reading(x, target, numbers, elements);
      Step cast = new NumberCast(between, target, saturate, rounding).step(c, numbers, y, elements);
      return units.clearingTail(y, elements, Copies.all(List.of(read, cast)));
    }
    if (from.storage() == target.storage() && from.bits() == target.bits()) {
      c.inPlace(0, 0);
    }
    Step step = new NumberCast(from, target, saturate, rounding).step(c, x, y, elements);
    return units.clearingTail(y, elements, step);
  }

  /** Whether the conversion changes no bits, given that integers just lose their upper ones. */
  private static boolean haveEqualBits(ElementType from, ElementType to) {
    boolean fromInteger = from.isInteger() || from == ElementType.BOOL;
    return from == to || (fromInteger && to.isInteger() && from.bits() == to.bits());
  }
}
