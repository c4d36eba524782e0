package io.sardonyx.conformance.random;

import io.sardonyx.ElementType;
import java.util.Arrays;

/** Classical machine learning, but for trees. */
final class MlRules {

  private static final ElementType FLOAT = ElementType.FLOAT;

  private MlRules() {}

  static void addTo(Rules rules) {
    rules.add(
        b -> {
          long[] shape = b.random.fullShape(2, 2);
          b.input(b.random.finite(b.type(0), shape));
          b.input(b.random.range(ElementType.INT64, 0, (int) shape[1] - 1, 1, 3));
        },
        "ArrayFeatureExtractor");
    rules.add(
        b -> b.input(b.random.finite(FLOAT, b.random.fullShape(1, 2))).number("threshold", 0.2),
        "Binarizer");
    rules.add(
        b -> {
          b.texts("cats_strings", "a", "Bc", "12").ints("cats_int64s", 5, 6, 7);
          b.text("default_string", "none").integer("default_int64", -3);
          b.input(
              b.random.chance(0.5)
                  ? TextRules.words(b, b.random.between(1, 6))
                  : b.random.range(ElementType.INT64, 4, 8, b.random.between(1, 6)));
        },
        "CategoryMapper");
    rules.add(
        b -> {
          long n = b.random.between(1, 3);
          b.input(b.random.finite(FLOAT, n, 2)).input(b.random.finite(FLOAT, n, 3));
          b.ints("inputdimensions", 2, 3);
        },
        "FeatureVectorizer");
    rules.add(
        b -> {
          b.input(b.random.tensor(FLOAT, b.random.between(1, 4), 3));
          b.numbers("imputed_value_floats", b.random.one(new double[] {1}, new double[] {1, 2, 3}));
          b.number("replaced_value_float", b.random.one(Double.NaN, 0.0));
        },
        "Imputer");
    rules.add(MlRules::labels, "LabelEncoder");
    rules.add(
        b -> {
          long features = b.random.between(1, 4);
          int classes = b.random.between(1, 4);
          b.input(b.random.finite(FLOAT, b.random.between(1, 5), features));
          b.numbers("coefficients", numbers(b, (int) features * classes));
          b.numbers("intercepts", numbers(b, classes));
          b.ints("classlabels_ints", Arrays.copyOf(new long[] {3, 5, 7, 9}, Math.max(2, classes)));
          b.text("post_transform", transform(b)).integer("multi_class", b.random.upTo(1));
          b.outputs(2);
        },
        "LinearClassifier");
    rules.add(
        b -> {
          long features = b.random.between(1, 4);
          int targets = b.random.between(1, 3);
          b.input(b.random.finite(FLOAT, b.random.between(1, 5), features));
          b.numbers("coefficients", numbers(b, (int) features * targets));
          b.numbers("intercepts", numbers(b, targets)).integer("targets", targets);
        },
        "LinearRegressor");
    rules.add(
        b -> {
          b.input(b.random.finite(FLOAT, b.random.between(1, 4), b.random.between(1, 5)));
          b.text("norm", b.random.one("MAX", "L1", "L2"));
        },
        "Normalizer");
    rules.add(
        b -> {
          b.input(b.random.range(ElementType.INT64, 0, 4, b.random.fullShape(1, 2)));
          b.ints("cats_int64s", 1, 2, 4).integer("zeros", 1);
        },
        "OneHotEncoder");
    rules.add(
        b -> {
          b.input(b.random.finite(b.type(0), b.random.between(1, 4), 3));
          int n = b.random.one(1, 3);
          b.numbers("offset", numbers(b, n)).numbers("scale", numbers(b, n));
        },
        "Scaler");
    rules.add(MlRules::regressor, "SVMRegressor");
    rules.add(MlRules::classifier, "SVMClassifier");
  }

  static double[] numbers(CaseBuilder b, int n) {
    float[] floats = b.random.finite(FLOAT, n).floats();
    double[] numbers = new double[n];
    Arrays.setAll(numbers, i -> floats[i]);
    return numbers;
  }

  static String transform(CaseBuilder b) {
    return b.random.one("NONE", "NONE", "LOGISTIC", "SOFTMAX", "SOFTMAX_ZERO");
  }

  private static void labels(CaseBuilder b) {
    if (b.since(2)) {
      if (b.random.chance(0.5)) {
        b.input(b.random.range(ElementType.INT64, 0, 4, b.random.fullShape(1, 2)));
        b.ints("keys_int64s", 1, 2, 4).texts("values_strings", "one", "two", "four");
        b.text("default_string", "other");
      } else {
        b.input(TextRules.words(b, b.random.fullShape(1, 2)));
        b.texts("keys_strings", "a", "Bc").numbers("values_floats", 1.5, 2.5);
        b.number("default_float", -9);
      }
    } else {
      b.input(TextRules.words(b, b.random.between(1, 6)));
      b.texts("classes_strings", "a", "Bc", "12").integer("default_int64", -3);
    }
  }

  private static void kernel(CaseBuilder b) {
    b.text("kernel_type", b.random.one("LINEAR", "POLY", "RBF", "SIGMOID"));
    b.numbers("kernel_params", 0.3, 0.5, 2);
  }

  private static void regressor(CaseBuilder b) {
    int supports = b.random.between(1, 4);
    b.input(b.random.finite(FLOAT, b.random.between(1, 4), 3));
    kernel(b);
    b.integer("n_supports", supports).numbers("coefficients", numbers(b, supports));
    b.numbers("support_vectors", numbers(b, 3 * supports)).numbers("rho", 0.4);
    b.integer("one_class", b.random.upTo(1));
  }

  private static void classifier(CaseBuilder b) {
    int classes = b.random.between(2, 3);
    long[] each = classes == 2 ? new long[] {2, 1} : new long[] {1, 2, 2};
    int supports = classes == 2 ? 3 : 5;
    b.input(b.random.finite(FLOAT, b.random.between(1, 4), 3));
    kernel(b);
    b.ints("vectors_per_class", each).numbers("support_vectors", numbers(b, 3 * supports));
    b.numbers("coefficients", numbers(b, (classes - 1) * supports));
    b.numbers("rho", numbers(b, classes * (classes - 1) / 2));
    b.ints("classlabels_ints", classes == 2 ? new long[] {4, 8} : new long[] {4, 8, 9});
    if (b.random.chance(0.4)) {
      b.numbers("prob_a", numbers(b, classes * (classes - 1) / 2));
      b.numbers("prob_b", numbers(b, classes * (classes - 1) / 2));
    }
    b.text("post_transform", transform(b)).outputs(2);
  }
}
