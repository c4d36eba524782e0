package io.sardonyx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The shape of a tensor type: a list of dimensions, each known, symbolic or unknown; or unranked,
 * when not even their number is known. Immutable.
 */
public final class Shape {

  /** A shape of which nothing is known. */
  public static final Shape UNRANKED = new Shape(null);

  /** The shape of a scalar: no dimensions. */
  public static final Shape SCALAR = new Shape(new Dim[0]);

  private final Dim[] dims;

  private Shape(Dim[] dims) {
    this.dims = dims;
  }

  /** A shape of known sizes. */
  public static Shape of(long... sizes) {
    Dim[] dims = new Dim[sizes.length];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = Dim.of(sizes[i]);
    }
    return of(dims);
  }

  /** A shape of the given dimensions; known ones must not be negative. */
  public static Shape of(Dim... dims) {
    for (Dim dim : dims) {
      if (dim.isKnown() && dim.size() < 0) {
        throw new OnnxException("shape " + Arrays.toString(dims) + " has a negative dimension");
      }
    }
    return dims.length == 0 ? SCALAR : new Shape(dims.clone());
  }

  /** A shape of the given dimensions; known ones must not be negative. */
  public static Shape of(List<Dim> dims) {
    return of(dims.toArray(Dim[]::new));
  }

  /** A shape of {@code rank} unknown dimensions. */
  public static Shape ofRank(int rank) {
    Dim[] dims = new Dim[rank];
    Arrays.fill(dims, Dim.UNKNOWN);
    return of(dims);
  }

  public boolean isRanked() {
    return dims != null;
  }

  /**
   * The number of dimensions.
   *
   * @throws IllegalStateException if unranked
   */
  public int rank() {
    if (dims == null) {
      throw new IllegalStateException("the shape is unranked");
    }
    return dims.length;
  }

  public Dim dim(int axis) {
    return dims[axis];
  }

  /** The dimensions; a copy. */
  public List<Dim> dims() {
    return new ArrayList<>(List.of(dims));
  }

  /** Whether every dimension is known. */
  public boolean isKnown() {
    if (dims == null) {
      return false;
    }
    for (Dim dim : dims) {
      if (!dim.isKnown()) {
        return false;
      }
    }
    return true;
  }

  /**
   * The sizes of a known shape; a copy.
   *
   * @throws IllegalStateException if a dimension is not known
   */
  public long[] sizes() {
    if (!isKnown()) {
      throw new IllegalStateException("the shape " + this + " is not known");
    }
    long[] sizes = new long[dims.length];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = dims[i].size();
    }
    return sizes;
  }

  /**
   * The product of the sizes of a known shape.
   *
   * @throws OnnxException if it overflows
   */
  public long elements() {
    return elements(sizes());
  }

  /**
   * The product of sizes.
   *
   * @throws OnnxException if it overflows a long
   */
  public static long elements(long... sizes) {
    long product = 1;
    boolean empty = false;
    for (long size : sizes) {
      empty |= size == 0;
    }
    if (empty) {
      return 0;
    }
    for (long size : sizes) {
      try {
        product = Math.multiplyExact(product, size);
      } catch (ArithmeticException e) {
        throw new OnnxException(
            "a tensor of shape " + Arrays.toString(sizes) + " has more elements than a long counts",
            e);
      }
    }
    return product;
  }

  /** This shape with another dimension at {@code axis}. */
  public Shape with(int axis, Dim dim) {
    Dim[] changed = dims.clone();
    changed[axis] = dim;
    return of(changed);
  }

  /** The more definite of two descriptions of the same shape, dimension by dimension. */
  public Shape refine(Shape other) {
    if (dims == null || other.dims == null || dims.length != other.dims.length) {
      return dims == null ? other : this;
    }
    Dim[] refined = new Dim[dims.length];
    for (int i = 0; i < refined.length; i++) {
      refined[i] = dims[i].refine(other.dims[i]);
    }
    return new Shape(refined);
  }

  /** What both shapes agree on; unknown elsewhere. */
  public Shape common(Shape other) {
    if (dims == null || other.dims == null || dims.length != other.dims.length) {
      return UNRANKED;
    }
    Dim[] common = new Dim[dims.length];
    for (int i = 0; i < common.length; i++) {
      common[i] = dims[i].equals(other.dims[i]) ? dims[i] : Dim.UNKNOWN;
    }
    return new Shape(common);
  }

  /** Whether a tensor of these sizes could have this shape; symbols count as unknown. */
  public boolean admits(long... sizes) {
    if (dims == null) {
      return true;
    }
    if (sizes.length != dims.length) {
      return false;
    }
    for (int i = 0; i < sizes.length; i++) {
      if (dims[i].isKnown() && dims[i].size() != sizes[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Shape s && Arrays.equals(dims, s.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /** As {@code [N,3,224,224]}; {@code [*]} if unranked. */
  @Override
  public String toString() {
    if (dims == null) {
      return "[*]";
    }
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < dims.length; i++) {
      text.append(i == 0 ? "" : ",").append(dims[i]);
    }
    return text.append(']').toString();
  }
}
