package io.sardonyx.runtime.spi;

import io.sardonyx.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Adds nodes to a graph that is being made. Values are known by ids; {@link #ABSENT} stands for one
 * that is omitted. Operators of the default domain are those of its newest version, and attributes
 * that are not given have their schema's defaults.
 */
public interface NodeBuilder {

  /** The id of an omitted value. */
  int ABSENT = -1;

  /**
   * Adds a node.
   *
   * @param domain the operator's domain; empty for ai.onnx
   * @param attributes as {@link Attributes} describes them
   * @param outputs how many outputs it has
   * @return the outputs
   */
  int[] node(
      String domain, String name, Map<String, Object> attributes, int outputs, int... inputs);

  /** Adds a constant. */
  int constant(Tensor tensor);

  /** Adds a node of the default domain with one output. */
  default int op(String name, Map<String, Object> attributes, int... inputs) {
    return node("", name, attributes, 1, inputs)[0];
  }

  /** Adds a node of the default domain with one output and no attributes. */
  default int op(String name, int... inputs) {
    return op(name, Map.of(), inputs);
  }

  /** The sum, product and so on of values and of numbers in the type of {@code like}. */
  default int number(double value, int like) {
    return op("CastLike", constant(Tensor.of(new double[] {value})), like);
  }

  /** A vector of int64. */
  default int vector(long... values) {
    return constant(Tensor.of(values, values.length));
  }

  /** Vectors joined to one, such as the parts of a shape. */
  default int joined(int... vectors) {
    return op("Concat", Map.of("axis", 0L), vectors);
  }

  /** The size of one dimension, counted from the back if negative, as a vector of one int64. */
  default int size(int value, long axis) {
    int shape = op("Shape", value);
    return op("Gather", Map.of("axis", 0L), shape, vector(axis));
  }

  /** Parts of these sizes along an axis. */
  default int[] split(int value, long axis, long... sizes) {
    return node("", "Split", Map.of("axis", axis), sizes.length, value, vector(sizes));
  }

  /** The value with its dimensions in another order. */
  default int transposed(int value, long... perm) {
    return op("Transpose", Map.of("perm", perm), value);
  }

  /** The value in another shape; 0 stands for the same size as before, -1 for the rest. */
  default int reshaped(int value, long... shape) {
    return op("Reshape", value, vector(shape));
  }

  /** The value with dimensions of size 1 put in. */
  default int unsqueezed(int value, long... axes) {
    return op("Unsqueeze", value, vector(axes));
  }

  /** The part from {@code start} to before {@code end} along an axis. */
  default int sliced(int value, int start, int end, long axis) {
    return op("Slice", value, start, end, vector(axis));
  }

  /** Attributes by name, one after the other: {@code attributes("axis", 1L, "keepdims", 0L)}. */
  static Map<String, Object> attributes(Object... namesAndValues) {
    java.util.LinkedHashMap<String, Object> map = new java.util.LinkedHashMap<>();
    List<Object> list = List.of(namesAndValues);
    for (int i = 0; i < list.size(); i += 2) {
      map.put((String) list.get(i), list.get(i + 1));
    }
    return map;
  }
}
