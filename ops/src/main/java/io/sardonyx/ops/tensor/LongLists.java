package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.NodeContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * Lists of integers that older versions of an operator take as attributes, newer ones as inputs.
 */
final class LongLists {

  private LongLists() {}

  /** An attribute of integers; null if it is not given. */
  static List<Long> attribute(Attributes a, String name) {
    long[] values = a.integersOrNull(name);
    return values == null ? null : of(values);
  }

  static List<Long> of(long... values) {
    List<Long> list = new ArrayList<>(values.length);
    for (long value : values) {
      list.add(value);
    }
    return List.copyOf(list);
  }

  /** The integers as known dimensions; null if there are none. */
  static List<Dim> dims(List<Long> values) {
    return values == null ? null : values.stream().map(Dim::of).toList();
  }

  /**
   * Different axes, counted from the front.
   *
   * @param axes in [-rank, rank-1]
   */
  static SequencedSet<Integer> axes(NodeContext c, List<Long> axes, int rank) {
    SequencedSet<Integer> set = new LinkedHashSet<>();
    for (long axis : axes) {
      if (!set.add(c.axis(axis, rank))) {
        throw c.error("axis %d occurs twice in %s", axis, axes);
      }
    }
    return set;
  }

  /** All axes of a rank. */
  static List<Long> allAxes(int rank) {
    List<Long> axes = new ArrayList<>(rank);
    for (long axis = 0; axis < rank; axis++) {
      axes.add(axis);
    }
    return axes;
  }
}
