package io.sardonyx.ops.training;

import io.sardonyx.InvalidModelException;
import io.sardonyx.runtime.ir.Node;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.List;

/**
 * Partial derivatives of a value of the graph. {@link Differentiation} replaces it by ordinary
 * nodes. The inputs are the points at which the values {@code xs} and {@code zs} are to be taken;
 * the import adds these values themselves, and {@code y}.
 *
 * @param xs number of values to differentiate by
 * @param zs number of other values that are given
 * @see <a
 *     href="https://onnx.ai/onnx/operators/onnx_aionnxpreviewtraining_Gradient.html">Gradient</a>
 */
record Gradient(int xs, int zs) implements Operator {

  Gradient(Attributes a) {
    this(a.strings("xs").size(), a.has("zs") ? a.strings("zs").size() : 0);
    if (a.string("y").isEmpty() || xs == 0) {
      throw new InvalidModelException("attributes 'xs' and 'y' must name values");
    }
  }

  /** The point at which value {@code i} of {@code xs} and {@code zs} is taken. */
  int point(Node node, int i) {
    return node.input(i);
  }

  /** Value {@code i} of {@code xs} and {@code zs}. */
  int named(Node node, int i) {
    return node.input(xs + zs + i);
  }

  /** The value to differentiate. */
  int y(Node node) {
    return node.input(2 * (xs + zs));
  }

  /** Whether the derivatives are to be taken where the values are. */
  boolean isInPlace(Node node) {
    for (int i = 0; i < xs + zs; i++) {
      if (point(node, i) != named(node, i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void infer(InferContext c) {
    int given = c.inputCount() - xs - zs - 1;
    if (given != xs + zs) {
      throw c.error(
          "has %d inputs; expected one for each of the %d names in xs and zs", given, xs + zs);
    }
    for (int i = 0; i < xs; i++) {
      if (!c.elementType(i).isFloat()) {
        throw c.error("input %d holds %s; expected floats", i, c.elementType(i));
      }
      if (c.hasOutput(i)) {
        c.output(i, c.tensorType(i));
      }
    }
    if (c.outputCount() > xs) {
      throw c.error("has %d outputs; expected at most one for each of %s", c.outputCount(), xs);
    }
  }

  @Override
  public Step compile(CompileContext c) {
    throw c.error("the types of its inputs were not known in time to derive its nodes");
  }

  /** For the pass's messages. */
  static List<String> supported() {
    return Derivatives.RULES.keySet().stream().sorted().toList();
  }
}
