package io.sardonyx.ops.quantization;

import io.sardonyx.ElementType;
import io.sardonyx.Storage;
import io.sardonyx.kernels.FloatFormat;
import io.sardonyx.ops.family.FloatFormats;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * Numbers in a narrow type: {@code saturate(round(x / scale) + zeroPoint)}, halves to even. The
 * division is made in the scale's type, or in the one that {@code precision} names.
 *
 * @param axis along which scales differ
 * @param blockSize indices of the axis that share a scale; 0 for none
 * @param saturate whether 8-bit floats take their largest number for what is out of range
 * @param outputType the output's type; null if the zero point tells
 * @param precision type of the division; null for the scale's
 * @see <a href="https://onnx.ai/onnx/operators/onnx__QuantizeLinear.html">QuantizeLinear</a>
 */
record QuantizeLinear(
    long axis, long blockSize, boolean saturate, ElementType outputType, ElementType precision)
    implements Operator {

  QuantizeLinear(Attributes a) {
    this(
        a.integer("axis", 1),
        a.integer("block_size", 0),
        a.integer("saturate", 1) != 0,
        type(a, "output_dtype"),
        type(a, "precision"));
  }

  static ElementType type(Attributes a, String name) {
    int code = a.intValue(name, 0);
    return code == 0 ? null : ElementType.ofCode(code);
  }

  @Override
  public void infer(InferContext c) {
    ElementType type = outputType;
    if (c.hasInput(2)) {
      type = c.elementType(2);
      if (outputType != null && outputType != type) {
        throw c.error("output_dtype is %s, but the zero point is %s", outputType, type);
      }
    }
    type = type == null ? ElementType.UINT8 : type;
    if (!isQuantized(type)) {
      throw c.error("output_dtype is %s; expected an integer or float of at most 16 bits", type);
    }
    if (precision != null && !isPrecision(precision)) {
      throw c.error("precision is %s; expected float, double, float16 or bfloat16", precision);
    }
    Granularity.check(c, axis, blockSize);
    c.output(0, type, c.shape(0));
  }

  private static boolean isQuantized(ElementType type) {
    return switch (type) {
      case FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ, FLOAT4E2M1 -> true;
      default -> type.isInteger() && type.bits() <= 16;
    };
  }

  private static boolean isPrecision(ElementType type) {
    return switch (type) {
      case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> true;
      default -> false;
    };
  }

  /** The type in which to divide; DOUBLE stands for exact quotients of integers too. */
  private ElementType divisionType(NodeContext c) {
    if (precision != null) {
      return precision;
    }
    return switch (c.elementType(1)) {
      case INT32 -> ElementType.DOUBLE;
      case FLOAT8E8M0 ->
          c.elementType(0) == ElementType.INT32 ? ElementType.FLOAT : c.elementType(0);
      default -> c.elementType(1);
    };
  }

  @Override
  public Step compile(CompileContext c) {
    ElementType division = divisionType(c);
    return division == ElementType.DOUBLE ? doubleStep(c) : floatStep(c, division);
  }

  private Step floatStep(CompileContext c, ElementType division) {
    int x = c.input(0);
    int y = c.output(0);
    ElementType type = c.outputElementType(0);
    Granularity g = Granularity.of(c, axis, blockSize);
    FloatFormat format = FloatFormats.of(division);
    boolean roundsInput = format != null && c.elementType(0) != division;
    boolean isInteger = type.isInteger();
    Elements.Reader reader = Elements.reader(c.elementType(0));
    Elements.Writer writer = Elements.writer(type, saturate);
    Scales scales = Scales.declare(c, 1, g.count(), format);
    Scales zeros = c.hasInput(2) ? Scales.declare(c, 2, g.count(), null) : null;
    c.workerScratch(Storage.FLOATS, Ranges.COSTLY);
    Ranges ranges = new Ranges(Math.toIntExact(c.shape(0).elements()), Ranges.COSTLY);
    var task =
        ranges.task((f, from, to, w) -> {
          float[] v = f.workerFloats(w);
          int n = to - from;
          reader.read(f, x, from, v, 0, n);
          if (roundsInput) {
            Rounding.toFormat(v, n, format);
          }
          scales.divide(f, g, v, from, n);
          if (format != null) {
            Rounding.toFormat(v, n, format);
          }
          if (isInteger) {
            Rounding.toWhole(v, n);
          }
          if (zeros != null) {
            zeros.add(f, g, v, from, n);
          }
          Elements.clearPacked(f, y, type, from, to);
          writer.write(f, v, 0, y, from, n);
        });
    int tasks = ranges.tasks();
    return f -> {
      scales.read(f);
      if (zeros != null) {
        zeros.read(f);
      }
      f.parallel(tasks, task);
    };
  }

  /** For divisions that floats are too narrow for; rare enough to go element by element. */
  private Step doubleStep(CompileContext c) {
    int[] slots = {c.input(0), c.input(1), c.input(2)};
    int y = c.output(0);
    ElementType[] types = {
      c.elementType(0), c.elementType(1), c.hasInput(2) ? c.elementType(2) : ElementType.UINT8
    };
    ElementType type = c.outputElementType(0);
    NumberAccess xs = NumberAccess.of(types[0]);
    NumberAccess scales = NumberAccess.of(types[1]);
    NumberAccess zeros = NumberAccess.of(types[2]);
    Granularity g = Granularity.of(c, axis, blockSize);
    Elements.Writer writer = Elements.writer(type, saturate);
    c.workerScratch(Storage.FLOATS, Ranges.COSTLY);
    return Ranges.step(
        c.shape(0).elements(),
        Ranges.COSTLY,
        (f, from, to, w) -> {
          float[] v = f.workerFloats(w);
          int first = Elements.first(f, slots[0], types[0]);
          int firstScale = Elements.first(f, slots[1], types[1]);
          int firstZero = slots[2] < 0 ? 0 : Elements.first(f, slots[2], types[2]);
          for (int e = from; e < to; e++) {
            int s = g.scaleAt(e);
            double quotient =
                xs.getDouble(f.array(slots[0]), first + e)
                    / scales.getDouble(f.array(slots[1]), firstScale + s);
            double zero = slots[2] < 0 ? 0 : zeros.getDouble(f.array(slots[2]), firstZero + s);
            v[e - from] = (float) ((type.isInteger() ? Math.rint(quotient) : quotient) + zero);
          }
          Elements.clearPacked(f, y, type, from, to);
          writer.write(f, v, 0, y, from, to - from);
        });
  }
}
