package io.sardonyx.runtime.plan;

import io.sardonyx.OnnxException;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.Value;
import io.sardonyx.ValueType;
import io.sardonyx.runtime.exec.ExecutionFrame;
import io.sardonyx.runtime.exec.Profiler;
import io.sardonyx.runtime.exec.RunControl;
import io.sardonyx.runtime.inference.ValueFacts;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.plan.Segment.End;
import io.sardonyx.runtime.plan.Segment.PlannedStep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Last arrow of the pipeline: runs a program's segments one after the other in a frame. */
final class ProgramRun {

  private final Program program;
  private final Graph graph;
  private final RunControl control;
  private final boolean nested;

  ProgramRun(Program program, RunControl control, boolean nested) {
    this.program = program;
    this.graph = program.graph();
    this.control = control;
    this.nested = nested;
  }

  Value[] run(Value[] inputs, Object[] ownOutputs) {
    Segment segment = firstSegment(inputs);
    ExecutionFrame frame = program.frames().acquire();
    frame.begin(control, nested);
    boolean reusable = false;
    try {
      frame.ensureSlots(program.slotCount());
      if (program.options().poisonMemory()) {
        frame.poison();
      }
      for (int i = 0; i < inputs.length; i++) {
        bindInput(frame, graph.inputs().get(i), inputs[i]);
      }
      while (true) {
        frame.ensureSlots(program.slotCount());
        segment.enter(frame, ownOutputs);
        runSteps(segment, frame);
        if (segment.end() instanceof End.Finished) {
          break;
        }
        segment = next(segment, frame);
      }
      Value[] outputs = outputs(segment, frame, ownOutputs);
      reusable = true;
      return outputs;
    } catch (OnnxException e) {
      reusable = true;
      throw e;
    } finally {
      frame.end();
      if (reusable) {
        program.frames().release(frame);
      }
    }
  }

  private static void bindInput(ExecutionFrame frame, int slot, Value value) {
    if (value instanceof Tensor tensor) {
      frame.bind(slot, tensor.array(), tensor.offset(), tensor.type());
    } else {
      frame.provide(slot, value);
    }
  }

  private Segment firstSegment(Value[] inputs) {
    SegmentKey key = new SegmentKey();
    for (Value input : inputs) {
      key.addShape(input);
    }
    return program.firstSegment(
        key,
        () -> {
          List<ValueType> types = new ArrayList<>();
          for (int i = 0; i < inputs.length; i++) {
            // The key says nothing of what is in a sequence, so the plan must not know it either.
            boolean isTensor = inputs[i] instanceof Tensor;
            types.add(isTensor ? inputs[i].type() : graph.type(graph.inputs().get(i)));
          }
          return types;
        });
  }

  private void runSteps(Segment segment, ExecutionFrame frame) {
    Profiler profiler = control.profiler();
    for (PlannedStep step : segment.steps()) {
      control.check();
      frame.setNode(step.node());
      long start = profiler == null ? 0 : System.nanoTime();
      try {
        step.step().run(frame);
      } catch (OnnxException e) {
        throw e;
      } catch (RuntimeException e) {
        throw new OnnxException(step.node().label() + ": failed: " + e, e);
      } catch (StackOverflowError | OutOfMemoryError e) {
        throw new OnnxException(step.node().label() + ": ran out of memory: " + e, e);
      }
      if (profiler != null) {
        profiler.record(step.node(), start, System.nanoTime(), step.bytes());
      }
      for (int slot : step.released()) {
        frame.release(slot);
      }
    }
  }

  private Segment next(Segment segment, ExecutionFrame frame) {
    SegmentKey key = new SegmentKey();
    return switch (segment.end()) {
      case End.Shapes(List<Integer> values) -> {
        for (int v : values) {
          key.addShape(frame.providedValue(v));
        }
        yield program.nextSegment(segment, key, facts -> learnTypes(facts, values, frame));
      }
      case End.Contents(List<Integer> values) -> {
        for (int v : values) {
          key.addContents(frame.tensor(v));
        }
        yield program.nextSegment(segment, key, facts -> learnContents(facts, values, frame));
      }
      case End.Finished() -> throw new IllegalStateException();
    };
  }

  private void learnTypes(ValueFacts facts, List<Integer> values, ExecutionFrame frame) {
    for (int v : values) {
      Value provided = frame.providedValue(v);
      if (provided == null) {
        throw frame.error("did not provide the value '%s'", graph.valueName(v));
      }
      TensorType declared = (TensorType) facts.type(v);
      TensorType found = (TensorType) provided.type();
      if (found.elementType() != declared.elementType()) {
        throw frame.error(
            "provided %s for the value '%s' of type %s", found, graph.valueName(v), declared);
      }
      facts.setType(v, found);
    }
  }

  private static void learnContents(ValueFacts facts, List<Integer> values, ExecutionFrame frame) {
    for (int v : values) {
      facts.setValue(v, frame.tensor(v).copy());
    }
  }

  private Value[] outputs(Segment last, ExecutionFrame frame, Object[] ownOutputs) {
    Value[] outputs = new Value[graph.outputs().size()];
    Set<Integer> own = new HashSet<>(last.state().ownOutputs());
    for (int k = 0; k < outputs.length; k++) {
      int v = graph.outputs().get(k);
      boolean isBound = ownOutputs != null && ownOutputs[k] != null;
      Value provided = frame.providedValue(v);
      if (provided != null && !(provided instanceof Tensor && graph.inputs().contains(v))) {
        outputs[k] = provided;
      } else if (!last.state().homes().containsKey(v)) {
        Tensor constant = last.state().facts().value(v);
        outputs[k] = isBound ? constant : constant.copy();
      } else if (own.remove(v) || isBound && graph.type(v) instanceof TensorType) {
        outputs[k] = frame.tensor(v);
      } else {
        outputs[k] = frame.value(v);
      }
      if (isBound) {
        outputs[k] = intoOwn(outputs[k], ownOutputs[k], graph.outputNames().get(k));
      }
    }
    return outputs;
  }

  private static Tensor intoOwn(Value value, Object array, String name) {
    if (!(value instanceof Tensor tensor)
        || tensor.elementType().storage().length(array) != tensor.arrayLength()) {
      throw new io.sardonyx.InvalidInputException(
          "the result '%s' is %s; the array that is bound to it does not fit"
              .formatted(name, value.type()));
    }
    if (tensor.array() != array) {
      System.arraycopy(tensor.array(), tensor.offset(), array, 0, tensor.arrayLength());
    }
    return Tensor.of(tensor.elementType(), array, tensor.shape());
  }
}
