package io.sardonyx.ops.nn;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.InvalidModelException;
import io.sardonyx.Shape;
import io.sardonyx.TensorType;
import io.sardonyx.ops.matrix.InputShapes;
import io.sardonyx.ops.matrix.MatrixArithmetic;
import io.sardonyx.ops.matrix.Operands;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;

/**
 * Attention with a state, a matrix for every head of keys, instead of a softmax over all keys. Each
 * token first lets the state decay, then adds its key times its value, or what of it the state does
 * not hold yet, and then reads the state with its query.
 *
 * @param queryHeads heads of the queries
 * @param keyHeads heads of keys and values
 * @param scale factor of the output; 0 for 1 / sqrt(key size)
 * @param rule how the state changes
 * @see <a href="https://onnx.ai/onnx/operators/onnx__LinearAttention.html">LinearAttention</a>
 */
record LinearAttention(int queryHeads, int keyHeads, float scale, Rule rule) implements Operator {

  static final int PAST = 3;
  static final int DECAY = 4;
  static final int BETA = 5;

  /** Kinds of updates. */
  enum Rule {
    LINEAR(false, false),
    GATED(true, false),
    DELTA(false, true),
    GATED_DELTA(true, true);

    private final boolean decays;
    private final boolean corrects;

    Rule(boolean decays, boolean corrects) {
      this.decays = decays;
      this.corrects = corrects;
    }
  }

  LinearAttention(Attributes a) {
    this(
        a.intValue("q_num_heads"),
        a.intValue("kv_num_heads"),
        a.number("scale", 0),
        a.choice("update_rule", Rule.class));
    if (keyHeads <= 0 || queryHeads <= 0 || queryHeads % keyHeads != 0) {
      throw new InvalidModelException(
          "%d query heads cannot share %d heads of keys".formatted(queryHeads, keyHeads));
    }
  }

  @Override
  public void infer(InferContext c) {
    if (c.hasInput(DECAY) != rule.decays || c.hasInput(BETA) != rule.corrects) {
      throw c.error(
          "the rule %s %s decay and %s beta",
          rule, rule.decays ? "needs" : "forbids", rule.corrects ? "needs" : "forbids");
    }
    Dim batch = dim(c, 0, 0);
    Dim steps = dim(c, 0, 1);
    Dim size = width(c, 0, queryHeads);
    Dim valueSize = width(c, 2, keyHeads);
    InputShapes.check(c, 1, Shape.of(batch, steps, size.times(Dim.of(keyHeads))));
    InputShapes.check(c, 2, Shape.of(batch, steps, Dim.UNKNOWN));
    InputShapes.check(c, DECAY, Shape.of(batch, steps, Dim.UNKNOWN));
    InputShapes.check(c, BETA, Shape.of(batch, steps, Dim.UNKNOWN));
    checkWidth(c, DECAY, Dim.of(keyHeads), size.times(Dim.of(keyHeads)));
    checkWidth(c, BETA, Dim.of(keyHeads), Dim.of(1));
    Shape state = Shape.of(batch, Dim.of(keyHeads), size, valueSize);
    InputShapes.check(c, PAST, state);
    ElementType type = c.elementType(0);
    c.output(0, type, Shape.of(batch, steps, valueSize.times(Dim.of(queryHeads))));
    c.output(1, new TensorType(c.hasInput(PAST) ? c.elementType(PAST) : type, state));
  }

  private static Dim dim(InferContext c, int input, int axis) {
    if (c.rank(input) >= 0 && c.rank(input) != 3) {
      throw c.error("input %d has shape %s; expected rank 3", input, c.shape(input));
    }
    return c.rank(input) < 0 ? Dim.UNKNOWN : c.shape(input).dim(axis);
  }

  private static Dim width(InferContext c, int input, int heads) {
    Dim all = dim(c, input, 2);
    if (all.isKnown() && all.size() % heads != 0) {
      throw c.error(
          "input %d has shape %s, which does not divide into %d heads",
          input, c.shape(input), heads);
    }
    return all.isKnown() ? Dim.of(all.size() / heads) : Dim.UNKNOWN;
  }

  private static void checkWidth(InferContext c, int input, Dim one, Dim other) {
    if (!c.hasInput(input)) {
      return;
    }
    Dim own = dim(c, input, 2);
    if (!InputShapes.agree(own, one) && !InputShapes.agree(own, other)) {
      throw c.error(
          "input %d has shape %s; expected a width of %s or %s", input, c.shape(input), one, other);
    }
  }

  @Override
  public Step compile(CompileContext c) {
    long[] q = c.dims(0);
    Operands o = new Operands(c, MatrixArithmetic.ofReals(c, ElementType.FLOAT));
    LinearRecurrence recurrence = LinearRecurrence.of(o, this, q);
    ParallelTask body = recurrence::run;
    int tasks = Math.multiplyExact(Math.toIntExact(q[0]), keyHeads);
    return o.step(f -> f.parallel(tasks, body));
  }
}
