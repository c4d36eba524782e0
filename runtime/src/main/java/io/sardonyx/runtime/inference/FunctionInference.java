package io.sardonyx.runtime.inference;

import io.sardonyx.OnnxException;
import io.sardonyx.Tensor;
import io.sardonyx.ValueType;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.GraphEditor;
import io.sardonyx.runtime.ir.GraphNodes;
import io.sardonyx.runtime.ir.Node;
import io.sardonyx.runtime.registry.OperatorRegistry;
import io.sardonyx.runtime.spi.FunctionBody;
import io.sardonyx.runtime.spi.FunctionOperator;
import io.sardonyx.runtime.spi.NodeContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the body of one node whose operator is a function: a graph whose inputs are the node's
 * present inputs, and whose outputs are its present outputs.
 */
final class FunctionInference extends GraphNodes implements FunctionBody {

  private final NodeContext node;
  private final int[] inputs;
  private final int[] outputs;

  private FunctionInference(Node node, NodeContext context, GraphEditor editor) {
    super(editor, OperatorRegistry.standard(), node.name());
    this.node = context;
    inputs = new int[context.inputCount()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] =
          context.hasInput(i) ? editor.addInput(node.name() + "/" + i, context.type(i)) : ABSENT;
    }
    outputs = new int[context.outputCount()];
    java.util.Arrays.fill(outputs, ABSENT);
  }

  /** The typed body of {@code node}. */
  static Graph body(Node node, FunctionOperator function, NodeContext context, ValueFacts facts) {
    GraphEditor editor = new GraphEditor(node.name());
    FunctionInference body = new FunctionInference(node, context, editor);
    function.define(body);
    List<ValueType> types = new ArrayList<>();
    List<Tensor> values = new ArrayList<>();
    for (int i = 0; i < body.inputs.length; i++) {
      if (context.hasInput(i)) {
        types.add(context.type(i));
        values.add(facts.value(node.input(i)));
      }
    }
    for (int i = 0; i < body.outputs.length; i++) {
      if (context.hasOutput(i)) {
        if (body.outputs[i] == ABSENT) {
          throw context.error("output %d is not defined", i);
        }
        editor.addOutput(Integer.toString(i), body.outputs[i]);
      }
    }
    return TypeInference.infer(editor.build(), types, values);
  }

  @Override
  public int input(int i) {
    return i < inputs.length ? inputs[i] : ABSENT;
  }

  @Override
  public void output(int i, int value) {
    if (hasOutput(i)) {
      outputs[i] = value;
    }
  }

  @Override
  public int inputCount() {
    return node.inputCount();
  }

  @Override
  public boolean hasInput(int i) {
    return node.hasInput(i);
  }

  @Override
  public ValueType type(int i) {
    return node.type(i);
  }

  @Override
  public int outputCount() {
    return node.outputCount();
  }

  @Override
  public boolean hasOutput(int i) {
    return node.hasOutput(i);
  }

  @Override
  public Tensor value(int i) {
    return node.value(i);
  }

  @Override
  public boolean isConstant(int i) {
    return node.isConstant(i);
  }

  @Override
  public boolean hasSubgraph(String attribute) {
    return node.hasSubgraph(attribute);
  }

  @Override
  public OnnxException error(String format, Object... args) {
    return node.error(format, args);
  }
}
