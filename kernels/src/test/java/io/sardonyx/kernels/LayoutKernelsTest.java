package io.sardonyx.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutKernelsTest {

  @ParameterizedTest
  @CsvSource({
    "1,1,0,0",
    "8,8,0,0",
    "16,16,3,5",
    "7,9,0,2",
    "8,17,1,0",
    "24,31,5,1",
    "33,8,0,0",
    "5,64,2,2",
    "65,67,1,1",
    "0,4,0,0",
    "4,0,0,0"
  })
  void transposesAsTheDefinitionSays(int rows, int columns, int morePitchOfX, int morePitchOfY) {
    for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.vector()}) {
      int xPitch = columns + morePitchOfX;
      int yPitch = rows + morePitchOfY;
      float[] x = random(3 + rows * xPitch);
      float[] y = new float[5 + columns * yPitch];
      Arrays.fill(y, -1);

      kernels.layout().transpose(x, 3, xPitch, y, 5, yPitch, rows, columns);

      for (int i = 0; i < y.length; i++) {
        int c = i < 5 ? -1 : (i - 5) / yPitch;
        int r = i < 5 ? -1 : (i - 5) % yPitch;
        boolean written = i >= 5 && r < rows;
        float expected = written ? x[3 + r * xPitch + c] : -1;
        assertThat(y[i]).as("%d", i).isEqualTo(expected);
      }
    }
  }

  private static float[] random(int n) {
    Random random = new Random(n);
    float[] numbers = new float[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = random.nextFloat();
    }
    return numbers;
  }
}
