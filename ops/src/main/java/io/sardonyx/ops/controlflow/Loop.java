package io.sardonyx.ops.controlflow;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.Value;
import io.sardonyx.ValueType;
import io.sardonyx.ops.family.TensorParts;
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
 * Runs a subgraph again and again, up to a number of times or while a condition holds; values are
 * carried from one iteration to the next, and others are collected along a new first axis.
 *
 * <p>Inputs: most iterations, first condition, carried values. The body takes iteration, condition
 * and carried values, and gives condition, carried values and values to collect.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Loop.html">Loop</a>
 */
record Loop() implements Operator {

  private static final int FIRST_CARRIED = 2;

  @Override
  public void infer(InferContext c) {
    Subgraph body = c.subgraph("body");
    int carried = c.inputCount() - Math.min(FIRST_CARRIED, c.inputCount());
    if (body.inputCount() != carried + 2 || body.outputCount() != c.outputCount() + 1) {
      throw c.error(
          "its body has %d inputs and %d outputs; %d and %d would fit the node",
          body.inputCount(), body.outputCount(), carried + 2, c.outputCount() + 1);
    }
    List<ValueType> types = new ArrayList<>();
    types.add(new TensorType(ElementType.INT64, Shape.SCALAR));
    types.add(new TensorType(ElementType.BOOL, Shape.SCALAR));
    for (int i = 0; i < carried; i++) {
      types.add(c.type(FIRST_CARRIED + i));
    }
    List<ValueType> results = body.infer(types);
    while (CarriedTypes.generalize(c, types, 2, results, 1, carried)) {
      results = body.infer(types);
    }
    for (int i = 0; i < c.outputCount(); i++) {
      ValueType result = results.get(1 + i);
      c.output(i, i < carried ? CarriedTypes.last(types.get(2 + i), result) : collected(c, result));
    }
  }

  private static ValueType collected(InferContext c, ValueType type) {
    if (!(type instanceof TensorType t)) {
      throw c.error("its body collects %s; expected a tensor", type);
    }
    if (!t.shape().isRanked()) {
      return t;
    }
    List<Dim> dims = t.shape().dims();
    dims.addFirst(Dim.UNKNOWN);
    return new TensorType(t.elementType(), Shape.of(dims));
  }

  @Override
  public Step compile(CompileContext c) {
    SingleElements.require(c, 0);
    SingleElements.require(c, 1);
    int carried = c.inputCount() - Math.min(FIRST_CARRIED, c.inputCount());
    int[] initial = new int[carried];
    for (int i = 0; i < carried; i++) {
      initial[i] = c.input(FIRST_CARRIED + i);
    }
    int[] outputs = new int[c.outputCount()];
    List<ValueType> types = new ArrayList<>();
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = c.output(i);
      types.add(c.hasOutput(i) ? c.outputType(i) : null);
      c.provides(i);
    }
    Subprogram body = c.subprogram("body");
    return new LoopStep(c.input(0), c.input(1), initial, outputs, types, body);
  }

  /** The loop itself; slots are -1 for omitted inputs and unused outputs. */
  private record LoopStep(
      int limit,
      int condition,
      int[] initial,
      int[] outputs,
      List<ValueType> types,
      Subprogram body)
      implements Step {

    @Override
    public void run(Frame f) {
      long most = limit < 0 ? Long.MAX_VALUE : f.longs(limit)[f.offset(limit)];
      boolean going = condition < 0 || f.bytes(condition)[f.offset(condition)] != 0;
      int carried = initial.length;
      Value[] inputs = new Value[carried + 2];
      for (int i = 0; i < carried; i++) {
        inputs[2 + i] = f.value(initial[i]);
      }
      List<List<Tensor>> collected = new ArrayList<>();
      for (int i = carried; i < outputs.length; i++) {
        collected.add(new ArrayList<>());
      }
      for (long iteration = 0; iteration < most && going; iteration++) {
        f.checkCancelled();
        inputs[0] = Tensor.scalar(iteration);
        inputs[1] = Tensor.scalar(true);
        Value[] results = body.run(f, inputs);
        if (!(results[0] instanceof Tensor goOn) || goOn.size() != 1) {
          throw f.error("its body's condition is %s; expected one bool", results[0].type());
        }
        going = goOn.bytes()[0] != 0;
        for (int i = 0; i < carried; i++) {
          inputs[2 + i] = CarriedTypes.carried(inputs[2 + i], results[1 + i]);
        }
        for (int i = 0; i < collected.size(); i++) {
          collected.get(i).add((Tensor) results[1 + carried + i]);
        }
      }
      for (int i = 0; i < outputs.length; i++) {
        if (outputs[i] >= 0) {
          f.provide(
              outputs[i],
              i < carried
                  ? CarriedTypes.last(f, types.get(i), inputs[2 + i])
                  : TensorParts.stack(f, collected.get(i - carried), 0, (TensorType) types.get(i)));
        }
      }
    }
  }
}
