package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class DepthToSpaceTest {

  private static OpTest depthToSpace(int opset, long block) {
    return OpTest.op("DepthToSpace", opset).attribute("blocksize", block);
  }

  @Test
  void movesChannelsIntoBlocks() {
    Tensor x = Tensors.ramp(1, 8, 1, 2);

    Tensor depthLast = depthToSpace(13, 2).input(x).run();
    Tensor depthFirst = depthToSpace(13, 2).attribute("mode", "CRD").input(x).run();

    assertThat(depthLast.shape()).containsExactly(1, 2, 2, 4);
    assertThat(depthLast.floats())
        .containsExactly(0, 4, 1, 5, 8, 12, 9, 13, 2, 6, 3, 7, 10, 14, 11, 15);
    assertThat(depthFirst.floats())
        .containsExactly(0, 2, 1, 3, 4, 6, 5, 7, 8, 10, 9, 11, 12, 14, 13, 15);
    assertThat(depthToSpace(1, 2).input(x).run().floats()).isEqualTo(depthLast.floats());
  }

  @Test
  void isUndoneBySpaceToDepth() {
    Tensor x = Tensors.ramp(2, 18, 5, 4);

    Tensor y = depthToSpace(13, 3).input(x).run();
    Tensor back = OpTest.op("SpaceToDepth", 13).attribute("blocksize", 3).input(y).run();

    assertThat(back.shape()).containsExactly(2, 18, 5, 4);
    assertThat(back.floats()).isEqualTo(x.floats());
  }

  @Test
  void refusesSizesThatAreNoMultiples() {
    assertThat(depthToSpace(13, 2).input(Tensors.ramp(1, 6, 1, 1)).failure())
        .hasMessageContaining("6 channels");
    assertThat(depthToSpace(13, 0).input(Tensors.ramp(1, 6, 1, 1)).failure())
        .hasMessageContaining("blocksize is 0");
    assertThat(depthToSpace(13, 2).input(Tensors.ramp(4, 1, 1)).failure())
        .hasMessageContaining("expected [N,C,H,W]");
    assertThat(
            OpTest.op("SpaceToDepth", 13)
                .attribute("blocksize", 2)
                .input(Tensors.ramp(1, 1, 2, 3))
                .failure())
        .hasMessageContaining("multiples of blocksize 2");
  }
}
