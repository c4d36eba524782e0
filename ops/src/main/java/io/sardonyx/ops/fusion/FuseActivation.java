package io.sardonyx.ops.fusion;

import io.sardonyx.ElementType;
import io.sardonyx.TensorType;
import io.sardonyx.kernels.Activation;
import io.sardonyx.ops.nn.Conv;
import io.sardonyx.ops.nn.FusedActivation;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.GraphEditor;
import io.sardonyx.runtime.ir.GraphUses;
import io.sardonyx.runtime.ir.Node;
import io.sardonyx.runtime.passes.Pass;
import io.sardonyx.runtime.passes.PassContext;
import io.sardonyx.runtime.spi.Attributes;

/** Lets a convolution or matrix product apply the activation that follows it. */
public final class FuseActivation implements Pass {

  @Override
  public Graph run(Graph graph, PassContext context) {
    GraphUses uses = new GraphUses(graph);
    GraphEditor editor = new GraphEditor(graph);
    boolean changed = false;
    for (Node node : graph.nodes()) {
      Activation activation = activation(node, uses);
      Node maker = activation == null ? null : uses.producer(node.input(0));
      if (maker == null || uses.onlyConsumer(node.input(0)) != node || !isFusable(maker, graph)) {
        continue;
      }
      editor.remove(node);
      editor.replace(maker, fused(maker, activation, node.outputs(), context));
      changed = true;
    }
    return changed ? editor.build() : graph;
  }

  private static boolean isFusable(Node maker, Graph graph) {
    boolean takes = maker.is("Conv") || maker.op().equals(Conv.FUSED);
    return takes
        && !maker.attributes().isGiven("activation")
        && graph.type(maker.output(0)) instanceof TensorType t
        && t.elementType() == ElementType.FLOAT;
  }

  private static Node fused(Node maker, Activation activation, int[] outputs, PassContext context) {
    Attributes attributes = FusedActivation.with(maker.attributes(), activation);
    return context.node(maker.name(), Conv.FUSED, attributes, maker.inputs(), outputs);
  }

  /** The activation that a node computes with constant parameters; null if it computes none. */
  static Activation activation(Node node, GraphUses uses) {
    if (!node.op().domain().isEmpty() || node.outputCount() != 1) {
      return null;
    }
    Attributes a = node.attributes();
    return switch (node.op().name()) {
      case "Relu" -> Activation.RELU;
      case "Clip" -> clip(node, uses);
      case "Sigmoid" -> Activation.of(Activation.Kind.SIGMOID);
      case "Tanh" -> Activation.of(Activation.Kind.TANH);
      case "LeakyRelu" -> Activation.of(Activation.Kind.LEAKY_RELU, a.number("alpha", 0.01f));
      case "HardSwish" -> Activation.of(Activation.Kind.HARD_SWISH);
      case "Mish" -> Activation.of(Activation.Kind.MISH);
      case "Swish" -> Activation.of(Activation.Kind.SILU, a.number("alpha", 1));
      case "Elu" -> Activation.of(Activation.Kind.ELU, a.number("alpha", 1));
      case "HardSigmoid" ->
          new Activation(
              Activation.Kind.HARD_SIGMOID, a.number("alpha", 0.2f), a.number("beta", 0.5f));
      case "Gelu" ->
          Activation.of(
              a.string("approximate", "none").equals("tanh")
                  ? Activation.Kind.GELU_TANH
                  : Activation.Kind.GELU);
      default -> null;
    };
  }

  private static Activation clip(Node node, GraphUses uses) {
    if (node.op().version() < 11) {
      return Activation.clamp(
          node.attributes().number("min", Float.NEGATIVE_INFINITY),
          node.attributes().number("max", Float.POSITIVE_INFINITY));
    }
    Float min =
        node.hasInput(1)
            ? uses.constantScalar(node.input(1))
            : Float.valueOf(Float.NEGATIVE_INFINITY);
    Float max =
        node.hasInput(2)
            ? uses.constantScalar(node.input(2))
            : Float.valueOf(Float.POSITIVE_INFINITY);
    return min == null || max == null || min > max ? null : Activation.clamp(min, max);
  }
}
