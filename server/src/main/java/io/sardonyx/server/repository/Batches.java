package io.sardonyx.server.repository;

import io.sardonyx.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Joins tensors along their first dimension, and parts them again. */
final class Batches {

  private Batches() {}

  /** One tensor for every name, of all parts one after the other. */
  static Map<String, Tensor> join(List<Map<String, Tensor>> parts) {
    Map<String, Tensor> joined = LinkedHashMap.newLinkedHashMap(parts.getFirst().size());
    for (String name : parts.getFirst().keySet()) {
      joined.put(name, concat(parts.stream().map(p -> p.get(name)).toList()));
    }
    return joined;
  }

  private static Tensor concat(List<Tensor> parts) {
    long[] shape = parts.getFirst().shape();
    shape[0] = parts.stream().mapToLong(p -> p.dim(0)).sum();
    Tensor whole = Tensor.zeros(parts.getFirst().elementType(), shape);
    int at = 0;
    for (Tensor part : parts) {
      System.arraycopy(part.array(), part.offset(), whole.array(), at, part.arrayLength());
      at += part.arrayLength();
    }
    return whole;
  }

  /**
   * Parts of a tensor, of these sizes along the first dimension; they share its array.
   *
   * @return null if the tensor's first dimension is not the sum of the sizes
   */
  static List<Tensor> split(Tensor whole, List<Long> sizes) {
    long total = sizes.stream().mapToLong(s -> s).sum();
    if (whole.rank() == 0 || whole.dim(0) != total) {
      return null;
    }
    long[] shape = whole.shape();
    int row = total == 0 ? 0 : (int) (whole.arrayLength() / total);
    List<Tensor> parts = new ArrayList<>(sizes.size());
    int at = whole.offset();
    for (long size : sizes) {
      shape[0] = size;
      parts.add(Tensor.ofPart(whole.elementType(), whole.array(), at, shape));
      at += (int) (row * size);
    }
    return parts;
  }
}
