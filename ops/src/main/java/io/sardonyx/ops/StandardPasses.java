package io.sardonyx.ops;

import io.sardonyx.ops.fusion.FoldBatchNormalization;
import io.sardonyx.ops.fusion.FoldPad;
import io.sardonyx.ops.fusion.FuseActivation;
import io.sardonyx.ops.fusion.FuseConvAdd;
import io.sardonyx.ops.fusion.RecognizeActivations;
import io.sardonyx.ops.layout.ChannelsLastRegions;
import io.sardonyx.ops.training.Differentiation;
import io.sardonyx.runtime.passes.DeadNodes;
import io.sardonyx.runtime.passes.Pass;
import io.sardonyx.runtime.passes.PassProvider;
import java.util.List;

/** All passes of this module, in order. */
public final class StandardPasses implements PassProvider {

  @Override
  public List<Pass> lowerings() {
    return List.of(new Differentiation());
  }

  @Override
  public List<Pass> fusions() {
    return List.of(
        new FoldPad(),
        new FoldBatchNormalization(),
        new RecognizeActivations(),
        // Of a recognised pattern nothing may remain that still uses what it is fused with.
        new DeadNodes(),
        new FuseConvAdd(),
        new FuseActivation());
  }

  @Override
  public List<Pass> layouts() {
    return List.of(new ChannelsLastRegions());
  }
}
