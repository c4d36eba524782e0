package io.sardonyx.ops.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import org.junit.jupiter.api.Test;

class WindowTest {

  private static Tensor window(String op, long size, long periodic) {
    return OpTest.op(op, 17).attribute("periodic", periodic).input(Tensor.scalar(size)).run();
  }

  @Test
  void makesPeriodicWindows() {
    assertThat(window("HannWindow", 4, 1).floats())
        .containsExactly(new float[] {0, 0.5f, 1, 0.5f}, within(1e-6f));
    float least = 50f / 46 - 1;
    assertThat(window("HammingWindow", 4, 1).floats())
        .containsExactly(new float[] {least, 25f / 46, 1, 25f / 46}, within(1e-6f));
    assertThat(window("BlackmanWindow", 4, 1).floats())
        .containsExactly(new float[] {0, 0.34f, 1, 0.34f}, within(1e-6f));
  }

  @Test
  void makesSymmetricWindows() {
    assertThat(window("HannWindow", 5, 0).floats())
        .containsExactly(new float[] {0, 0.5f, 1, 0.5f, 0}, within(1e-6f));
    assertThat(window("HannWindow", 1, 0).floats()).containsExactly(1);
    assertThat(window("HannWindow", 0, 0).shape()).containsExactly(0);
  }

  @Test
  void makesOtherTypes() {
    Tensor y =
        OpTest.op("HannWindow", 17)
            .attribute("output_datatype", ElementType.DOUBLE.code())
            .input(Tensor.scalar(2))
            .run();

    assertThat(y.doubles()).containsExactly(new double[] {0, 1}, within(1e-15));
  }

  @Test
  void refusesWrongSizesAndTypes() {
    assertThat(OpTest.op("HannWindow", 17).input(Tensor.scalar(-1L)).failure())
        .hasMessageContaining("the size is -1");
    assertThat(
            OpTest.op("HannWindow", 17)
                .attribute("output_datatype", ElementType.STRING.code())
                .input(Tensor.scalar(1L))
                .failure())
        .hasMessageContaining("expected a number");
  }

  private static OpTest mel(long bands, long length, long rate, float low, float high) {
    return OpTest.op("MelWeightMatrix", 17)
        .input(Tensor.scalar(bands))
        .input(Tensor.scalar(length))
        .input(Tensor.scalar(rate))
        .input(Tensor.scalar(low))
        .input(Tensor.scalar(high));
  }

  @Test
  void makesTrianglesOnTheMelScale() {
    Tensor y = mel(8, 16, 8192, 0, 4096).run();

    assertThat(y.shape()).containsExactly(9, 8);
    // The corners of the bands lie in the rows 0 0 0 1 1 2 3 4 5 6, so that all are peaks only.
    int[] peaks = {0, 0, 1, 1, 2, 3, 4, 5};
    float[] expected = new float[72];
    for (int band = 0; band < 8; band++) {
      expected[peaks[band] * 8 + band] = 1;
    }
    assertThat(y.floats()).containsExactly(expected);
  }

  @Test
  void makesFlanks() {
    float[] column = mel(1, 16, 8192, 0, 4096).run().floats();

    // The corners, a third of the mel scale apart, lie in the rows 0, 1 and 3.
    assertThat(column).containsExactly(0, 1, 0.5f, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void refusesFrequenciesBeyondTheSpectrum() {
    assertThat(mel(4, 16, 100, 0, 4000).failure()).hasMessageContaining("row");
    assertThat(mel(4, 16, 0, 0, 4000).failure()).hasMessageContaining("row");
    assertThat(mel(-4, 16, 8000, 0, 4000).failure()).hasMessageContaining("num_mel_bins is -4");
  }
}
