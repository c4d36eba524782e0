package io.sardonyx.ops.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.Value;
import io.sardonyx.ops.OpTest;
import java.util.List;
import org.junit.jupiter.api.Test;

class TreeEnsembleTest {

  /** Two trees: x0 <= 1 ? node 1 : node 2, and a single leaf. */
  private static OpTest nodes(OpTest test, String mode) {
    return test.attribute("nodes_treeids", 0, 0, 0, 1)
        .attribute("nodes_nodeids", 0, 1, 2, 0)
        .attribute("nodes_featureids", 0, 0, 0, 0)
        .attribute("nodes_modes", mode, "LEAF", "LEAF", "LEAF")
        .attribute("nodes_values", 1, 0, 0, 0f)
        .attribute("nodes_truenodeids", 1, 0, 0, 0)
        .attribute("nodes_falsenodeids", 2, 0, 0, 0);
  }

  private static OpTest regressor(String mode) {
    return nodes(OpTest.op("ai.onnx.ml", "TreeEnsembleRegressor", 3), mode)
        .attribute("n_targets", 2)
        .attribute("target_treeids", 0, 0, 0, 1)
        .attribute("target_nodeids", 1, 2, 2, 0)
        .attribute("target_ids", 0, 0, 1, 0)
        .attribute("target_weights", 10, 20, 30, 100f);
  }

  private static final Tensor X = Tensor.of(new float[] {0, 1, 2, Float.NaN}, 4, 1);

  private static float[] firstTarget(OpTest test) {
    float[] y = test.input(X).run().floats();
    return new float[] {y[0] - 100, y[2] - 100, y[4] - 100, y[6] - 100};
  }

  @Test
  void comparisons() {
    assertThat(firstTarget(regressor("BRANCH_LEQ"))).containsExactly(10, 10, 20, 20);
    assertThat(firstTarget(regressor("BRANCH_LT"))).containsExactly(10, 20, 20, 20);
    assertThat(firstTarget(regressor("BRANCH_GTE"))).containsExactly(20, 10, 10, 20);
    assertThat(firstTarget(regressor("BRANCH_GT"))).containsExactly(20, 20, 10, 20);
    assertThat(firstTarget(regressor("BRANCH_EQ"))).containsExactly(20, 10, 20, 20);
    assertThat(firstTarget(regressor("BRANCH_NEQ"))).containsExactly(10, 20, 10, 10);
  }

  @Test
  void missingValuesMayTakeTheTrueBranch() {
    OpTest test = regressor("BRANCH_LEQ").attribute("nodes_missing_value_tracks_true", 1, 0, 0, 0);
    assertThat(firstTarget(test)).containsExactly(10, 10, 20, 10);
  }

  private static float[] aggregated(String function) {
    return regressor("BRANCH_LEQ")
        .attribute("aggregate_function", function)
        .attribute("base_values", 1, 2f)
        .input(new float[] {0, 2}, 2, 1)
        .run()
        .floats();
  }

  @Test
  void aggregates() {
    assertThat(aggregated("SUM")).containsExactly(111, 2, 121, 32);
    assertThat(aggregated("AVERAGE")).containsExactly(56, 2, 61, 17);
    assertThat(aggregated("MIN")).containsExactly(11, 2, 21, 32);
    assertThat(aggregated("MAX")).containsExactly(101, 2, 101, 32);
  }

  /** The score is 1.0986123, the logarithm of 3, for 0, and its negative for 2. */
  private static float[] ofOneTarget(String transform) {
    return nodes(OpTest.op("ai.onnx.ml", "TreeEnsembleRegressor", 3), "BRANCH_LEQ")
        .attribute("n_targets", 1)
        .attribute("target_treeids", 0, 0)
        .attribute("target_nodeids", 1, 2)
        .attribute("target_ids", 0, 0)
        .attribute("target_weights", 1.0986123f, -1.0986123f)
        .attribute("post_transform", transform)
        .input(new float[] {0, 2}, 2, 1)
        .run()
        .floats();
  }

  @Test
  void transformsTheScoreOfOneTarget() {
    assertThat(ofOneTarget("NONE")).containsExactly(1.0986123f, -1.0986123f);
    assertThat(ofOneTarget("LOGISTIC")).containsExactly(new float[] {0.75f, 0.25f}, within(1e-6f));
    assertThat(ofOneTarget("SOFTMAX")).containsExactly(1, 1);
    assertThat(ofOneTarget("SOFTMAX_ZERO")).containsExactly(1, 1);
  }

  @Test
  void thresholdsMayBeDoubles() {
    Tensor y =
        OpTest.op("ai.onnx.ml", "TreeEnsembleRegressor", 3)
            .attribute("nodes_treeids", 0, 0, 0)
            .attribute("nodes_nodeids", 0, 1, 2)
            .attribute("nodes_featureids", 0, 0, 0)
            .attribute("nodes_modes", "BRANCH_LT", "LEAF", "LEAF")
            .attribute("nodes_values_as_tensor", Tensor.of(new double[] {1 + 1e-12, 0, 0}, 3))
            .attribute("nodes_truenodeids", 1, 0, 0)
            .attribute("nodes_falsenodeids", 2, 0, 0)
            .attribute("n_targets", 1)
            .attribute("target_treeids", 0, 0)
            .attribute("target_nodeids", 1, 2)
            .attribute("target_ids", 0, 0)
            .attribute("target_weights_as_tensor", Tensor.of(new double[] {1, 2}, 2))
            .input(Tensor.of(new double[] {1, 1 + 1e-12}, 2, 1))
            .run();
    assertThat(y.floats()).containsExactly(1, 2);
  }

  private static OpTest classifier(int opset) {
    return nodes(OpTest.op("ai.onnx.ml", "TreeEnsembleClassifier", opset), "BRANCH_LEQ").outputs(2);
  }

  @Test
  void classifierCountsVotes() {
    List<Value> y =
        classifier(1)
            .attribute("classlabels_strings", "a", "b", "c")
            .attribute("class_treeids", 0, 0, 1, 1)
            .attribute("class_nodeids", 1, 2, 0, 0)
            .attribute("class_ids", 2, 1, 1, 0)
            .attribute("class_weights", 2, 1, 1, 0.5f)
            .input(new float[] {0, 2}, 2, 1)
            .runAll();
    assertThat(((Tensor) y.get(0)).strings()).containsExactly("c", "b");
    assertThat(((Tensor) y.get(1)).floats()).containsExactly(0.5f, 1, 2, 0.5f, 2, 0);
  }

  private static OpTest oneSided(float first, float second) {
    return classifier(3)
        .attribute("classlabels_int64s", 7, 8)
        .attribute("class_treeids", 0, 0)
        .attribute("class_nodeids", 1, 2)
        .attribute("class_ids", 0, 0)
        .attribute("class_weights", first, second)
        .input(new float[] {0, 2}, 2, 1);
  }

  @Test
  void votesForOneOfTwoClassesDecideAlone() {
    List<Value> y = oneSided(0.25f, 0.75f).runAll();
    assertThat(((Tensor) y.get(0)).longs()).containsExactly(7, 8);
    assertThat(((Tensor) y.get(1)).floats()).containsExactly(0.75f, 0.25f, 0.25f, 0.75f);
    y = oneSided(-1, 0.25f).attribute("post_transform", "LOGISTIC").runAll();
    assertThat(((Tensor) y.get(0)).longs()).containsExactly(7, 8);
    float[] p = ((Tensor) y.get(1)).floats();
    assertThat(p[1]).isCloseTo((float) (1 / (1 + Math.exp(1))), within(1e-6f));
    assertThat(p[0] + p[1]).isCloseTo(1, within(1e-6f));
  }

  @Test
  void manySamples() {
    float[] x = new float[100];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 3;
    }
    float[] y = regressor("BRANCH_LEQ").input(x, 100, 1).run().floats();
    for (int i = 0; i < x.length; i++) {
      assertThat(y[2 * i]).isEqualTo(i % 3 == 2 ? 120 : 110);
    }
  }

  @Test
  void rejectsTablesThatAreNoTrees() {
    assertThat(regressor("BRANCH_EQUAL").input(X).failure())
        .hasMessageContaining("the node mode 'BRANCH_EQUAL' is unknown");
    assertThat(tree(new long[] {1, 0}, new long[] {2, 0}))
        .hasMessageContaining("tree 0 has no root");
    assertThat(tree(new long[] {1, 1}, new long[] {2, 2})).hasMessageContaining("leads to itself");
    assertThat(tree(new long[] {1, 5}, new long[] {2, 2}))
        .hasMessageContaining("node 1 of tree 0 leads to node 5, which is not there");
    assertThat(regressor("BRANCH_LEQ").input(new float[0], 3, 0).failure())
        .hasMessageContaining("its trees ask for feature 0");
  }

  /** A tree of two branches, with these children, and a leaf. */
  private static Throwable tree(long[] yes, long[] no) {
    return OpTest.op("ai.onnx.ml", "TreeEnsembleRegressor", 1)
        .attribute("nodes_treeids", 0, 0, 0)
        .attribute("nodes_nodeids", 0, 1, 2)
        .attribute("nodes_featureids", 0, 0, 0)
        .attribute("nodes_modes", "BRANCH_LT", "BRANCH_LT", "LEAF")
        .attribute("nodes_values", 0, 0, 0f)
        .attribute("nodes_truenodeids", yes[0], yes[1], 0)
        .attribute("nodes_falsenodeids", no[0], no[1], 0)
        .attribute("n_targets", 1)
        .attribute("target_treeids", new long[] {0})
        .attribute("target_nodeids", new long[] {2})
        .attribute("target_ids", new long[] {0})
        .attribute("target_weights", new float[] {1})
        .input(X)
        .failure();
  }

  /** One tree: x0 in {1, 3} ? leaf 0 : (x1 > 0 ? leaf 1 : leaf 2). */
  private static OpTest ensemble() {
    return OpTest.op("ai.onnx.ml", "TreeEnsemble", 5)
        .attribute("tree_roots", new long[] {0})
        .attribute("nodes_modes", Tensor.of(ElementType.UINT8, new byte[] {6, 3}, 2))
        .attribute("nodes_featureids", 0, 1)
        .attribute("nodes_splits", Tensor.of(new float[] {0, 0}, 2))
        .attribute("nodes_truenodeids", 0, 1)
        .attribute("nodes_trueleafs", 1, 1)
        .attribute("nodes_falsenodeids", 1, 2)
        .attribute("leaf_targetids", 0, 1, 1)
        .attribute("leaf_weights", Tensor.of(new float[] {5, 6, 7}, 3))
        .attribute("n_targets", 2);
  }

  @Test
  void looksForMembership() {
    Tensor y =
        ensemble()
            .attribute("nodes_falseleafs", 0, 1)
            .attribute("membership_values", Tensor.of(new float[] {3, 1, Float.NaN}, 3))
            .input(new float[] {1, 0, 3, 0, 2, 1, 2, -1}, 4, 2)
            .run();
    assertThat(y.floats()).containsExactly(5, 0, 5, 0, 0, 6, 0, 7);
  }

  @Test
  void rejectsBadChildrenAndSets() {
    assertThat(ensemble().attribute("nodes_falseleafs", 0, 1).input(new float[2], 1, 2).failure())
        .hasMessageContaining("membership_values has 0 sets; expected one for each of 1 nodes");
    assertThat(
            ensemble()
                .attribute("nodes_falseleafs", 0, 0)
                .attribute("membership_values", Tensor.of(new float[] {1, Float.NaN}, 2))
                .input(new float[2], 1, 2)
                .failure())
        .hasMessageContaining("the false branch of node 1 is node 2; there are 2");
  }

  @Test
  void computesInTheInputsType() {
    Tensor y =
        OpTest.op("ai.onnx.ml", "TreeEnsemble", 5)
            .attribute("tree_roots", new long[] {0})
            .attribute("nodes_modes", Tensor.of(ElementType.UINT8, new byte[1], 1))
            .attribute("nodes_featureids", new long[] {0})
            .attribute("nodes_splits", Tensor.of(new double[1], 1))
            .attribute("nodes_truenodeids", new long[] {0})
            .attribute("nodes_trueleafs", new long[] {1})
            .attribute("nodes_falsenodeids", new long[] {0})
            .attribute("nodes_falseleafs", new long[] {1})
            .attribute("leaf_targetids", new long[] {0})
            .attribute("leaf_weights", Tensor.of(new double[] {0.1}, 1))
            .attribute("n_targets", 1)
            .input(Tensor.of(new double[] {1}, 1, 1))
            .run();
    assertThat(y.doubles()).containsExactly(0.1);
  }
}
