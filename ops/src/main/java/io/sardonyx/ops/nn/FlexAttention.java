package io.sardonyx.ops.nn;

import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.ValueType;
import io.sardonyx.ops.family.Conversion;
import io.sardonyx.ops.matrix.BatchDims;
import io.sardonyx.ops.matrix.MatrixArithmetic;
import io.sardonyx.ops.matrix.MatrixProduct;
import io.sardonyx.ops.matrix.Operands;
import io.sardonyx.ops.matrix.RealArithmetic;
import io.sardonyx.ops.matrix.RightMatrix;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;
import io.sardonyx.runtime.spi.Subprogram;
import java.util.Arrays;
import java.util.List;

/**
 * Attention whose scores and weights may be changed by subgraphs, {@code score_mod} before and
 * {@code prob_mod} after the softmax.
 *
 * @param scale factor of the scores; NaN for 1 / sqrt(head size)
 * @param precision type of the scores that the subgraphs see; null for double if the inputs are,
 *     else float
 * @see <a
 *     href="https://onnx.ai/onnx/operators/onnx_aionnxpreview_FlexAttention.html">FlexAttention</a>
 */
record FlexAttention(float scale, ElementType precision) implements Operator {

  private static final String SCORE_MOD = "score_mod";
  private static final String PROB_MOD = "prob_mod";

  FlexAttention(Attributes a) {
    this(a.number("scale", Float.NaN), Attention.precision(a));
  }

  private ElementType scoreType(ElementType input) {
    if (precision != null) {
      return precision;
    }
    return input == ElementType.DOUBLE ? ElementType.DOUBLE : ElementType.FLOAT;
  }

  @Override
  public void infer(InferContext c) {
    for (int i = 0; i < 3; i++) {
      if (c.rank(i) >= 0 && c.rank(i) != 4) {
        throw c.error("input %d has shape %s; expected rank 4", i, c.shape(i));
      }
    }
    AttentionShapes shapes = AttentionShapes.infer(c, 0, 0);
    Shape scores = Shape.of(shapes.batch(), shapes.queryHeads(), shapes.queries(), shapes.keys());
    checkSubgraph(c, SCORE_MOD, new TensorType(scoreType(c.elementType(0)), scores));
    checkSubgraph(c, PROB_MOD, new TensorType(scoreType(c.elementType(0)), scores));
    c.output(0, c.elementType(0), shapes.output());
  }

  private static void checkSubgraph(InferContext c, String name, TensorType type) {
    if (!c.hasSubgraph(name)) {
      return;
    }
    List<ValueType> outputs = c.subgraph(name).infer(List.of(type));
    if (outputs.size() != 1
        || !(outputs.getFirst() instanceof TensorType t)
        || t.elementType() != type.elementType()) {
      throw c.error("its graph %s gives %s; expected one %s", name, outputs, type);
    }
  }

  @Override
  public Step compile(CompileContext c) {
    AttentionSizes sizes = AttentionSizes.of(c, 0, 0, 0);
    RealArithmetic arithmetic =
        MatrixArithmetic.ofReals(c, c.elementType(0), scoreType(c.elementType(0)));
    Operands o = new Operands(c, arithmetic);
    int q = o.input(0);
    int y = o.output(0);
    int heads = sizes.batch() * sizes.queryHeads();
    int[] shared = new int[heads];
    Arrays.setAll(
        shared,
        i -> i / sizes.queryHeads() * sizes.keyHeads() + sizes.keyHead(i % sizes.queryHeads()));
    int count = sizes.batch() * sizes.keyHeads();
    int rows = sizes.queries();
    int keys = sizes.keys();
    int scores = o.scratch((long) heads * rows * keys);
    float factor = Float.isNaN(scale) ? (float) (1 / Math.sqrt(sizes.size())) : scale;
    int[] keyOffsets = BatchDims.offsets(count, keys * sizes.size());
    o.before(
        new MatrixProduct(o, rows, sizes.size(), keys)
            .left(q, BatchDims.offsets(heads, rows * sizes.size()), sizes.size())
            .right(new RightMatrix(1, -1, keyOffsets, 1, sizes.size(), factor), shared)
            .result(scores)
            .step());
    Modifier modifier =
        new Modifier(
            Conversion.of(scoreType(c.elementType(0)), arithmetic.numbers()),
            new long[] {sizes.batch(), sizes.queryHeads(), rows, keys},
            scores);
    if (c.hasSubgraph(SCORE_MOD)) {
      o.before(modifier.step(c.subprogram(SCORE_MOD)));
    }
    ParallelTask softmax =
        (f, head, worker) -> {
          for (int i = 0; i < rows; i++) {
            int at = f.offset(scores) + (head * rows + i) * keys;
            // A row that excludes all keys has no weights: 0 / 0, as the specification has it.
            if (arithmetic.isMinusInfinity(f.array(scores), at, keys)) {
              arithmetic.fill(f.array(scores), at, keys, Double.NaN);
            } else {
              arithmetic.softmax(f.array(scores), at, keys);
            }
          }
        };
    o.before(f -> f.parallel(heads, softmax));
    if (c.hasSubgraph(PROB_MOD)) {
      o.before(modifier.step(c.subprogram(PROB_MOD)));
    }
    int[] valueOffsets = BatchDims.offsets(count, keys * sizes.valueSize());
    MatrixProduct weighted =
        new MatrixProduct(o, rows, keys, sizes.valueSize())
            .left(scores, BatchDims.offsets(heads, rows * keys), keys)
            .right(new RightMatrix(2, -1, valueOffsets, sizes.valueSize(), 1, 1), shared)
            .result(y);
    return o.step(weighted.step());
  }

  /**
   * Runs a subgraph on all scores.
   *
   * @param conversion between what the subgraph sees and what is computed with
   * @param shape of the scores
   * @param slot of the scores, which are replaced
   */
  private record Modifier(Conversion conversion, long[] shape, int slot) {

    Step step(Subprogram graph) {
      int n = Math.toIntExact(Shape.elements(shape));
      return f -> {
        Tensor input = Tensor.zeros(conversion.type(), shape);
        conversion.write(f.array(slot), f.offset(slot), input.array(), 0, n);
        Tensor result = (Tensor) graph.run(f, input)[0];
        if (!result.hasShape(shape)) {
          throw f.error(
              "its graph gives the shape %s for scores of shape %s",
              Arrays.toString(result.shape()), Arrays.toString(shape));
        }
        conversion.read(result.array(), result.offset(), f.array(slot), f.offset(slot), n);
      };
    }
  }
}
