package io.sardonyx.ops;

import io.sardonyx.ops.controlflow.ControlFlowOperators;
import io.sardonyx.ops.detection.DetectionOperators;
import io.sardonyx.ops.generator.GeneratorOperators;
import io.sardonyx.ops.image.ImageOperators;
import io.sardonyx.ops.layout.LayoutOperators;
import io.sardonyx.ops.logical.LogicalOperators;
import io.sardonyx.ops.math.MathOperators;
import io.sardonyx.ops.microsoft.MicrosoftOperators;
import io.sardonyx.ops.ml.MlOperators;
import io.sardonyx.ops.nn.NnOperators;
import io.sardonyx.ops.nn.pool.PoolOperators;
import io.sardonyx.ops.optional.OptionalOperators;
import io.sardonyx.ops.quantization.QuantizationOperators;
import io.sardonyx.ops.reduction.ReductionOperators;
import io.sardonyx.ops.rnn.RnnOperators;
import io.sardonyx.ops.sequence.SequenceOperators;
import io.sardonyx.ops.tensor.TensorOperators;
import io.sardonyx.ops.text.TextOperators;
import io.sardonyx.ops.training.TrainingOperators;
import io.sardonyx.runtime.spi.OperatorProvider;

/** All operators of this module, by the folders of the specification. */
public final class StandardOperators implements OperatorProvider {

  @Override
  public void register(Registrar registrar) {
    ControlFlowOperators.register(registrar);
    DetectionOperators.register(registrar);
    GeneratorOperators.register(registrar);
    ImageOperators.register(registrar);
    LayoutOperators.register(registrar);
    LogicalOperators.register(registrar);
    MathOperators.register(registrar);
    MicrosoftOperators.register(registrar);
    MlOperators.register(registrar);
    NnOperators.register(registrar);
    OptionalOperators.register(registrar);
    PoolOperators.register(registrar);
    QuantizationOperators.register(registrar);
    ReductionOperators.register(registrar);
    RnnOperators.register(registrar);
    SequenceOperators.register(registrar);
    TensorOperators.register(registrar);
    TextOperators.register(registrar);
    TrainingOperators.register(registrar);
  }
}
