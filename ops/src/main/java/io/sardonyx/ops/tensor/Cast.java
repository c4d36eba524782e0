package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.InvalidModelException;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.Copies;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.ops.family.Units;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
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
    if (from == ElementType.STRING) {
      return Units.of(target).clearingTail(y, elements, parsing(c, target, x, y, elements));
    }
    if (target == ElementType.STRING) {
      NumberAccess source = NumberAccess.of(from);
      int per = from.isPacked() ? 8 / from.bits() : 1;
      return f -> {
        String[] texts = f.strings(y);
        for (int i = 0; i < elements; i++) {
          texts[f.offset(y) + i] = NumberText.text(from, source, f.array(x), f.offset(x) * per + i);
        }
      };
    }
    if (from.storage() == target.storage() && from.bits() == target.bits()) {
      c.inPlace(0, 0);
    }
    Step step = new NumberCast(from, target, saturate, rounding).step(c, x, y, elements);
    return Units.of(target).clearingTail(y, elements, step);
  }

  /** Whether the conversion changes no bits, given that integers just lose their upper ones. */
  private static boolean haveEqualBits(ElementType from, ElementType to) {
    boolean fromInteger = from.isInteger() || from == ElementType.BOOL;
    return from == to || (fromInteger && to.isInteger() && from.bits() == to.bits());
  }

  /** Reads strings, as longs or doubles first, then as for numbers. */
  private Step parsing(CompileContext c, ElementType target, int x, int y, long elements) {
    ElementType between =
        target.isInteger()
            ? ElementType.INT64
            : target == ElementType.FLOAT ? ElementType.FLOAT : ElementType.DOUBLE;
    int numbers = c.scratch(between.storage(), elements);
    Step cast = new NumberCast(between, target, saturate, rounding).step(c, numbers, y, elements);
    Step parse =
        Ranges.step(
            elements,
            Ranges.COSTLY,
            (f, from, end, w) -> {
              for (int i = from; i < end; i++) {
                parse(f, f.strings(x)[f.offset(x) + i], target, numbers, i);
              }
            });
    return f -> {
      parse.run(f);
      cast.run(f);
    };
  }

  private static void parse(Frame f, String text, ElementType target, int numbers, int i) {
    int at = f.offset(numbers) + i;
    try {
      if (target.isInteger()) {
        f.longs(numbers)[at] = NumberText.parseLong(text);
      } else if (target == ElementType.FLOAT) {
        f.floats(numbers)[at] = NumberText.parseFloat(text);
      } else if (target == ElementType.BOOL) {
        f.doubles(numbers)[at] = NumberText.parseBoolean(text) ? 1 : 0;
      } else {
        f.doubles(numbers)[at] = NumberText.parseDouble(text);
      }
    } catch (NumberFormatException e) {
      throw f.error("element %d is '%s'; expected a number for %s", i, text, target);
    }
  }
}
