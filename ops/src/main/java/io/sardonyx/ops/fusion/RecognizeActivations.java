package io.sardonyx.ops.fusion;

import io.sardonyx.ElementType;
import io.sardonyx.TensorType;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.GraphEditor;
import io.sardonyx.runtime.ir.GraphUses;
import io.sardonyx.runtime.ir.Node;
import io.sardonyx.runtime.passes.Pass;
import io.sardonyx.runtime.passes.PassContext;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.OperatorId;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Recognises activations that exporters write as several nodes: {@code x * Sigmoid(x)} as Swish,
 * {@code x * HardSigmoid(x)} and {@code x * Clip(x + 3, 0, 6) / 6} as HardSwish, {@code x *
 * Tanh(Softplus(x))} as Mish, and the error-function and tanh forms of Gelu.
 */
public final class RecognizeActivations implements Pass {

  private static final OperatorId SWISH = new OperatorId("", "Swish", 24);
  private static final OperatorId HARD_SWISH = new OperatorId("", "HardSwish", 14);
  private static final OperatorId MISH = new OperatorId("", "Mish", 18);
  private static final OperatorId GELU = new OperatorId("", "Gelu", 20);

  @Override
  public Graph run(Graph graph, PassContext context) {
    Sweep sweep = new Sweep(graph, context);
    for (Node node : graph.nodes().reversed()) {
      sweep.visit(node);
    }
    return sweep.changed ? sweep.editor.build() : graph;
  }

  /** One sweep from the end to the beginning, so that a pattern's last node is met first. */
  private static final class Sweep {
    private final GraphUses uses;
    private final GraphEditor editor;
    private final PassContext context;
    private final Set<Node> consumed = new HashSet<>();
    private boolean changed;

    Sweep(Graph graph, PassContext context) {
      this.uses = new GraphUses(graph);
      this.editor = new GraphEditor(graph);
      this.context = context;
    }

    void visit(Node node) {
      if (consumed.contains(node)
          || !(uses.graph().type(node.output(0)) instanceof TensorType t)
          || t.elementType() != ElementType.FLOAT) {
        return;
      }
      if (node.is("Mul")) {
        product(node);
      } else if (node.is("Div")) {
        quotient(node);
      }
    }

    private void product(Node mul) {
      for (int side = 0; side < 2; side++) {
        int x = mul.input(side);
        Node gate = uses.producer(mul.input(1 - side));
        if (gate == null) {
          continue;
        }
        if (gate.is("Sigmoid") && gate.input(0) == x) {
          replace(mul, SWISH, Attributes.of(Map.of("alpha", 1f)), x, gate);
          return;
        }
        if (gate.is("HardSigmoid") && gate.input(0) == x && isSixth(gate)) {
          replace(mul, HARD_SWISH, Attributes.NONE, x, gate);
          return;
        }
        if (gate.is("Div") && isClipOfPlus3(gate.input(0), x) && isScalar(gate.input(1), 6)) {
          replace(mul, HARD_SWISH, Attributes.NONE, x, gate);
          return;
        }
        Node softplus = gate.is("Tanh") ? uses.producer(gate.input(0)) : null;
        if (softplus != null && softplus.is("Softplus") && softplus.input(0) == x) {
          replace(mul, MISH, Attributes.NONE, x, gate);
          return;
        }
      }
      gelu(mul);
    }

    private void quotient(Node div) {
      Node mul = uses.producer(div.input(0));
      if (mul == null || !mul.is("Mul") || !isScalar(div.input(1), 6)) {
        return;
      }
      for (int side = 0; side < 2; side++) {
        if (isClipOfPlus3(mul.input(1 - side), mul.input(side))
            && uses.onlyConsumer(mul.output(0)) == div) {
          replace(div, HARD_SWISH, Attributes.NONE, mul.input(side), mul);
          return;
        }
      }
    }

    /** The factors of a product of x, 1/2 and 1 + f, in any association. */
    private void gelu(Node mul) {
      Factors factors = new Factors();
      collect(mul, mul, factors);
      if (factors.others.size() != 2 || Math.abs(factors.constant - 0.5) > 1e-4) {
        return;
      }
      int[] pair = factors.others.stream().mapToInt(Integer::intValue).toArray();
      for (int side = 0; side < 2; side++) {
        int x = pair[side];
        Node sum = uses.producer(pair[1 - side]);
        Integer inner = sum == null ? null : plusOne(sum);
        Node f = inner == null ? null : uses.producer(inner);
        if (f == null) {
          continue;
        }
        if (f.is("Erf") && isScaled(f.input(0), x, Math.sqrt(0.5))) {
          replace(mul, GELU, Attributes.of(Map.of("approximate", "none")), x, factors.nodes);
          return;
        }
        if (f.is("Tanh") && isGeluArgument(f.input(0), x)) {
          replace(mul, GELU, Attributes.of(Map.of("approximate", "tanh")), x, factors.nodes);
          return;
        }
      }
    }

    private static final class Factors {
      final java.util.List<Integer> others = new java.util.ArrayList<>();
      final Set<Node> nodes = new HashSet<>();
      double constant = 1;
    }

    private void collect(Node mul, Node root, Factors factors) {
      factors.nodes.add(mul);
      for (int i = 0; i < 2; i++) {
        int v = mul.input(i);
        Float scalar = uses.constantScalar(v);
        Node producer = uses.producer(v);
        if (scalar != null) {
          factors.constant *= scalar;
        } else if (producer != null
            && producer.is("Mul")
            && uses.onlyConsumer(v) != null
            && factors.nodes.size() < 3) {
          collect(producer, root, factors);
        } else {
          factors.others.add(v);
        }
      }
    }

    /** The other operand of an addition of 1; null if it is none. */
    private Integer plusOne(Node add) {
      for (int i = 0; add.is("Add") && i < 2; i++) {
        if (isScalar(add.input(i), 1)) {
          return add.input(1 - i);
        }
      }
      return null;
    }

    /** Whether {@code value} is x times a factor. */
    private boolean isScaled(int value, int x, double factor) {
      Node node = uses.producer(value);
      if (node == null) {
        return false;
      }
      for (int i = 0; node.is("Mul") && i < 2; i++) {
        if (node.input(i) == x && isScalar(node.input(1 - i), factor)) {
          return true;
        }
      }
      return node.is("Div") && node.input(0) == x && isScalar(node.input(1), 1 / factor);
    }

    /** Whether {@code value} is sqrt(2/pi) * (x + 0.044715 x^3). */
    private boolean isGeluArgument(int value, int x) {
      Node mul = uses.producer(value);
      for (int i = 0; mul != null && mul.is("Mul") && i < 2; i++) {
        Node sum = uses.producer(mul.input(1 - i));
        if (!isScalar(mul.input(i), Math.sqrt(2 / Math.PI)) || sum == null || !sum.is("Add")) {
          continue;
        }
        for (int k = 0; k < 2; k++) {
          if (sum.input(k) == x && isCube(sum.input(1 - k), x)) {
            return true;
          }
        }
      }
      return false;
    }

    private boolean isCube(int value, int x) {
      Node mul = uses.producer(value);
      for (int i = 0; mul != null && mul.is("Mul") && i < 2; i++) {
        Node pow = uses.producer(mul.input(1 - i));
        if (isScalar(mul.input(i), 0.044715)
            && pow != null
            && pow.is("Pow")
            && pow.input(0) == x
            && isScalar(pow.input(1), 3)) {
          return true;
        }
      }
      return false;
    }

    private boolean isClipOfPlus3(int value, int x) {
      Node clip = uses.producer(value);
      if (clip == null || !clip.is("Clip")) {
        return false;
      }
      Node add = uses.producer(clip.input(0));
      if (add == null || !add.is("Add") || !isClip06(clip)) {
        return false;
      }
      return (add.input(0) == x && isScalar(add.input(1), 3))
          || (add.input(1) == x && isScalar(add.input(0), 3));
    }

    private boolean isClip06(Node clip) {
      if (clip.op().version() < 11) {
        return clip.attributes().number("min", -1) == 0 && clip.attributes().number("max", -1) == 6;
      }
      return clip.hasInput(1)
          && clip.hasInput(2)
          && isScalar(clip.input(1), 0)
          && isScalar(clip.input(2), 6);
    }

    private static boolean isSixth(Node hardSigmoid) {
      return Math.abs(hardSigmoid.attributes().number("alpha") - 1.0 / 6) < 1e-4
          && Math.abs(hardSigmoid.attributes().number("beta") - 0.5) < 1e-6;
    }

    private boolean isScalar(int value, double expected) {
      Float scalar = uses.constantScalar(value);
      return scalar != null && Math.abs(scalar - expected) <= 1e-4 * Math.abs(expected) + 1e-12;
    }

    private void replace(Node last, OperatorId op, Attributes attributes, int x, Node inner) {
      replace(last, op, attributes, x, Set.of(inner));
    }

    private void replace(Node last, OperatorId op, Attributes attributes, int x, Set<Node> inner) {
      editor.replace(
          last, context.node(last.name(), op, attributes, new int[] {x}, last.outputs()));
      consumed.addAll(inner);
      changed = true;
    }
  }
}
