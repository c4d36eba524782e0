package io.sardonyx.runtime.inference;

import io.sardonyx.Dim;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.ValueType;
import io.sardonyx.runtime.ir.Constant;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is known of the values of one graph while types are inferred: types, contents, and partly
 * known contents of small integer tensors. Mutable; owned by one inference.
 */
public final class ValueFacts {

  /** Longest integer vector whose partly known contents are followed. */
  private static final int MAX_DIMS = 1024;

  private final Graph graph;
  private final ValueType[] types;
  private final Tensor[] values;
  private final List<List<Dim>> dims;

  /** Starts with the graph's constants and nothing else. */
  public ValueFacts(Graph graph) {
    this.graph = graph;
    this.types = new ValueType[graph.valueCount()];
    this.values = new Tensor[graph.valueCount()];
    this.dims = new ArrayList<>(java.util.Collections.nCopies(graph.valueCount(), null));
    for (int v = 0; v < types.length; v++) {
      Constant constant = graph.constant(v);
      if (constant != null) {
        types[v] = constant.type();
      }
    }
  }

  private ValueFacts(ValueFacts other) {
    this.graph = other.graph;
    this.types = other.types.clone();
    this.values = other.values.clone();
    this.dims = new ArrayList<>(other.dims);
  }

  /** An independent copy. */
  public ValueFacts copy() {
    return new ValueFacts(this);
  }

  public Graph graph() {
    return graph;
  }

  /** The type; null as long as it is not inferred. */
  public ValueType type(int value) {
    return types[value];
  }

  public void setType(int value, ValueType type) {
    types[value] = type;
  }

  /** The types of all values. */
  public List<ValueType> types() {
    return Arrays.asList(types.clone());
  }

  /** The contents if they are known, a constant's included; else null. */
  public Tensor value(int value) {
    if (value == Node.ABSENT) {
      return null;
    }
    if (values[value] == null && graph.constant(value) != null) {
      return graph.constant(value).tensor();
    }
    return values[value];
  }

  /** Whether {@link #value} is not null. */
  public boolean isKnown(int value) {
    return value != Node.ABSENT && (values[value] != null || graph.constant(value) != null);
  }

  /** Sets the contents of a value that is not a constant of the graph. */
  public void setValue(int value, Tensor tensor) {
    values[value] = tensor;
    types[value] = tensor.type();
    dims.set(value, null);
  }

  /** Forgets the contents of a value. */
  public void clearValue(int value) {
    values[value] = null;
  }

  /** The contents of an integer vector or scalar as far as known; null if not even their number. */
  public List<Dim> dims(int value) {
    if (value == Node.ABSENT) {
      return null;
    }
    if (dims.get(value) != null) {
      return dims.get(value);
    }
    if (!(types[value] instanceof TensorType t)
        || !t.shape().isKnown()
        || t.shape().rank() > 1
        || t.shape().elements() > MAX_DIMS) {
      return null;
    }
    if (!isKnown(value)) {
      return switch (t.elementType()) {
        case INT64, INT32 ->
            List.copyOf(java.util.Collections.nCopies((int) t.shape().elements(), Dim.UNKNOWN));
        default -> null;
      };
    }
    List<Dim> known = new ArrayList<>();
    switch (t.elementType()) {
      case INT64 -> {
        for (long x : value(value).longs()) {
          known.add(Dim.of(x));
        }
      }
      case INT32 -> {
        for (int x : value(value).ints()) {
          known.add(Dim.of(x));
        }
      }
      default -> {
        return null;
      }
    }
    return known;
  }

  /** Sets partly known contents. */
  public void setDims(int value, List<Dim> contents) {
    dims.set(value, List.copyOf(contents));
  }
}
