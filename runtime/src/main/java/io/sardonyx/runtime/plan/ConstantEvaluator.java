package io.sardonyx.runtime.plan;

import io.sardonyx.RunOptions;
import io.sardonyx.Storage;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.Value;
import io.sardonyx.runtime.exec.ExecutionFrame;
import io.sardonyx.runtime.exec.RunControl;
import io.sardonyx.runtime.exec.WorkerPool;
import io.sardonyx.runtime.inference.ValueFacts;
import io.sardonyx.runtime.ir.Node;
import io.sardonyx.runtime.plan.CompiledNode.Scratch;
import java.util.EnumMap;
import java.util.Map;

/** Computes single nodes whose inputs are all known, while a program is planned or optimised. */
final class ConstantEvaluator {

  private final Program program;

  ConstantEvaluator(Program program) {
    this.program = program;
  }

  /**
   * Whether a node can be computed now: its inputs are known, it is a pure function of them, and
   * its outputs are tensors in the plain layout.
   */
  static boolean canEvaluate(Node node, ValueFacts facts) {
    if (!node.operator().isPure() || !node.subgraphs().isEmpty()) {
      return false;
    }
    for (int v : node.inputs()) {
      if (v != Node.ABSENT && !facts.isKnown(v)) {
        return false;
      }
    }
    for (int v : node.outputs()) {
      if (v != Node.ABSENT
          && (!(facts.type(v) instanceof TensorType) || facts.graph().layout(v).isChannelsLast())) {
        return false;
      }
    }
    return true;
  }

  /** Computes the node and records its outputs' contents in {@code facts}. */
  void evaluate(ProgramNode programNode, ValueFacts facts) {
    Node node = programNode.node();
    CompiledNode compiled = programNode.compiled(facts);
    ExecutionFrame frame =
        new ExecutionFrame(WorkerPool.shared(), Integer.MAX_VALUE, program.slotCount());
    frame.begin(new RunControl(RunOptions.DEFAULT, null), true);
    frame.setNode(node);
    for (int v : node.inputs()) {
      if (v != Node.ABSENT) {
        Tensor tensor = facts.value(v);
        frame.bind(v, tensor.array(), tensor.offset(), tensor.type());
      }
    }
    for (int v : node.outputs()) {
      if (v != Node.ABSENT && facts.type(v) instanceof TensorType type && type.isKnown()) {
        Tensor tensor = Tensor.zeros(type.elementType(), type.shape().sizes());
        frame.bind(v, tensor.array(), 0, type);
      }
    }
    bindScratch(compiled, frame);
    compiled.workerScratch().forEach((Storage s, Integer n) -> frame.ensureWorkerArrays(s, n));
    try {
      compiled.step().run(frame);
      for (int v : node.outputs()) {
        if (v != Node.ABSENT) {
          Value provided = frame.providedValue(v);
          facts.setValue(v, provided instanceof Tensor tensor ? tensor : frame.tensor(v));
        }
      }
    } finally {
      frame.end();
    }
  }

  /**
   * Puts scratch memory into the slabs, where steps expect pieces of one storage to be together.
   */
  private static void bindScratch(CompiledNode compiled, ExecutionFrame frame) {
    Map<Storage, Long> lengths = new EnumMap<>(Storage.class);
    for (Scratch s : compiled.scratch()) {
      lengths.merge(s.storage(), s.length() + ExecutionFrame.slabBase(s.storage()), Long::sum);
    }
    lengths.forEach(frame::ensureSlab);
    Map<Storage, Integer> used = new EnumMap<>(Storage.class);
    for (Scratch s : compiled.scratch()) {
      int at = used.getOrDefault(s.storage(), 0);
      frame.bindSlab(s.slot(), s.storage(), at, null);
      used.put(s.storage(), at + Math.toIntExact(s.length()));
    }
  }
}
