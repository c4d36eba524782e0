package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class PadTest {

  private static OpTest pad(String mode, Tensor x, long... pads) {
    return OpTest.op("Pad", 19).attribute("mode", mode).input(x).input(pads, pads.length);
  }

  @Test
  void addsAConstant() {
    Tensor y = pad("constant", Tensors.ramp(2, 2), 1, 0, 0, 2).input(Tensor.scalar(9f)).run();

    assertThat(y.shape()).containsExactly(3, 4);
    assertThat(y.floats()).containsExactly(9, 9, 9, 9, 0, 1, 9, 9, 2, 3, 9, 9);
  }

  @Test
  void addsZerosByDefault() {
    assertThat(pad("constant", Tensors.ramp(1, 2, 2), 0, 1, 0, 0, 0, 0).run().floats())
        .containsExactly(0, 0, 0, 1, 2, 3);
    assertThat(pad("constant", Tensor.of(new String[] {"a"}, 1), 1, 1).run().strings())
        .containsExactly("", "a", "");
    assertThat(pad("constant", Tensor.of(new boolean[] {true}, 1), 0, 1).run().booleans())
        .containsExactly(true, false);
  }

  @Test
  void cutsOff() {
    assertThat(pad("constant", Tensors.ramp(3, 4), -1, -1, 0, -2).run().floats())
        .containsExactly(5, 9);
    assertThat(pad("constant", Tensors.ramp(4), -2, 2).run().floats()).containsExactly(2, 3, 0, 0);
    assertThat(pad("reflect", Tensors.ramp(5), -2, 2).run().floats())
        .containsExactly(2, 3, 4, 3, 2);
    assertThat(pad("edge", Tensors.ramp(2, 3), 0, 2, 0, -2).run().floats())
        .containsExactly(0, 0, 0, 3, 3, 3);
  }

  @Test
  void reflects() {
    assertThat(pad("reflect", Tensors.ramp(3), 2, 2).run().floats())
        .containsExactly(2, 1, 0, 1, 2, 1, 0);
    // More than the input is wide: it goes to and fro.
    assertThat(pad("reflect", Tensors.ramp(3), 5, 4).run().floats())
        .containsExactly(1, 0, 1, 2, 1, 0, 1, 2, 1, 0, 1, 2);
    assertThat(pad("reflect", Tensors.ramp(1), 2, 1).run().floats()).containsExactly(0, 0, 0, 0);
    assertThat(pad("reflect", Tensors.ramp(2, 2), 1, 1, 0, 0).run().floats())
        .containsExactly(3, 2, 3, 1, 0, 1, 3, 2, 3);
  }

  @Test
  void repeatsTheEdge() {
    assertThat(pad("edge", Tensors.ramp(2, 2), 1, 2, 1, 0).run().floats())
        .containsExactly(0, 0, 0, 1, 0, 0, 0, 1, 2, 2, 2, 3, 2, 2, 2, 3);
  }

  @Test
  void wraps() {
    assertThat(pad("wrap", Tensors.ramp(3), 4, 2).run().floats())
        .containsExactly(2, 0, 1, 2, 0, 1, 2, 0, 1);
  }

  @Test
  void padsChosenAxes() {
    Tensor y =
        OpTest.op("Pad", 18)
            .input(Tensors.ramp(1, 2, 2))
            .input(new long[] {1, 0, 0, 1}, 4)
            .input((Tensor) null)
            .input(Tensor.of(new int[] {-1, 0}, 2))
            .run();

    assertThat(y.shape()).containsExactly(2, 2, 3);
    assertThat(y.floats()).containsExactly(0, 0, 1, 0, 2, 3, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void padsElementsOfOtherWidths() {
    Tensor complex = Tensor.of(ElementType.COMPLEX64, new float[] {1, 2, 3, 4}, 2);
    Tensor value = Tensor.of(ElementType.COMPLEX64, new float[] {8, 9}, 1);
    Tensor nibbles = Tensor.of(ElementType.UINT4, new byte[] {0x21, 0x03}, 3);
    Tensor nibble = Tensor.of(ElementType.UINT4, new byte[] {0x07});

    assertThat(pad("constant", complex, 1, 0).input(value).run().floats())
        .containsExactly(8, 9, 1, 2, 3, 4);
    assertThat(pad("reflect", complex, 0, 1).run().floats()).containsExactly(1, 2, 3, 4, 1, 2);
    assertThat(
            OpTest.op("Pad", 21)
                .input(nibbles)
                .input(new long[] {1, 1}, 2)
                .input(nibble)
                .run()
                .bytes())
        .containsExactly(0x17, 0x32, 0x07);
  }

  @Test
  void padsLargeTensorsInTasks() {
    Tensor y = pad("constant", Tensors.ramp(2, 150, 150), 0, 1, 1, 0, 1, 1).run();

    float[] data = y.floats();
    for (int i = 0; i < data.length; i++) {
      int column = i % 152 - 1;
      int row = i / 152 % 152 - 1;
      boolean inside = row >= 0 && row < 150 && column >= 0 && column < 150;
      float expected = inside ? (i / 152 / 152 * 150 + row) * 150 + column : 0;
      assertThat(data[i]).isEqualTo(expected);
    }
  }

  @Test
  void fillsEmptyTensors() {
    assertThat(pad("constant", Tensors.ramp(0, 2), 1, 0, 0, 0).run().floats())
        .containsExactly(0, 0);
    assertThat(pad("edge", Tensors.ramp(0, 2), 0, 1, 0, 0).run().shape()).containsExactly(0, 3);
  }

  @Test
  void readsAttributesInOldVersions() {
    Tensor first =
        OpTest.op("Pad", 1)
            .attribute("paddings", 0, 1)
            .attribute("value", 2.5f)
            .input(Tensors.ramp(2))
            .run();
    Tensor second =
        OpTest.op("Pad", 2)
            .attribute("pads", 1, 0)
            .attribute("mode", "edge")
            .input(Tensors.ramp(2))
            .run();

    assertThat(first.floats()).containsExactly(0, 1, 2.5f);
    assertThat(second.floats()).containsExactly(0, 0, 1);
  }

  @Test
  void refusesWrongPads() {
    assertThat(pad("constant", Tensors.ramp(2), 1, 1, 1).failure())
        .hasMessageContaining("3 pads for 1 axes");
    assertThat(pad("constant", Tensors.ramp(2), -2, -1).failure())
        .hasMessageContaining("more off dimension 0");
    assertThat(pad("edge", Tensors.ramp(0), 1, 0).failure()).hasMessageContaining("is empty");
    assertThat(pad("mirror", Tensors.ramp(2), 1, 1).failure()).hasMessageContaining("mirror");
  }
}
