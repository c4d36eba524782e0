package io.sardonyx.ops.ml;

import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * Replaces one value, such as NaN, by others: one for all, or one for every feature.
 *
 * @param floats what to put into tensors of floats; may be null
 * @param integers what to put into tensors of integers; may be null
 * @param replacedFloat what to replace in tensors of floats
 * @param replacedInteger what to replace in tensors of integers
 * @see <a href="https://onnx.ai/onnx/operators/onnx_aionnxml_Imputer.html">Imputer</a>
 */
record Imputer(float[] floats, long[] integers, float replacedFloat, long replacedInteger)
    implements Operator {

  Imputer(Attributes a) {
    this(
        a.numbersOrNull("imputed_value_floats"),
        a.integersOrNull("imputed_value_int64s"),
        a.number("replaced_value_float"),
        a.integer("replaced_value_int64"));
  }

  @Override
  public void infer(InferContext c) {
    boolean isFloat = c.elementType(0).isFloat();
    int values = isFloat ? length(floats) : integers == null ? 0 : integers.length;
    if (values == 0) {
      throw c.error(
          "its input is %s; expected imputed_value_%s", c.type(0), isFloat ? "floats" : "int64s");
    }
    if (values > 1) {
      Samples.requireFeatures(c, values);
    }
    c.output(0, c.tensorType(0));
  }

  private static int length(float[] values) {
    return values == null ? 0 : values.length;
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int y = c.output(0);
    c.inPlace(0, 0);
    NumberAccess access = NumberAccess.of(c.elementType(0));
    boolean isFloat = c.elementType(0).isFloat();
    int values = isFloat ? floats.length : integers.length;
    return Ranges.step(
        c.shape(0).elements(),
        Ranges.COSTLY,
        (f, from, to, w) -> {
          Object a = f.array(x);
          Object b = f.array(y);
          for (int i = from; i < to; i++) {
            int at = f.offset(x) + i;
            if (isFloat && isReplaced(access.getDouble(a, at))) {
              access.setDouble(b, f.offset(y) + i, floats[i % values]);
            } else if (!isFloat && access.getLong(a, at) == replacedInteger) {
              access.setLong(b, f.offset(y) + i, integers[i % values]);
            } else {
              System.arraycopy(a, at, b, f.offset(y) + i, 1);
            }
          }
        });
  }

  private boolean isReplaced(double x) {
    return x == replacedFloat || (Float.isNaN(replacedFloat) && Double.isNaN(x));
  }
}
