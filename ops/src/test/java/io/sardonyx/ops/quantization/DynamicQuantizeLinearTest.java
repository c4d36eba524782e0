package io.sardonyx.ops.quantization;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.Tensor;
import io.sardonyx.Value;
import io.sardonyx.ops.OpTest;
import java.util.List;
import org.junit.jupiter.api.Test;

class DynamicQuantizeLinearTest {

  private static List<Value> run(float... x) {
    return OpTest.op("DynamicQuantizeLinear", 11).input(x, x.length).outputs(3).runAll();
  }

  private static byte[] bytes(Value value) {
    return ((Tensor) value).bytes();
  }

  @Test
  void usesTheWholeRange() {
    List<Value> y = run(-51, 0, 204, 25);
    assertThat(((Tensor) y.get(1)).floats()).containsExactly(1);
    assertThat(bytes(y.get(2))).containsExactly(51);
    assertThat(bytes(y.get(0))).containsExactly(0, 51, -1, 76);
  }

  @Test
  void theRangeIncludesZero() {
    List<Value> y = run(255, 100);
    assertThat(((Tensor) y.get(1)).floats()).containsExactly(1);
    assertThat(bytes(y.get(2))).containsExactly(0);
    assertThat(bytes(y.get(0))).containsExactly(-1, 100);
    y = run(-255, -100);
    assertThat(bytes(y.get(2))).containsExactly(-1);
    assertThat(bytes(y.get(0))).containsExactly(0, 155);
  }

  @Test
  void zerosStayZero() {
    List<Value> y = run(0, 0);
    assertThat(((Tensor) y.get(1)).floats()).containsExactly(1 / 255f);
    assertThat(bytes(y.get(0))).containsExactly(0, 0);
  }

  @Test
  void findsExtremesInEveryPart() {
    float[] x = new float[10_000];
    x[9_999] = 204;
    x[5_000] = -51;
    List<Value> y = run(x);
    assertThat(((Tensor) y.get(1)).floats()).containsExactly(1);
    assertThat(bytes(y.get(0))[9_999]).isEqualTo((byte) 255);
    assertThat(bytes(y.get(0))[0]).isEqualTo((byte) 51);
  }

  @Test
  void emptyTensor() {
    assertThat(bytes(run().get(2))).containsExactly(0);
  }
}
