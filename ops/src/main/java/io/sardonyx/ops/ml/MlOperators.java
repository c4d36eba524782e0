package io.sardonyx.ops.ml;

import io.sardonyx.runtime.spi.OperatorFactory;
import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code traditionalml}. */
public final class MlOperators {

  private MlOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {
    op(r, "ArrayFeatureExtractor", 1, a -> new ArrayFeatureExtractor());
    op(r, "Binarizer", 1, Binarizer::new);
    op(r, "CastMap", 1, CastMap::new);
    op(r, "CategoryMapper", 1, CategoryMapper::new);
    op(r, "DictVectorizer", 1, DictVectorizer::new);
    op(r, "FeatureVectorizer", 1, FeatureVectorizer::new);
    op(r, "Imputer", 1, Imputer::new);
    op(r, "LabelEncoder", 1, LabelEncoder1::new);
    op(r, "LabelEncoder", 2, a -> LabelEncoder.of(a, false, false));
    op(r, "LabelEncoder", 4, a -> LabelEncoder.of(a, true, true));
    op(r, "LinearClassifier", 1, LinearClassifier::new);
    op(r, "LinearRegressor", 1, LinearRegressor::new);
    op(r, "Normalizer", 1, Normalizer::new);
    op(r, "OneHotEncoder", 1, OneHotEncoder::of);
    op(r, "Scaler", 1, Scaler::new);
    op(r, "SVMClassifier", 1, SVMClassifier::of);
    op(r, "SVMRegressor", 1, SVMRegressor::of);
    op(r, "TreeEnsemble", 5, TreeEnsemble::new);
    op(r, "TreeEnsembleClassifier", 1, TreeEnsembleClassifier::of);
    op(r, "TreeEnsembleRegressor", 1, TreeEnsembleRegressor::new);
    op(r, "ZipMap", 1, ZipMap::new);
  }

  private static void op(Registrar r, String name, int sinceVersion, OperatorFactory factory) {
    r.op("ai.onnx.ml", name, sinceVersion, factory);
  }
}
