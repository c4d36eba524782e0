package io.sardonyx.ops.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class NonMaxSuppressionTest {

  /** Two boxes that overlap by a third, and one apart; corners in any order. */
  private static final float[] BOXES = {0, 0, 1, 1, 1, 1.5f, 0, 0.5f, 5, 5, 6, 6};

  private static OpTest suppress(float[] boxes, float[] scores, long most) {
    return OpTest.op("NonMaxSuppression", 11)
        .input(boxes, 1, boxes.length / 4, 4)
        .input(scores, 1, scores.length * 4L / boxes.length, boxes.length / 4)
        .input(Tensor.scalar(most));
  }

  @Test
  void suppressesOverlapsAboveTheThreshold() {
    float[] scores = {0.5f, 0.9f, 0.1f};
    Tensor strict = suppress(BOXES, scores, 9).input(Tensor.scalar(0.3f)).run();
    Tensor loose = suppress(BOXES, scores, 9).input(Tensor.scalar(0.4f)).run();

    assertThat(strict.shape()).containsExactly(2, 3);
    assertThat(strict.longs()).containsExactly(0, 0, 1, 0, 0, 2);
    assertThat(loose.longs()).containsExactly(0, 0, 1, 0, 0, 0, 0, 0, 2);
  }

  @Test
  void keepsBoxesThatOverlapByExactlyTheThreshold() {
    float[] boxes = {0, 0, 1, 1, 0, 0, 1, 2};
    Tensor y = suppress(boxes, new float[] {0.9f, 0.8f}, 9).input(Tensor.scalar(0.5f)).run();

    assertThat(y.longs()).containsExactly(0, 0, 0, 0, 0, 1);
  }

  @Test
  void countsFromTheCentreIfAsked() {
    float[] boxes = {0.5f, 0.5f, 1, 1, 1, 0.5f, 1, 1, 5.5f, 5.5f, 1, 1};
    Tensor y =
        suppress(boxes, new float[] {0.5f, 0.9f, 0.1f}, 9)
            .input(Tensor.scalar(0.3f))
            .attribute("center_point_box", 1)
            .run();

    assertThat(y.longs()).containsExactly(0, 0, 1, 0, 0, 2);
  }

  @Test
  void takesEqualScoresInOrderAndTreatsClassesApart() {
    float[] scores = {0.5f, 0.5f, 0.5f, -0f, 0f, Float.NaN};
    Tensor y = suppress(BOXES, scores, 2).input(Tensor.scalar(1f)).run();

    assertThat(y.longs()).containsExactly(0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 1);
  }

  @Test
  void dropsLowScores() {
    Tensor y =
        suppress(BOXES, new float[] {0.5f, 0.9f, 0.4f}, 9)
            .input(Tensor.scalar(1f))
            .input(Tensor.scalar(0.5f))
            .run();

    assertThat(y.longs()).containsExactly(0, 0, 1);
  }

  @Test
  void selectsNothingByDefault() {
    Tensor y =
        OpTest.op("NonMaxSuppression", 10)
            .input(BOXES, 1, 3, 4)
            .input(new float[] {1, 2, 3}, 1, 1, 3)
            .run();

    assertThat(y.shape()).containsExactly(0, 3);
  }

  @Test
  void handlesManyPictures() {
    Tensor y =
        OpTest.op("NonMaxSuppression", 10)
            .input(Tensors.ramp(2, 50, 4))
            .input(Tensors.random(3, 2, 7, 50))
            .input(new long[] {1}, 1)
            .run();

    assertThat(y.shape()).containsExactly(14, 3);
    assertThat(y.longs()[3 * 13]).isEqualTo(1);
    assertThat(y.longs()[3 * 13 + 1]).isEqualTo(6);
  }

  @Test
  void refusesShapesThatDoNotFit() {
    assertThat(
            OpTest.op("NonMaxSuppression", 11)
                .input(Tensors.ramp(1, 3, 4))
                .input(Tensors.ramp(1, 1, 2))
                .failure())
        .hasMessageContaining("expected [N,B,4] and [N,C,B]");
    assertThat(suppress(BOXES, new float[] {1, 2, 3}, 1).input(new float[] {1, 2}, 2).failure())
        .hasMessageContaining("input 3 has shape [2]; expected a scalar");
  }
}
