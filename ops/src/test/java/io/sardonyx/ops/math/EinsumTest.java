package io.sardonyx.ops.math;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EinsumTest {

  /** Letter c stands for a dimension of this size. */
  private static int size(char c) {
    return c >= 'A' && c <= 'Z' ? c - 'A' + 17 : (c - 'a') % 5 + 2;
  }

  private static long[] shape(String term) {
    return term.chars().mapToLong(c -> size((char) c)).toArray();
  }

  /** Sums over all values of all letters, one after the other. */
  private static Tensor expected(String[] terms, String output, Tensor... inputs) {
    char[] letters =
        String.join("", terms)
            .chars()
            .distinct()
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()
            .toCharArray();
    double[] sums = new double[(int) Shape.elements(shape(output))];
    int[] value = new int[128];
    long all = 1;
    for (char c : letters) {
      all *= size(c);
    }
    for (long i = 0; i < all; i++) {
      long rest = i;
      for (char c : letters) {
        value[c] = (int) (rest % size(c));
        rest /= size(c);
      }
      double product = 1;
      for (int t = 0; t < terms.length; t++) {
        product *= inputs[t].floats()[index(terms[t], value)];
      }
      sums[index(output, value)] += product;
    }
    float[] y = new float[sums.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = (float) sums[i];
    }
    return Tensor.of(y, shape(output));
  }

  private static int index(String term, int[] value) {
    int index = 0;
    for (char c : term.toCharArray()) {
      index = index * size(c) + value[c];
    }
    return index;
  }

  @ParameterizedTest
  @CsvSource({
    "ab->ba",
    "abc->cab",
    "aab->ab",
    "aa->a",
    "aa->",
    "aab->b",
    "abc->b",
    "abc->",
    "'a,a->'",
    "'a,b->ab'",
    "'ab,ab->ab'",
    "'ab,ab->a'",
    "'ab,bc->ac'",
    "'ab,cb->ca'",
    "'AB,BC->AC'",
    "'AB,CB->AC'",
    "'BA,BC->CA'",
    "'aAB,aBC->aAC'",
    "'aAB,aCB->aAC'",
    "'AaB,aBC->AaC'",
    "'AB,cdB->Acd'",
    "'ABc,Bcde->Aed'",
    "'AbcD,DE->AbcE'",
    "'AB,B->A'",
    "'aAB,aB->aA'",
    "'AB,BC,CD->AD'",
    "'ab,bc,cd,de->ae'",
    "'abA,cbA,d->cda'",
    "'ab,cd->'",
    "'aab,bcc->ac'",
    "'abc,bd->ad'",
    "'aABb,aCBb->abAC'"
  })
  void agreesWithTheSumOverAllIndices(String equation) {
    String[] sides = equation.split("->", -1);
    String[] terms = sides[0].split(",");
    Tensor[] inputs = new Tensor[terms.length];
    OpTest test = OpTest.op("Einsum", 12).attribute("equation", equation);
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = Tensors.random(i, shape(terms[i]));
      test.input(inputs[i]);
    }
    Tensors.assertClose(test.run(), expected(terms, sides[1], inputs), 1e-5, equation);
  }

  @Test
  void impliesTheOutput() {
    Tensor x = Tensors.random(1, 3, 4);
    Tensor y = OpTest.op("Einsum", 12).attribute("equation", "ba").input(x).run();
    assertThat(y.shape()).containsExactly(4, 3);
    assertThat(y.floats()[1]).isEqualTo(x.floats()[4]);
    Tensor capitals = OpTest.op("Einsum", 12).attribute("equation", "aB").input(x).run();
    assertThat(capitals.shape()).containsExactly(4, 3);
    Tensor trace =
        OpTest.op("Einsum", 12).attribute("equation", " i i ").input(Tensors.ramp(2, 2)).run();
    assertThat(trace.shape()).isEmpty();
    assertThat(trace.floats()).containsExactly(3);
    Tensor product =
        OpTest.op("Einsum", 12)
            .attribute("equation", "ij,jk")
            .input(Tensors.ramp(2, 2))
            .input(Tensors.ramp(2, 2))
            .run();
    assertThat(product.floats()).containsExactly(2, 3, 6, 11);
  }

  @Test
  void expandsEllipses() {
    Tensor batch = Tensors.random(1, 2, 3, 4, 5);
    Tensor matrix = Tensors.random(2, 5, 6);
    Tensor y =
        OpTest.op("Einsum", 12)
            .attribute("equation", "...ij, jk -> ...ik")
            .input(batch)
            .input(matrix)
            .run();
    Tensor expected = OpTest.op("MatMul", 13).input(batch).input(matrix).run();
    Tensors.assertClose(y, expected, 1e-5, "ellipsis");
    Tensor broadcast =
        OpTest.op("Einsum", 12)
            .attribute("equation", "...ij,...jk->...ik")
            .input(Tensors.random(3, 2, 1, 4, 5))
            .input(Tensors.random(4, 3, 5, 6))
            .run();
    assertThat(broadcast.shape()).containsExactly(2, 3, 4, 6);
    Tensor implied =
        OpTest.op("Einsum", 12).attribute("equation", "b...a").input(Tensors.ramp(2, 3, 4)).run();
    assertThat(implied.shape()).containsExactly(3, 4, 2);
    Tensor diagonal =
        OpTest.op("Einsum", 12).attribute("equation", "...ii->...i").input(batch(2, 3)).run();
    assertThat(diagonal.floats()).containsExactly(0, 4, 8, 9, 13, 17);
  }

  private static Tensor batch(int n, int size) {
    return Tensors.ramp(n, size, size);
  }

  @Test
  void broadcastsDimensionsOfSizeOne() {
    Tensor y =
        OpTest.op("Einsum", 12)
            .attribute("equation", "ij,ij->i")
            .input(new float[] {2, 3}, 2, 1)
            .input(new float[] {1, 2, 3, 4, 5, 6}, 2, 3)
            .run();
    assertThat(y.floats()).containsExactly(12, 45);
  }

  @Test
  void sumsNothingToZero() {
    Tensor y =
        OpTest.op("Einsum", 12)
            .attribute("equation", "ij,jk->ik")
            .input(new float[0], 2, 0)
            .input(new float[0], 0, 2)
            .run();
    assertThat(y.floats()).containsExactly(0, 0, 0, 0);
  }

  @Test
  void computesIntegersAndDoubles() {
    Tensor x = Tensor.of(ElementType.INT8, new byte[] {100, 100, 1, 2}, 2, 2);
    assertThat(OpTest.op("Einsum", 12).attribute("equation", "ij->i").input(x).run().bytes())
        .containsExactly((byte) 200, (byte) 3);
    Tensor d = Tensor.of(new double[] {1e-300, 2}, 2);
    double[] outer =
        OpTest.op("Einsum", 12).attribute("equation", "i,j->ij").input(d).input(d).run().doubles();
    assertThat(Arrays.copyOfRange(outer, 1, 4)).containsExactly(2e-300, 2e-300, 4);
  }

  @Test
  void refusesWrongEquations() {
    assertThat(fail("ij->ik", 2, 2)).hasMessageContaining("no input has the output's 'k'");
    assertThat(fail("ij->ii", 2, 2)).hasMessageContaining("'i' twice");
    assertThat(fail("i1->i", 2, 2)).hasMessageContaining("wrong '1'");
    assertThat(fail("i->j->i", 2)).hasMessageContaining("wrong '-'");
    assertThat(fail("ij,jk->ik", 2, 2)).hasMessageContaining("2 terms");
    assertThat(fail("ijk->i", 2, 2)).hasMessageContaining("3 letters");
    assertThat(fail("ii->i", 2, 3)).hasMessageContaining("other inputs say");
  }

  private static Throwable fail(String equation, long... shape) {
    return OpTest.op("Einsum", 12)
        .attribute("equation", equation)
        .input(Tensors.ramp(shape))
        .failure();
  }
}
