package io.sardonyx.ops.sequence;

import io.sardonyx.SequenceType;
import io.sardonyx.SequenceValue;
import io.sardonyx.TensorType;
import io.sardonyx.Value;
import io.sardonyx.ValueType;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import io.sardonyx.runtime.spi.Subgraph;
import io.sardonyx.runtime.spi.Subprogram;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a subgraph once for every element of a sequence, with the elements of other sequences beside
 * it and tensors as they are, and makes sequences of what it gives.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__SequenceMap.html">SequenceMap</a>
 */
record SequenceMap() implements Operator {

  @Override
  public void infer(InferContext c) {
    Subgraph body = c.subgraph("body");
    if (body.inputCount() != c.inputCount() || body.outputCount() != c.outputCount()) {
      throw c.error(
          "has %d inputs and %d outputs; its body has %d and %d",
          c.inputCount(), c.outputCount(), body.inputCount(), body.outputCount());
    }
    Sequences.elementType(c, 0);
    List<ValueType> types = new ArrayList<>();
    for (int i = 0; i < c.inputCount(); i++) {
      types.add(c.type(i) instanceof SequenceType ? Sequences.elementType(c, i) : c.tensorType(i));
    }
    List<ValueType> results = body.infer(types);
    for (int i = 0; i < results.size(); i++) {
      if (!(results.get(i) instanceof TensorType)) {
        throw c.error("output %d of its body is %s; expected a tensor", i, results.get(i));
      }
      c.output(i, new SequenceType(results.get(i)));
    }
  }

  @Override
  public Step compile(CompileContext c) {
    int[] inputs = new int[c.inputCount()];
    TensorType[] elements = new TensorType[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = c.input(i);
      elements[i] = c.type(i) instanceof SequenceType ? Sequences.elementType(c, i) : null;
    }
    int[] outputs = new int[c.outputCount()];
    ValueType[] results = new ValueType[outputs.length];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = c.output(i);
      results[i] = c.hasOutput(i) ? ((SequenceType) c.outputType(i)).element() : null;
      c.provides(i);
    }
    Subprogram body = c.subprogram("body");
    return f -> run(f, body, inputs, elements, outputs, results);
  }

  /**
   * @param elements for every input the type of its elements; null if it is a tensor
   * @param results for every output the type of its elements; null if it is unused
   */
  private static void run(
      Frame f,
      Subprogram body,
      int[] inputs,
      TensorType[] elements,
      int[] outputs,
      ValueType[] results) {
    List<List<Value>> collected = new ArrayList<>();
    for (int i = 0; i < outputs.length; i++) {
      collected.add(new ArrayList<>());
    }
    int n = length(f, inputs, elements);
    Value[] values = new Value[inputs.length];
    for (int k = 0; k < n; k++) {
      f.checkCancelled();
      for (int i = 0; i < inputs.length; i++) {
        values[i] =
            elements[i] == null
                ? f.tensor(inputs[i])
                : Sequences.element(f, Sequences.sequence(f, inputs[i]), k, elements[i]);
      }
      Value[] given = body.run(f, values);
      for (int i = 0; i < outputs.length; i++) {
        collected.get(i).add(given[i]);
      }
    }
    for (int i = 0; i < outputs.length; i++) {
      if (outputs[i] >= 0) {
        f.provide(outputs[i], new SequenceValue(results[i], collected.get(i)));
      }
    }
  }

  private static int length(Frame f, int[] inputs, TensorType[] elements) {
    int n = Sequences.sequence(f, inputs[0]).size();
    for (int i = 1; i < inputs.length; i++) {
      if (elements[i] != null && Sequences.sequence(f, inputs[i]).size() != n) {
        throw f.error(
            "input %d is a sequence of %d elements; the first one has %d",
            i, Sequences.sequence(f, inputs[i]).size(), n);
      }
    }
    return n;
  }
}
