package io.sardonyx.ops.controlflow;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.Value;
import io.sardonyx.ValueType;
import io.sardonyx.ops.family.TensorParts;
import io.sardonyx.runtime.spi.Attributes;
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
 * Runs a subgraph once for every index of the scanned inputs: state is carried along, and what the
 * body gives besides is collected. Versions 9 and later.
 *
 * @param scanned number of scanned inputs, the node's last ones
 * @param inputAxes axis along which each is scanned; empty: 0
 * @param inputReversed 1 where an input is scanned from the end; empty: from the beginning
 * @param outputAxes axis along which each output is collected; empty: 0
 * @param outputReversed 1 where an output is collected from the end; empty: from the beginning
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Scan.html">Scan</a>
 */
record Scan(
    int scanned,
    List<Long> inputAxes,
    List<Long> inputReversed,
    List<Long> outputAxes,
    List<Long> outputReversed)
    implements Operator {

  Scan(Attributes a) {
    this(
        a.intValue("num_scan_inputs"),
        list(a, "scan_input_axes"),
        list(a, "scan_input_directions"),
        list(a, "scan_output_axes"),
        list(a, "scan_output_directions"));
  }

  static List<Long> list(Attributes a, String name) {
    List<Long> list = new ArrayList<>();
    if (a.has(name)) {
      for (long value : a.integers(name)) {
        list.add(value);
      }
    }
    return List.copyOf(list);
  }

  static long at(List<Long> list, int i) {
    return i < list.size() ? list.get(i) : 0;
  }

  @Override
  public void infer(InferContext c) {
    Subgraph body = c.subgraph("body");
    int states = c.inputCount() - scanned;
    if (scanned < 1 || states < 0 || body.inputCount() != c.inputCount()) {
      throw c.error(
          "has %d inputs, %d of them scanned; its body has %d",
          c.inputCount(), scanned, body.inputCount());
    }
    if (body.outputCount() != c.outputCount() || body.outputCount() < states) {
      throw c.error("has %d outputs; its body has %d", c.outputCount(), body.outputCount());
    }
    List<ValueType> types = new ArrayList<>();
    Dim length = Dim.UNKNOWN;
    for (int i = 0; i < c.inputCount(); i++) {
      TensorType type = c.tensorType(i);
      if (i >= states && type.shape().isRanked()) {
        int axis = c.axis(at(inputAxes, i - states), type.shape().rank());
        length = length.refine(type.shape().dim(axis));
        List<Dim> dims = type.shape().dims();
        dims.remove(axis);
        type = type.withShape(Shape.of(dims));
      }
      types.add(type);
    }
    List<ValueType> results = body.infer(types);
    while (CarriedTypes.generalize(c, types, 0, results, 0, states)) {
      results = body.infer(types);
    }
    for (int i = 0; i < c.outputCount(); i++) {
      c.output(
          i,
          i < states
              ? types.get(i)
              : collected(c, (TensorType) results.get(i), i - states, length));
    }
  }

  private TensorType collected(InferContext c, TensorType type, int i, Dim length) {
    if (!type.shape().isRanked()) {
      return type;
    }
    List<Dim> dims = type.shape().dims();
    dims.add(c.axis(at(outputAxes, i), dims.size() + 1), length);
    return type.withShape(Shape.of(dims));
  }

  @Override
  public Step compile(CompileContext c) {
    int[] inputs = new int[c.inputCount()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = c.input(i);
    }
    int[] outputs = new int[c.outputCount()];
    TensorType[] types = new TensorType[outputs.length];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = c.output(i);
      types[i] = c.hasOutput(i) ? (TensorType) c.outputType(i) : null;
      c.provides(i);
    }
    int states = inputs.length - scanned;
    int[] axes = new int[scanned];
    int length = -1;
    for (int i = 0; i < scanned; i++) {
      long[] dims = c.dims(states + i);
      axes[i] = c.axis(at(inputAxes, i), dims.length);
      if (length >= 0 && length != dims[axes[i]]) {
        throw c.error(
            "the scanned input %d has %d elements; the ones before have %d",
            i, dims[axes[i]], length);
      }
      length = Math.toIntExact(dims[axes[i]]);
    }
    Subprogram body = c.subprogram("body");
    int count = length;
    return f -> run(f, body, inputs, outputs, types, axes, count);
  }

  private void run(
      Frame f,
      Subprogram body,
      int[] inputs,
      int[] outputs,
      TensorType[] types,
      int[] axes,
      int length) {
    int states = inputs.length - scanned;
    Value[] values = new Value[inputs.length];
    for (int i = 0; i < states; i++) {
      values[i] = f.value(inputs[i]);
    }
    List<List<Tensor>> collected = new ArrayList<>();
    for (int i = states; i < outputs.length; i++) {
      collected.add(new ArrayList<>());
    }
    for (int t = 0; t < length; t++) {
      f.checkCancelled();
      for (int i = 0; i < scanned; i++) {
        int index = at(inputReversed, i) == 0 ? t : length - 1 - t;
        values[states + i] = TensorParts.slice(f.tensor(inputs[states + i]), axes[i], index);
      }
      Value[] results = body.run(f, values);
      System.arraycopy(results, 0, values, 0, states);
      for (int i = 0; i < collected.size(); i++) {
        Tensor result = (Tensor) results[states + i];
        if (at(outputReversed, i) == 0) {
          collected.get(i).add(result);
        } else {
          collected.get(i).addFirst(result);
        }
      }
    }
    for (int i = 0; i < outputs.length; i++) {
      if (outputs[i] >= 0) {
        f.provide(
            outputs[i],
            i < states ? values[i] : stacked(f, collected.get(i - states), i, states, types[i]));
      }
    }
  }

  private Tensor stacked(Frame f, List<Tensor> tensors, int i, int states, TensorType type) {
    long axis = at(outputAxes, i - states);
    int rank = tensors.isEmpty() ? type.shape().rank() : tensors.getFirst().rank() + 1;
    return TensorParts.stack(f, tensors, (int) (axis < 0 ? axis + rank : axis), type);
  }
}
