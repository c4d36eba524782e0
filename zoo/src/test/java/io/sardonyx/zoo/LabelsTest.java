package io.sardonyx.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sardonyx.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelsTest {

  @Test
  void linesOfAFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("labels.txt");
    Files.writeString(file, "tench\r\n great white shark \nÄskulapnatter\n\n");
    assertThat(Labels.read(file).names())
        .containsExactly("tench", "great white shark", "Äskulapnatter");
    Files.writeString(file, "\n");
    assertThat(Labels.read(file).size()).isZero();
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> Labels.read(Path.of("none.txt")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("none.txt: the labels cannot be read");
  }

  @Test
  void numbers() {
    assertThat(Labels.DIGITS.names()).hasSize(10).startsWith("0").endsWith("9");
    assertThat(Labels.numbered(2)).isEqualTo(Labels.of("0", "1"));
  }

  @Test
  void softmaxOfGreatScoresDoesNotOverflow() {
    float[] p = Scores.softmax(new float[] {1000, 1000, -1000});
    assertThat(p).containsExactly(0.5f, 0.5f, 0);
    float[] q = Scores.softmax(new float[] {0, (float) Math.log(3)});
    assertThat(q[0]).isEqualTo(0.25f);
    assertThat(q[1]).isEqualTo(0.75f);
  }

  @Test
  void topIsSortedAndStable() {
    Labels labels = Labels.numbered(6);
    float[] scores = {1, 7, 3, 7, -2, Float.NaN};
    assertThat(Scores.top(scores, 3, labels))
        .extracting(Prediction::index)
        .containsExactly(1, 3, 2);
    assertThat(Scores.top(scores, 9, labels))
        .extracting(Prediction::index)
        .containsExactly(1, 3, 2, 0, 4, 5);
    assertThat(Scores.top(new float[] {Float.NaN, 1}, 2, labels))
        .extracting(Prediction::label)
        .isEqualTo(List.of("1", "0"));
    assertThat(new Prediction("seven", 7, 0.99f)).hasToString("seven (7) 0.9900");
  }
}
