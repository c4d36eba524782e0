package io.sardonyx.ops.nn;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.InvalidModelException;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.FloatFormats;
import io.sardonyx.ops.matrix.InputShapes;
import io.sardonyx.ops.matrix.MatrixArithmetic;
import io.sardonyx.ops.matrix.Operands;
import io.sardonyx.ops.matrix.RealArithmetic;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * Scaled dot product attention with masks, a cache of keys and values, and groups of query heads
 * that share keys and values.
 *
 * @param causal whether no query attends to later keys
 * @param queryHeads heads in a Q of rank 3; 0 if the attribute is missing
 * @param keyHeads heads in a K and V of rank 3; 0 if the attribute is missing
 * @param scale factor of the scores; NaN for 1 / sqrt(head size)
 * @param cap soft limit of the scores; 0 for none
 * @param stage which scores the fourth output holds
 * @param precision type in which the softmax is computed; null for the type of Q
 * @param left most positions to look back; -1 for all
 * @param right most positions to look ahead; -1 for all
 * @param padsSingle whether a mask for one key excludes the others, as from version 24 on
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Attention.html">Attention</a>
 */
record Attention(
    boolean causal,
    int queryHeads,
    int keyHeads,
    float scale,
    float cap,
    int stage,
    ElementType precision,
    int left,
    int right,
    boolean padsSingle)
    implements Operator {

  private static final int PAST_KEY = 4;
  private static final int PAST_VALUE = 5;
  private static final int LENGTHS = 6;

  Attention(Attributes a, boolean padsSingle) {
    this(
        a.flag("is_causal"),
        a.intValue("q_num_heads", 0),
        a.intValue("kv_num_heads", 0),
        a.number("scale", Float.NaN),
        a.number("softcap", 0),
        a.intValue("qk_matmul_output_mode", 0),
        precision(a),
        window(a, "left_window_size"),
        window(a, "right_window_size"),
        padsSingle);
    if (stage < 0 || stage > 3) {
      throw new InvalidModelException(
          "attribute 'qk_matmul_output_mode' is " + stage + "; expected 0 to 3");
    }
  }

  /** The attribute {@code softmax_precision}; null if it is missing. */
  static ElementType precision(Attributes a) {
    if (!a.has("softmax_precision")) {
      return null;
    }
    ElementType type = ElementType.ofCode(a.intValue("softmax_precision"));
    return switch (type) {
      case FLOAT, FLOAT16, DOUBLE, BFLOAT16 -> type;
      default ->
          throw new InvalidModelException(
              "attribute 'softmax_precision' is " + type + "; expected a float of 16 bits or more");
    };
  }

  private static int window(Attributes a, String name) {
    int size = a.intValue(name, -1);
    if (size < -1) {
      throw new InvalidModelException(
          "attribute '%s' is %d; expected -1 or more".formatted(name, size));
    }
    return size;
  }

  @Override
  public void infer(InferContext c) {
    AttentionShapes shapes = AttentionShapes.infer(c, queryHeads, keyHeads);
    if (c.hasInput(PAST_KEY) != c.hasInput(PAST_VALUE)) {
      throw c.error("past_key and past_value must come together");
    }
    if (c.hasInput(PAST_KEY) && c.hasInput(LENGTHS)) {
      throw c.error("nonpad_kv_seqlen cannot be combined with past_key");
    }
    InputShapes.check(c, LENGTHS, Shape.of(shapes.batch()));
    Dim past = Dim.of(0);
    if (c.hasInput(PAST_KEY)) {
      past = shapes.rows(c, PAST_KEY, shapes.size());
      Dim other = shapes.rows(c, PAST_VALUE, shapes.valueSize());
      if (!InputShapes.agree(past, other)) {
        throw c.error("past_key has %s rows and past_value %s", past, other);
      }
      past = past.refine(other);
    }
    Dim keys = shapes.keys().plus(past);
    ElementType type = c.elementType(0);
    c.output(0, type, shapes.output());
    if (c.outputCount() > 1) {
      Dim heads = shapes.keyHeads();
      c.output(1, type, Shape.of(shapes.batch(), heads, keys, shapes.size()));
    }
    if (c.outputCount() > 2) {
      Dim heads = shapes.keyHeads();
      c.output(2, c.elementType(2), Shape.of(shapes.batch(), heads, keys, shapes.valueSize()));
    }
    if (c.outputCount() > 3) {
      c.output(3, type, Shape.of(shapes.batch(), shapes.queryHeads(), shapes.queries(), keys));
    }
  }

  @Override
  public Step compile(CompileContext c) {
    boolean hasPast = c.hasInput(PAST_KEY);
    int past = hasPast ? Math.toIntExact(c.dims(PAST_KEY)[2]) : 0;
    AttentionSizes sizes = AttentionSizes.of(c, queryHeads, keyHeads, past);
    RealArithmetic arithmetic = MatrixArithmetic.ofReals(c, c.elementType(0), c.elementType(2));
    Operands o = new Operands(c, arithmetic);
    float factor = Float.isNaN(scale) ? (float) (1 / Math.sqrt(sizes.size())) : scale;
    int scores = c.outputCount() > 3 ? o.output(3) : -1;
    AttentionCore core =
        new AttentionCore(
            arithmetic,
            sizes,
            new AttentionMask(o, sizes, causal, left, right, padsSingle),
            new AttentionCore.Softness(
                factor, cap, precision == null ? null : FloatFormats.of(precision)),
            o.input(0),
            KeyValueCache.of(o, sizes, 1, PAST_KEY, 1, sizes.size()),
            KeyValueCache.of(o, sizes, 2, PAST_VALUE, 2, sizes.valueSize()),
            o.output(0),
            new AttentionCore.ScoreOutput(scores, stage));
    return o.step(core.step(o));
  }
}
