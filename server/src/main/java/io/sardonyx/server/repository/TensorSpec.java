package io.sardonyx.server.repository;

import io.sardonyx.Tensor;
import io.sardonyx.server.RequestException;
import io.sardonyx.server.protocol.Datatype;
import java.util.Arrays;

/**
 * An input or output as clients see it.
 *
 * @param shape with the batch dimension; -1 where a size is open
 * @param modelShape the shape that the model itself has where it differs, without the batch
 *     dimension; null: the same
 */
public record TensorSpec(String name, Datatype datatype, long[] shape, long[] modelShape) {

  /** Whether a tensor of these sizes fits. */
  boolean admits(long[] sizes) {
    if (sizes.length != shape.length) {
      return false;
    }
    for (int i = 0; i < sizes.length; i++) {
      if (shape[i] >= 0 && shape[i] != sizes[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * A client's tensor with the shape that the model wants.
   *
   * @param batchDims 1 if the first dimension is the batch, otherwise 0
   */
  Tensor toModel(Tensor tensor, int batchDims) {
    return modelShape == null ? tensor : reshape(tensor, modelShape, batchDims);
  }

  /** A result of the model with the shape that clients see. */
  Tensor toClient(Tensor tensor, int batchDims) {
    return modelShape == null
        ? tensor
        : reshape(tensor, Arrays.copyOfRange(shape, batchDims, shape.length), batchDims);
  }

  private Tensor reshape(Tensor tensor, long[] dims, int batchDims) {
    long[] target = new long[dims.length + batchDims];
    if (batchDims == 1) {
      target[0] = tensor.dim(0);
    }
    System.arraycopy(dims, 0, target, batchDims, dims.length);
    long known = 1;
    int open = -1;
    for (int i = 0; i < target.length; i++) {
      if (target[i] < 0) {
        open = i;
      } else {
        known *= target[i];
      }
    }
    if (open >= 0) {
      target[open] = known == 0 ? 0 : tensor.size() / known;
    }
    return tensor.reshaped(target);
  }

  /** As {@code name: FP32[-1,10]}. */
  @Override
  public String toString() {
    return name + ": " + datatype + Arrays.toString(shape).replace(" ", "");
  }

  /**
   * @throws RequestException if the tensor is of another datatype or shape
   */
  void check(Tensor tensor) {
    Datatype found = Datatype.of(tensor.elementType()).orElseThrow();
    if (found != datatype) {
      throw RequestException.invalid("input '%s' is %s; expected %s", name, found, datatype);
    }
    if (!admits(tensor.shape())) {
      throw RequestException.invalid(
          "input '%s' has shape %s; expected %s",
          name, Arrays.toString(tensor.shape()), Arrays.toString(shape));
    }
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof TensorSpec t
        && name.equals(t.name)
        && datatype == t.datatype
        && Arrays.equals(shape, t.shape)
        && Arrays.equals(modelShape, t.modelShape);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }
}
