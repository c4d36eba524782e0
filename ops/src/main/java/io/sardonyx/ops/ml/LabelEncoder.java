package io.sardonyx.ops.ml;

import io.sardonyx.ElementType;
import io.sardonyx.InvalidModelException;
import io.sardonyx.Tensor;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.List;

/**
 * For every element the value that a list of keys and values maps it to. Versions 2 and later.
 *
 * @param dictionary the keys and values
 * @see <a href="https://onnx.ai/onnx/operators/onnx_aionnxml_LabelEncoder.html">LabelEncoder</a>
 */
record LabelEncoder(Dictionary dictionary) implements Operator {

  /**
   * Reads the node's lists.
   *
   * @param lastCounts see {@link Dictionary}
   * @param comparesNumbers see {@link Dictionary}
   */
  static LabelEncoder of(Attributes a, boolean lastCounts, boolean comparesNumbers) {
    Tensor keys = list(a, "keys");
    Tensor values = list(a, "values");
    if (keys.size() != values.size()) {
      throw new InvalidModelException(
          "there are %d keys and %d values; expected the same number"
              .formatted(keys.size(), values.size()));
    }
    Tensor other = other(a, values.elementType());
    return new LabelEncoder(new Dictionary(keys, values, other, lastCounts, comparesNumbers));
  }

  private static Tensor list(Attributes a, String name) {
    Tensor list = null;
    int given = 0;
    if (a.has(name + "_floats")) {
      float[] floats = a.numbers(name + "_floats");
      list = Tensor.of(floats, floats.length);
      given++;
    }
    if (a.has(name + "_int64s")) {
      long[] longs = a.integers(name + "_int64s");
      list = Tensor.of(longs, longs.length);
      given++;
    }
    if (a.has(name + "_strings")) {
      List<String> strings = a.strings(name + "_strings");
      list = Tensor.of(strings.toArray(String[]::new), strings.size());
      given++;
    }
    if (a.has(name + "_tensor")) {
      list = a.tensor(name + "_tensor");
      given++;
    }
    if (given != 1) {
      throw new InvalidModelException(
          "%d of the attributes %s_* are given; expected one".formatted(given, name));
    }
    return list;
  }

  private static Tensor other(Attributes a, ElementType type) {
    if (a.isGiven("default_tensor")) {
      Tensor other = a.tensor("default_tensor");
      if (other.elementType() != type || other.size() != 1) {
        throw new InvalidModelException(
            "default_tensor is %s; expected one element of %s".formatted(other.type(), type));
      }
      return other;
    }
    return switch (type) {
      case FLOAT -> Tensor.scalar(a.number("default_float"));
      case DOUBLE -> Tensor.scalar((double) a.number("default_float"));
      case STRING -> Tensor.scalar(a.string("default_string"));
      case INT64 -> Tensor.scalar(a.integer("default_int64"));
      case INT32 -> Tensor.scalar((int) a.integer("default_int64"));
      case INT16 -> Tensor.of(type, new short[] {(short) a.integer("default_int64")});
      default -> throw new InvalidModelException("values of type " + type + " are not supported");
    };
  }

  @Override
  public void infer(InferContext c) {
    if (c.elementType(0) != dictionary.keyType()) {
      throw c.error("its input is %s, but its keys are %s", c.type(0), dictionary.keyType());
    }
    c.output(0, dictionary.valueType(), c.shape(0));
  }

  @Override
  public Step compile(CompileContext c) {
    return dictionary.step(c);
  }
}
