package io.sardonyx.ops.ml;

import io.sardonyx.Dim;
import io.sardonyx.InvalidModelException;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers that an ensemble of trees assigns to samples, in the samples' own type.
 *
 * @param model the ensemble
 * @param transform what is done to the numbers of a sample
 * @see <a href="https://onnx.ai/onnx/operators/onnx_aionnxml_TreeEnsemble.html">TreeEnsemble</a>
 */
record TreeEnsemble(TreeModel model, PostTransform transform) implements Operator {

  TreeEnsemble(Attributes a) {
    this(model(a), code(a, "post_transform", PostTransform.values()));
  }

  private static <E> E code(Attributes a, String name, E[] values) {
    int code = a.intValue(name);
    if (code < 0 || code >= values.length) {
      throw new InvalidModelException(
          "attribute '%s' is %d; expected 0 to %d".formatted(name, code, values.length - 1));
    }
    return values[code];
  }

  private static TreeModel model(Attributes a) {
    TreeTable table = table(a);
    int seen = Arrays.stream(table.targets()).max().orElse(0) + 1;
    TreeModel.Aggregate aggregate = code(a, "aggregate_function", TreeModel.Aggregate.values());
    return new TreeModel(table, aggregate, a.intValue("n_targets", seen), null);
  }

  private static TreeTable table(Attributes a) {
    byte[] modes = modes(a.tensor("nodes_modes"));
    int n = modes.length;
    double[] splits = NumberedTrees.doubles(a.tensor("nodes_splits"));
    NumberedTrees.requireLength("nodes_splits", splits.length, n);
    int[] missing = {};
    if (a.has("nodes_missing_value_tracks_true")) {
      missing = ints(a.integers("nodes_missing_value_tracks_true"));
    }
    if (missing.length > 0) {
      NumberedTrees.requireLength("nodes_missing_value_tracks_true", missing.length, n);
    }
    boolean[] missingIsTrue = new boolean[n];
    for (int i = 0; i < missing.length; i++) {
      missingIsTrue[i] = missing[i] != 0;
    }
    double[] weights = NumberedTrees.doubles(a.tensor("leaf_weights"));
    int[] first = new int[weights.length + 1];
    Arrays.setAll(first, i -> i);
    return new TreeTable(
        ints(a.integers("tree_roots")),
        column(a, "nodes_featureids", n),
        modes,
        splits,
        members(a, modes),
        missingIsTrue,
        children(a, "nodes_truenodeids", "nodes_trueleafs", n),
        children(a, "nodes_falsenodeids", "nodes_falseleafs", n),
        first,
        column(a, "leaf_targetids", weights.length),
        weights);
  }

  private static int[] ints(long[] longs) {
    return Arrays.stream(longs).mapToInt(Math::toIntExact).toArray();
  }

  private static int[] column(Attributes a, String name, int length) {
    int[] column = ints(a.integers(name));
    NumberedTrees.requireLength(name, column.length, length);
    return column;
  }

  private static int[] children(Attributes a, String name, String isLeafName, int n) {
    int[] children = column(a, name, n);
    int[] isLeaf = column(a, isLeafName, n);
    for (int i = 0; i < n; i++) {
      if (children[i] < 0) {
        throw new InvalidModelException("%s has the element %d".formatted(name, children[i]));
      }
      children[i] = isLeaf[i] != 0 ? ~children[i] : children[i];
    }
    return children;
  }

  private static byte[] modes(Tensor t) {
    NumberAccess access = NumberAccess.of(t.elementType());
    byte[] modes = new byte[Math.toIntExact(t.size())];
    for (int i = 0; i < modes.length; i++) {
      long mode = access.getLong(t.array(), t.offset() + i);
      if (mode < 0 || mode >= TreeTable.Mode.values().length) {
        throw new InvalidModelException("nodes_modes has the element " + mode);
      }
      modes[i] = (byte) mode;
    }
    return modes;
  }

  /** For every node that looks for membership its set; the sets are separated by NaN. */
  private static double[][] members(Attributes a, byte[] modes) {
    List<double[]> sets = new ArrayList<>();
    if (a.isGiven("membership_values")) {
      double[] all = NumberedTrees.doubles(a.tensor("membership_values"));
      int from = 0;
      for (int i = 0; i <= all.length; i++) {
        if (i == all.length ? from < i : Double.isNaN(all[i])) {
          double[] set = Arrays.copyOfRange(all, from, i);
          Arrays.setAll(set, k -> set[k] + 0.0);
          Arrays.sort(set);
          sets.add(set);
          from = i + 1;
        }
      }
    }
    double[][] members = new double[modes.length][];
    int next = 0;
    for (int i = 0; i < modes.length; i++) {
      if (modes[i] == TreeTable.Mode.BRANCH_MEMBER.ordinal() && next++ < sets.size()) {
        members[i] = sets.get(next - 1);
      }
    }
    if (next != sets.size()) {
      throw new InvalidModelException(
          "membership_values has %d sets; expected one for each of %d nodes"
              .formatted(sets.size(), next));
    }
    return members;
  }

  @Override
  public void infer(InferContext c) {
    model.check(c);
    c.output(0, c.elementType(0), Shape.of(Samples.rows(c), Dim.of(model.targets())));
  }

  @Override
  public Step compile(CompileContext c) {
    int y = c.output(0);
    int n = model.targets();
    NumberAccess access = NumberAccess.of(c.elementType(0));
    return model.step(
        c,
        (f, row, sums, at, isVoted) -> {
          model.complete(sums, at);
          transform.apply(sums, at, n);
          for (int i = 0; i < n; i++) {
            access.setDouble(f.array(y), f.offset(y) + row * n + i, sums[at + i]);
          }
        });
  }
}
