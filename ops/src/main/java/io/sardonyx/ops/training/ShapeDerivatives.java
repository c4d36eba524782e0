package io.sardonyx.ops.training;

import static io.sardonyx.runtime.spi.NodeBuilder.ABSENT;
import static io.sardonyx.runtime.spi.NodeBuilder.attributes;

import io.sardonyx.runtime.ir.Node;
import java.util.Map;

/** Derivatives of the operators that only move elements. */
final class ShapeDerivatives {

  private ShapeDerivatives() {}

  static void register(Map<String, Derivatives.Rule> rules) {
    for (String name : new String[] {"Flatten", "Reshape", "Squeeze", "Unsqueeze"}) {
      rules.put(name, (b, n) -> new int[] {b.shaped(b.dy(0), n.input(0))});
    }
    rules.put("Expand", (b, n) -> new int[] {b.summed(b.dy(0), n.input(0))});
    rules.put("Transpose", ShapeDerivatives::transpose);
    rules.put("Concat", ShapeDerivatives::concat);
    rules.put("Split", ShapeDerivatives::split);
    rules.put("Gather", ShapeDerivatives::gather);
    rules.put("Pad", ShapeDerivatives::pad);
  }

  private static int[] transpose(Backward b, Node n) {
    long[] perm = n.attributes().integersOrNull("perm");
    if (perm == null) {
      return new int[] {b.op("Transpose", b.dy(0))};
    }
    long[] inverse = new long[perm.length];
    for (int i = 0; i < perm.length; i++) {
      inverse[(int) perm[i]] = i;
    }
    return new int[] {b.transposed(b.dy(0), inverse)};
  }

  private static int[] concat(Backward b, Node n) {
    long axis = n.attributes().integer("axis", 1);
    int[] sizes = new int[n.inputCount()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = b.size(n.input(i), axis);
    }
    Map<String, Object> along = attributes("axis", axis);
    return b.node("", "Split", along, sizes.length, b.dy(0), b.joined(sizes));
  }

  private static int[] split(Backward b, Node n) {
    int[] parts = new int[n.outputCount()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = b.dy(i) != ABSENT ? b.dy(i) : b.filled(0, n.output(i));
    }
    return new int[] {b.op("Concat", attributes("axis", n.attributes().integer("axis", 0)), parts)};
  }

  private static int[] gather(Backward b, Node n) {
    if (n.attributes().integer("axis") != 0) {
      throw n.error("its derivative is known only for axis 0");
    }
    int rows = b.op("Unsqueeze", n.input(1), b.vector(-1));
    int zeros = b.filled(0, n.input(0));
    Map<String, Object> add = attributes("reduction", "add");
    int wide = b.op("Cast", attributes("to", 7L), rows);
    return new int[] {b.op("ScatterND", add, zeros, wide, b.dy(0))};
  }

  private static int[] pad(Backward b, Node n) {
    boolean plain = n.attributes().string("mode", "constant").equals("constant");
    if (!plain || n.op().version() < 11 || n.hasInput(3)) {
      throw n.error("its derivative is known only for constant padding of all axes");
    }
    return new int[] {b.op("Pad", b.dy(0), b.op("Neg", n.input(1)))};
  }
}
