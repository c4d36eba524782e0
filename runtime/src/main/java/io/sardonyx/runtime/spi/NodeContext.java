package io.sardonyx.runtime.spi;

import io.sardonyx.ElementType;
import io.sardonyx.OnnxException;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.ValueType;

/** What an operator can ask about its node, while types are inferred and when it is compiled. */
public interface NodeContext {

  /** Number of inputs, counting omitted ones before the last present one. */
  int inputCount();

  /** Whether input {@code i} is there: neither beyond the end nor omitted by an empty name. */
  boolean hasInput(int i);

  /** The type of a present input. */
  ValueType type(int i);

  /** Number of outputs, counting omitted ones before the last present one. */
  int outputCount();

  /** Whether anyone uses output {@code i}. */
  boolean hasOutput(int i);

  /**
   * The contents of an input if they are known: a constant, or computed from shapes that are known;
   * null otherwise and for omitted inputs. Not to be written to.
   */
  Tensor value(int i);

  /** Whether input {@code i} is a constant of the model, whatever the signature. */
  boolean isConstant(int i);

  /** An exception that names the node. The format is {@link String#format}'s. */
  OnnxException error(String format, Object... args);

  /** The type of an input that must be a tensor. */
  default TensorType tensorType(int i) {
    if (!hasInput(i)) {
      throw error("input %d is missing", i);
    }
    if (type(i) instanceof TensorType t) {
      return t;
    }
    throw error("input %d is a %s; expected a tensor", i, type(i));
  }

  default ElementType elementType(int i) {
    return tensorType(i).elementType();
  }

  default Shape shape(int i) {
    return tensorType(i).shape();
  }

  /** The rank of a tensor input, or -1 if it is not known. */
  default int rank(int i) {
    Shape shape = shape(i);
    return shape.isRanked() ? shape.rank() : -1;
  }

  /** The contents of an integer input as longs, if known; null otherwise. */
  default long[] longs(int i) {
    Tensor value = value(i);
    if (value == null) {
      return null;
    }
    return switch (value.elementType()) {
      case INT64, UINT64 -> value.longs().clone();
      case INT32 -> {
        int[] ints = value.ints();
        long[] longs = new long[ints.length];
        for (int k = 0; k < longs.length; k++) {
          longs[k] = ints[k];
        }
        yield longs;
      }
      default -> throw error("input %d holds %s; expected int64 or int32", i, value.elementType());
    };
  }

  /** The single integer in an input, if known; null otherwise. */
  default Long integer(int i) {
    long[] values = longs(i);
    if (values == null) {
      return null;
    }
    if (values.length != 1) {
      throw error("input %d has %d elements; expected one", i, values.length);
    }
    return values[0];
  }

  /**
   * An axis counted from the front, after a check.
   *
   * @param axis in [-rank, rank-1]; negative counts from the back
   */
  default int axis(long axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw error("axis %d is out of range for rank %d", axis, rank);
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }
}
