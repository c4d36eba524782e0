package io.sardonyx.ops;

import io.sardonyx.runtime.passes.Pass;
import io.sardonyx.runtime.passes.PassProvider;
import java.util.List;

/** All passes of this module, in order. */
public final class StandardPasses implements PassProvider {

  @Override
  public List<Pass> fusions() {
    return List.of();
  }

  @Override
  public List<Pass> layouts() {
    return List.of();
  }
}
