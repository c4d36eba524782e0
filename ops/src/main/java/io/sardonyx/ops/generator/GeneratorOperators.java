package io.sardonyx.ops.generator;

import static io.sardonyx.ops.generator.RandomTensor.Distribution.NORMAL;
import static io.sardonyx.ops.generator.RandomTensor.Distribution.UNIFORM;

import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code generator}. */
public final class GeneratorOperators {

  private GeneratorOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {
    r.op("Bernoulli", 15, Bernoulli::new)
        .op("ConstantOfShape", 9, ConstantOfShape::new)
        .op("EyeLike", 9, EyeLike::new)
        .op("Multinomial", 7, Multinomial::new)
        .op("RandomNormal", 1, a -> RandomTensor.of(NORMAL, a))
        .op("RandomNormalLike", 1, a -> RandomTensor.of(NORMAL, a))
        .op("RandomUniform", 1, a -> RandomTensor.of(UNIFORM, a))
        .op("RandomUniformLike", 1, a -> RandomTensor.of(UNIFORM, a))
        .op("Range", 11, Range::new);
  }
}
