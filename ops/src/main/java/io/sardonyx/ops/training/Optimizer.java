package io.sardonyx.ops.training;

import io.sardonyx.ElementType;
import io.sardonyx.Storage;
import io.sardonyx.ops.family.DoubleReader;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * The family of operators that make one step of an optimization. Inputs: learning rate, count of
 * updates, and for every optimized tensor its value, gradient and the states that the rule keeps:
 * first all values, then all gradients, and so on. Outputs: new values, and new states.
 *
 * @param rule how one tensor is updated
 * @param states number of states that the rule keeps of each tensor
 */
record Optimizer(Rule rule, int states) implements Operator {

  /** Learning rate and count of updates. */
  private static final int SCALARS = 2;

  private static final int CHUNK = Ranges.COSTLY / 4;

  /** How a piece of a tensor is updated. */
  @FunctionalInterface
  interface Rule {
    /**
     * Updates values and states in place.
     *
     * @param rate the learning rate
     * @param count number of updates before this one
     * @param v values at 0, gradients at {@code pitch}, the first states at {@code 2 * pitch}, ...
     * @param n number of elements
     */
    void update(double rate, double count, double[] v, int pitch, int n);
  }

  private int groups() {
    return states + 2;
  }

  @Override
  public void infer(InferContext c) {
    int tensors = (c.inputCount() - SCALARS) / groups();
    if (tensors < 1 || tensors * groups() + SCALARS != c.inputCount()) {
      throw c.error(
          "has %d inputs; expected a rate, a count, and %d for each tensor",
          c.inputCount(), groups());
    }
    if (c.outputCount() > tensors * (states + 1)) {
      throw c.error(
          "has %d outputs; its %d tensors give %d",
          c.outputCount(), tensors, tensors * (states + 1));
    }
    for (int i = 0; i < SCALARS; i++) {
      if (c.shape(i).isKnown() && c.shape(i).elements() != 1) {
        throw c.error("input %d has shape %s; expected a scalar", i, c.shape(i));
      }
    }
    for (int i = 0; i < tensors; i++) {
      var type = c.tensorType(SCALARS + i);
      for (int g = 1; g < groups(); g++) {
        var other = c.tensorType(SCALARS + g * tensors + i);
        if (other.elementType() != type.elementType()
            || (type.isKnown() && other.isKnown() && !other.equals(type))) {
          throw c.error(
              "input %d is %s; expected %s as the tensor that it belongs to",
              SCALARS + g * tensors + i, other, type);
        }
      }
      for (int s = 0; s <= states; s++) {
        if (s * tensors + i < c.outputCount()) {
          c.output(s * tensors + i, type);
        }
      }
    }
  }

  @Override
  public Step compile(CompileContext c) {
    int tensors = (c.inputCount() - SCALARS) / groups();
    Step[] steps = new Step[tensors];
    for (int i = 0; i < tensors; i++) {
      steps[i] = step(c, i, tensors);
    }
    return f -> {
      for (Step step : steps) {
        step.run(f);
      }
    };
  }

  private Step step(CompileContext c, int tensor, int tensors) {
    int[] inputs = new int[groups()];
    for (int g = 0; g < inputs.length; g++) {
      inputs[g] = c.input(SCALARS + g * tensors + tensor);
    }
    int[] outputs = new int[states + 1];
    for (int s = 0; s < outputs.length; s++) {
      int output = s * tensors + tensor;
      outputs[s] = output < c.outputCount() ? c.output(output) : -1;
    }
    ElementType type = c.elementType(SCALARS + tensor);
    DoubleReader reader = DoubleReader.of(type);
    NumberAccess access = NumberAccess.of(type);
    NumberAccess rates = NumberAccess.of(c.elementType(0));
    int rate = c.input(0);
    int count = c.input(1);
    c.workerScratch(Storage.DOUBLES, (long) groups() * CHUNK);
    return Ranges.step(
        c.shape(SCALARS + tensor).elements(),
        CHUNK,
        (f, from, to, w) -> {
          double[] v = f.workerDoubles(w);
          int n = to - from;
          for (int g = 0; g < inputs.length; g++) {
            reader.read(f, inputs[g], from, v, g * CHUNK, n);
          }
          rule.update(
              rates.getDouble(f.array(rate), f.offset(rate)),
              f.longs(count)[f.offset(count)],
              v,
              CHUNK,
              n);
          write(f, access, v, outputs, from, n);
        });
  }

  private static void write(
      Frame f, NumberAccess access, double[] v, int[] outputs, int from, int n) {
    for (int s = 0; s < outputs.length; s++) {
      int group = s == 0 ? 0 : s + 1;
      for (int i = 0; outputs[s] >= 0 && i < n; i++) {
        int at = f.offset(outputs[s]) + from + i;
        access.setDouble(f.array(outputs[s]), at, v[group * CHUNK + i]);
      }
    }
  }
}
