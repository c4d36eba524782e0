package io.sardonyx.ops.fusion;

import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.runtime.ir.Constant;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.GraphEditor;
import io.sardonyx.runtime.ir.GraphUses;
import io.sardonyx.runtime.ir.Node;
import io.sardonyx.runtime.passes.Pass;
import io.sardonyx.runtime.passes.PassContext;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Folds a batch normalization that follows a convolution into the convolution's weights and bias:
 * {@code scale * (conv(x) - mean) / sqrt(var + epsilon) + shift} is again a convolution.
 */
public final class FoldBatchNormalization implements Pass {

  @Override
  public Graph run(Graph graph, PassContext context) {
    GraphUses uses = new GraphUses(graph);
    GraphEditor editor = new GraphEditor(graph);
    Map<Node, Node> replaced = new HashMap<>();
    for (Node norm : graph.nodes()) {
      Node conv = uses.producer(norm.input(0));
      if (!isInference(norm) || conv == null || uses.onlyConsumer(conv.output(0)) != norm) {
        continue;
      }
      boolean transposed = conv.is("ConvTranspose");
      if (!(conv.is("Conv") || transposed) || !isConstant(graph, conv, norm)) {
        continue;
      }
      Node folded = fold(graph, editor, conv, norm, transposed, context);
      editor.remove(norm);
      editor.replace(replaced.getOrDefault(conv, conv), folded);
      replaced.put(conv, folded);
    }
    return replaced.isEmpty() ? graph : editor.build();
  }

  private static boolean isInference(Node norm) {
    return norm.is("BatchNormalization")
        && norm.outputCount() == 1
        && !norm.attributes().flag("training_mode")
        && norm.attributes().integer("spatial", 1) == 1
        && (norm.op().version() >= 7 || norm.attributes().flag("is_test"));
  }

  private static boolean isConstant(Graph graph, Node conv, Node norm) {
    for (int i = 1; i <= 4; i++) {
      if (!isFloat(graph.constant(norm.input(i)))) {
        return false;
      }
    }
    return isFloat(graph.constant(conv.input(1)))
        && (!conv.hasInput(2) || isFloat(graph.constant(conv.input(2))));
  }

  private static boolean isFloat(Constant constant) {
    return constant != null && constant.type().elementType() == ElementType.FLOAT;
  }

  private static Node fold(
      Graph graph,
      GraphEditor editor,
      Node conv,
      Node norm,
      boolean transposed,
      PassContext context) {
    float[] scale = floats(graph, norm.input(1));
    float[] shift = floats(graph, norm.input(2));
    float[] mean = floats(graph, norm.input(3));
    float[] variance = floats(graph, norm.input(4));
    double epsilon = norm.attributes().number("epsilon", 1e-5f);
    Tensor weights = graph.constant(conv.input(1)).tensor();
    int group = conv.attributes().intValue("group", 1);
    int channels = scale.length;
    float[] bias = conv.hasInput(2) ? floats(graph, conv.input(2)) : new float[channels];
    float[] factors = new float[channels];
    float[] biases = new float[channels];
    for (int c = 0; c < channels; c++) {
      double factor = scale[c] / Math.sqrt(variance[c] + epsilon);
      factors[c] = (float) factor;
      biases[c] = (float) ((bias[c] - mean[c]) * factor + shift[c]);
    }
    float[] scaled = scaled(weights, factors, transposed ? group : 0);
    int w = editor.addConstant(conv.name() + "/weights", Tensor.of(scaled, weights.shape()));
    int b = editor.addConstant(conv.name() + "/bias", Tensor.of(biases, channels));
    return context.node(
        conv.name(),
        conv.op(),
        conv.attributes(),
        new int[] {conv.input(0), w, b},
        new int[] {norm.output(0)});
  }

  private static float[] floats(Graph graph, int value) {
    return graph.constant(value).tensor().floats();
  }

  /**
   * Weights times the factor of their output channel.
   *
   * @param transposedGroups 0 if the first axis is the output channel; else the weights are those
   *     of a transposed convolution, whose output channels are the second axis within each group
   */
  private static float[] scaled(Tensor weights, float[] factors, int transposedGroups) {
    float[] w = weights.floats();
    float[] scaled = new float[w.length];
    long[] shape = weights.shape();
    int taps = (int) Shape.elements(Arrays.copyOfRange(shape, 2, shape.length));
    int columns = (int) shape[1];
    int rowsPerGroup = transposedGroups == 0 ? 0 : (int) (shape[0] / transposedGroups);
    for (int r = 0; r < shape[0]; r++) {
      for (int j = 0; j < columns; j++) {
        float factor = transposedGroups == 0 ? factors[r] : factors[r / rowsPerGroup * columns + j];
        for (int t = 0; t < taps; t++) {
          int i = (r * columns + j) * taps + t;
          scaled[i] = w[i] * factor;
        }
      }
    }
    return scaled;
  }
}
