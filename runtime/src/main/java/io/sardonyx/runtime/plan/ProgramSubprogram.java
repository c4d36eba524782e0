package io.sardonyx.runtime.plan;

import io.sardonyx.Value;
import io.sardonyx.runtime.exec.ExecutionFrame;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.Subprogram;
import java.util.Arrays;

/**
 * The body of a control-flow node as its step runs it.
 *
 * @param body the program of the body
 * @param captures slots of the outer values that the body uses, in the order of its last inputs
 */
record ProgramSubprogram(Program body, int[] captures) implements Subprogram {

  @Override
  public int inputCount() {
    return body.graph().formalInputCount();
  }

  @Override
  public int outputCount() {
    return body.graph().outputs().size();
  }

  @Override
  public Value[] run(Frame caller, Value... inputs) {
    ExecutionFrame frame = (ExecutionFrame) caller;
    Value[] all = Arrays.copyOf(inputs, inputs.length + captures.length);
    for (int i = 0; i < captures.length; i++) {
      Value provided = frame.providedValue(captures[i]);
      all[inputs.length + i] = provided != null ? provided : frame.tensor(captures[i]);
    }
    return body.runNested(frame.control(), all);
  }
}
