package io.sardonyx.ops.family;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import java.util.Arrays;

/**
 * How the two inputs of a binary operator are brought to one shape: by numpy's rules, or by the
 * older ones, where only the second is broadcast, and its dimensions may stand anywhere within the
 * first's.
 *
 * @param rule the rule
 * @param axis the first input's dimension where the second's begin; {@link #SUFFIX}: such that both
 *     end together
 * @see <a href="https://onnx.ai/onnx/repo-docs/Broadcasting.html">Broadcasting in ONNX</a>
 */
public record Alignment(Rule rule, long axis) {

  /** Which input may be broadcast. */
  public enum Rule {
    /** Both, along any dimension. */
    NUMPY,
    /** The second one. */
    SECOND,
    /** None: the shapes are equal. */
    NONE
  }

  private static final long SUFFIX = Long.MIN_VALUE;

  /** Numpy's rules. */
  public static final Alignment NUMPY = new Alignment(Rule.NUMPY, SUFFIX);

  /** The second input is broadcast as numpy does. */
  public static final Alignment SECOND = new Alignment(Rule.SECOND, SUFFIX);

  /** What the attributes {@code broadcast} and {@code axis} say, before version 7. */
  public static Alignment legacy(Attributes a) {
    return a.flag("broadcast")
        ? new Alignment(Rule.SECOND, a.integer("axis", SUFFIX))
        : new Alignment(Rule.NONE, SUFFIX);
  }

  /**
   * The output's shape.
   *
   * @throws io.sardonyx.OnnxException if the inputs' shapes do not fit
   */
  public Shape shape(InferContext c) {
    Shape first = c.shape(0);
    Shape second = c.shape(1);
    if (rule == Rule.NUMPY) {
      return Broadcast.shape(c);
    }
    if (!first.isRanked() || !second.isRanked()) {
      return rule == Rule.NONE ? first.refine(second) : first;
    }
    if (second.isKnown() && second.elements() == 1 && rule == Rule.SECOND) {
      if (second.rank() > first.rank()) {
        throw misfit(c);
      }
      return first;
    }
    int start = rule == Rule.NONE ? 0 : start(c);
    if (rule == Rule.NONE ? first.rank() != second.rank() : start + second.rank() > first.rank()) {
      throw misfit(c);
    }
    for (int d = 0; d < second.rank(); d++) {
      Dim a = first.dim(start + d);
      Dim b = second.dim(d);
      boolean fits = a.size() == b.size() || (rule == Rule.SECOND && b.is(1));
      if (a.isKnown() && b.isKnown() && !fits) {
        throw misfit(c);
      }
    }
    return rule == Rule.NONE ? first.refine(second) : first;
  }

  private io.sardonyx.OnnxException misfit(NodeContext c) {
    String expected =
        rule == Rule.NONE
            ? "the shape of input 0"
            : "a part of the shape of input 0"
                + (axis == SUFFIX ? "" : " from axis " + axis + " on");
    return c.error("input 1 has shape %s; expected %s, %s", c.shape(1), expected, c.shape(0));
  }

  private int start(NodeContext c) {
    return axis == SUFFIX
        ? Math.max(0, c.rank(0) - c.rank(1))
        : c.rank(0) == 0 ? 0 : c.axis(axis, c.rank(0));
  }

  /** The sizes of the second input such that numpy's rules apply to them. */
  public long[] secondDims(CompileContext c) {
    long[] dims = c.dims(1);
    if (axis == SUFFIX || Shape.elements(dims) == 1) {
      return dims;
    }
    // Ones at the end move the others to where they belong.
    long[] aligned = new long[c.rank(0) - start(c)];
    Arrays.fill(aligned, 1);
    System.arraycopy(dims, 0, aligned, 0, dims.length);
    return aligned;
  }

  /** The walk of both inputs along output 0. */
  public Broadcast walk(CompileContext c) {
    return LayoutWalk.of(c, c.dims(0), secondDims(c));
  }
}
