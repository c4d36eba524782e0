package io.sardonyx.ops.family;

import io.sardonyx.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A tensor's dimensions, neighbours of one kind joined: some along which an operator works (the
 * <em>chosen</em> ones), and the others. Kinds alternate; dimensions of size 1 are left out.
 *
 * @param sizes the products of the joined dimensions, outermost first
 * @param firstChosen whether the first is a chosen one
 */
public record Runs(List<Integer> sizes, boolean firstChosen) {

  public Runs {
    sizes = List.copyOf(sizes);
  }

  /** Joins dimensions whose product fits an int. */
  public static Runs of(long[] dims, boolean[] chosen) {
    Math.toIntExact(Shape.elements(dims));
    List<Integer> sizes = new ArrayList<>();
    boolean firstChosen = false;
    boolean last = false;
    for (int d = 0; d < dims.length; d++) {
      int size = Math.toIntExact(dims[d]);
      if (size == 1) {
        continue;
      }
      if (sizes.isEmpty()) {
        firstChosen = chosen[d];
        sizes.add(size);
      } else if (chosen[d] == last) {
        int joined = Math.toIntExact(Shape.elements(sizes.getLast(), size));
        sizes.set(sizes.size() - 1, joined);
      } else {
        sizes.add(size);
      }
      last = chosen[d];
    }
    return new Runs(sizes, firstChosen);
  }

  public boolean isChosen(int i) {
    return firstChosen == (i % 2 == 0);
  }

  /** The product of the sizes in [from, to). */
  public int product(int from, int to) {
    int product = 1;
    for (int i = from; i < to; i++) {
      product *= sizes.get(i);
    }
    return product;
  }

  /** The index of the innermost chosen run; -1 if there is none. */
  public int lastChosen() {
    int last = sizes.size() - 1;
    return last >= 0 && !isChosen(last) ? last - 1 : last;
  }

  /** These runs without the innermost chosen one, its neighbours joined. */
  public Runs withoutLastChosen() {
    int k = lastChosen();
    long[] dims = new long[sizes.size() - 1];
    boolean[] chosen = new boolean[dims.length];
    for (int i = 0, j = 0; i < sizes.size(); i++) {
      if (i != k) {
        dims[j] = sizes.get(i);
        chosen[j++] = isChosen(i);
      }
    }
    return of(dims, chosen);
  }
}
