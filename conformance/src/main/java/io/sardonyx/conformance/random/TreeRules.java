package io.sardonyx.conformance.random;

import io.sardonyx.ElementType;

/** Ensembles of trees of three inner nodes and four leaves each. */
final class TreeRules {

  private static final int NODES = 7;

  private TreeRules() {}

  static void addTo(Rules rules) {
    rules.add(b -> trees(b, false), "TreeEnsembleRegressor");
    rules.add(b -> trees(b, true), "TreeEnsembleClassifier");
  }

  private static void trees(CaseBuilder b, boolean classifier) {
    int trees = b.random.between(1, 3);
    int results = b.random.between(1, 3);
    String mode = b.random.one("BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ");
    long[] tree = new long[trees * NODES];
    long[] node = new long[trees * NODES];
    long[] feature = new long[trees * NODES];
    long[] yes = new long[trees * NODES];
    long[] no = new long[trees * NODES];
    long[] missing = new long[trees * NODES];
    String[] modes = new String[trees * NODES];
    for (int i = 0; i < tree.length; i++) {
      int n = i % NODES;
      tree[i] = i / NODES;
      node[i] = n;
      feature[i] = b.random.upTo(2);
      yes[i] = n < 3 ? 2 * n + 1 : 0;
      no[i] = n < 3 ? 2 * n + 2 : 0;
      missing[i] = b.random.upTo(1);
      modes[i] = n < 3 ? mode : "LEAF";
    }
    b.ints("nodes_treeids", tree).ints("nodes_nodeids", node).ints("nodes_featureids", feature);
    b.ints("nodes_truenodeids", yes).ints("nodes_falsenodeids", no).texts("nodes_modes", modes);
    b.ints("nodes_missing_value_tracks_true", missing);
    b.numbers("nodes_values", MlRules.numbers(b, tree.length));
    leaves(b, trees, results, classifier ? "class" : "target");
    if (classifier) {
      b.ints("classlabels_int64s", results == 3 ? new long[] {4, 8, 9} : new long[] {4, 8});
      b.outputs(2);
    } else {
      b.integer("n_targets", results);
      b.text("aggregate_function", b.random.one("SUM", "AVERAGE", "MIN", "MAX"));
    }
    b.text("post_transform", MlRules.transform(b));
    b.input(b.random.tensor(ElementType.FLOAT, b.random.between(1, 5), 3));
  }

  private static void leaves(CaseBuilder b, int trees, int results, String prefix) {
    int n = trees * 4;
    long[] tree = new long[n];
    long[] node = new long[n];
    long[] result = new long[n];
    for (int i = 0; i < n; i++) {
      tree[i] = i / 4;
      node[i] = 3 + i % 4;
      result[i] = b.random.upTo(results - 1);
    }
    b.ints(prefix + "_treeids", tree).ints(prefix + "_nodeids", node).ints(prefix + "_ids", result);
    b.numbers(prefix + "_weights", MlRules.numbers(b, n));
  }
}
