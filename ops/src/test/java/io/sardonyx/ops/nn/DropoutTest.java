package io.sardonyx.ops.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.Value;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;

class DropoutTest {

  private static final Tensor X = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 6);

  private static List<Value> train(Tensor ratio, boolean training) {
    return OpTest.op("Dropout", 13)
        .attribute("seed", 0)
        .input(X)
        .input(ratio)
        .input(Tensor.scalar(training))
        .outputs(2)
        .runAll();
  }

  @Test
  void passesThrough() {
    assertThat(OpTest.op("Dropout", 13).input(X).run().floats()).isEqualTo(X.floats());
    List<Value> y = train(Tensor.scalar(0.9f), false);
    assertThat(((Tensor) y.get(0)).floats()).isEqualTo(X.floats());
    assertThat(((Tensor) y.get(1)).bytes()).hasSize(6).containsOnly(1);
    assertThat(((Tensor) train(Tensor.scalar(0f), true).get(0)).floats()).isEqualTo(X.floats());
  }

  @Test
  void dropsAndScales() {
    // The seed draws 0.5488, 0.7152, 0.6028, 0.5449, 0.4237, 0.6459.
    List<Value> y = train(null, true);

    assertThat(((Tensor) y.get(1)).bytes()).containsExactly(1, 1, 1, 1, 0, 1);
    assertThat(((Tensor) y.get(0)).floats()).containsExactly(2, 4, 6, 8, 0, 12);
    List<Value> more = train(Tensor.scalar(0.6f), true);
    assertThat(((Tensor) more.get(1)).bytes()).containsExactly(0, 1, 1, 0, 0, 1);
  }

  @Test
  void refusesRatiosOutOfRange() {
    OpTest test = OpTest.op("Dropout", 13).input(X).input(Tensor.scalar(1f));
    assertThat(test.input(Tensor.scalar(true)).failure()).hasMessageContaining("ratio is 1.0");
  }

  @Test
  void hasMasksOfEveryAge() {
    List<Value> seven = OpTest.op("Dropout", 7).input(X).outputs(2).runAll();
    List<Value> ten = OpTest.op("Dropout", 10).input(X).outputs(2).runAll();
    List<Value> test = OpTest.op("Dropout", 6).attribute("is_test", 1).input(X).outputs(2).runAll();
    List<Value> training =
        OpTest.op("Dropout", 1).attribute("ratio", 0.5f).input(X).outputs(2).runAll();

    assertThat(((Tensor) seven.get(1)).floats()).hasSize(6).containsOnly(1);
    assertThat(((Tensor) ten.get(1)).elementType()).isEqualTo(ElementType.BOOL);
    assertThat(((Tensor) test.get(0)).floats()).isEqualTo(X.floats());
    float[] mask = ((Tensor) training.get(1)).floats();
    for (int i = 0; i < 6; i++) {
      assertThat(((Tensor) training.get(0)).floats()[i]).isEqualTo(mask[i] * 2 * (i + 1));
    }
  }

  @Test
  void flattens() {
    Tensor x = Tensors.ramp(2, 3, 4);

    assertThat(OpTest.op("Flatten", 13).input(x).run().shape()).containsExactly(2, 12);
    assertThat(OpTest.op("Flatten", 13).attribute("axis", -1).input(x).run().shape())
        .containsExactly(6, 4);
    assertThat(OpTest.op("Flatten", 13).attribute("axis", 0).input(x).run().shape())
        .containsExactly(1, 24);
    assertThat(OpTest.op("Flatten", 13).attribute("axis", 3).input(x).run().shape())
        .containsExactly(24, 1);
    assertThat(OpTest.op("Flatten", 13).attribute("axis", 0).input(Tensor.scalar(1f)).run().shape())
        .containsExactly(1, 1);
    assertThat(OpTest.op("Flatten", 13).input(Tensors.ramp(0, 3)).run().shape())
        .containsExactly(0, 3);
    assertThat(OpTest.op("Flatten", 13).attribute("axis", 4).input(x).failure())
        .hasMessageContaining("axis 4 is out of range");
  }
}
