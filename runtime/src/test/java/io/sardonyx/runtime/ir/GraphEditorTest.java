package io.sardonyx.runtime.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sardonyx.ElementType;
import io.sardonyx.InvalidModelException;
import io.sardonyx.Shape;
import io.sardonyx.TensorType;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.OperatorId;
import io.sardonyx.runtime.spi.Step;
import org.junit.jupiter.api.Test;

class GraphEditorTest {

  private static final TensorType FLOATS = new TensorType(ElementType.FLOAT, Shape.of(2));

  /** An operator for graphs that are never run. */
  private record Same() implements Operator {
    @Override
    public void infer(InferContext c) {
      c.output(0, c.type(0));
    }

    @Override
    public Step compile(CompileContext c) {
      throw new UnsupportedOperationException();
    }
  }

  private static Node node(String name, int input, int output) {
    return Node.of(
        name,
        new OperatorId("", "Same", 1),
        Attributes.NONE,
        new Same(),
        new int[] {input},
        new int[] {output});
  }

  @Test
  void sortsNodesThatWereAddedOutOfOrder() {
    GraphEditor editor = new GraphEditor("g");
    int x = editor.addInput("x", FLOATS);
    int a = editor.addValue("a", null);
    int b = editor.addValue("b", null);
    editor.add(node("second", a, b));
    editor.add(node("first", x, a));
    editor.addOutput("y", b);

    assertThat(editor.build().nodes()).extracting(Node::name).containsExactly("first", "second");
  }

  @Test
  void refusesCycles() {
    GraphEditor editor = new GraphEditor("g");
    int a = editor.addValue("a", null);
    int b = editor.addValue("b", null);
    editor.add(node("one", a, b));
    editor.add(node("two", b, a));
    editor.addOutput("y", b);

    assertThatThrownBy(editor::build)
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("cycle");
  }

  @Test
  void refusesValuesThatNobodyMakes() {
    GraphEditor editor = new GraphEditor("g");
    int a = editor.addValue("ghost", null);
    int b = editor.addValue("b", null);
    editor.add(node("one", a, b));
    editor.addOutput("y", b);

    assertThatThrownBy(editor::build).hasMessageContaining("'ghost' is used");
  }

  @Test
  void refusesValuesThatAreMadeTwice() {
    GraphEditor editor = new GraphEditor("g");
    int x = editor.addInput("x", FLOATS);
    int a = editor.addValue("a", null);
    editor.add(node("one", x, a));
    editor.add(node("two", x, a));
    editor.addOutput("y", a);

    assertThatThrownBy(editor::build).hasMessageContaining("made more than once");
  }

  @Test
  void redirectsUsesAndOutputsAndDropsUnusedValues() {
    GraphEditor editor = new GraphEditor("g");
    int x = editor.addInput("x", FLOATS);
    int a = editor.addValue("a", null);
    int b = editor.addValue("b", null);
    Node first = node("first", x, a);
    editor.add(first);
    editor.add(node("second", a, b));
    editor.addOutput("y", b);
    editor.addOutput("z", a);
    editor.remove(first);
    editor.redirect(a, x);

    Graph graph = editor.build();

    assertThat(graph.nodes()).extracting(Node::name).containsExactly("second");
    assertThat(graph.valueCount()).isEqualTo(2);
    assertThat(graph.outputs().get(1)).isEqualTo(graph.inputs().getFirst());
    assertThat(graph.outputNames()).containsExactly("y", "z");
  }

  @Test
  void handlesChainsThatAreTooDeepForRecursion() {
    GraphEditor editor = new GraphEditor("g");
    int x = editor.addInput("x", FLOATS);
    int n = 20_000;
    int[] values = new int[n + 1];
    values[0] = x;
    for (int i = 1; i <= n; i++) {
      values[i] = editor.addValue("v" + i, null);
    }
    for (int i = n; i >= 1; i--) {
      editor.add(node("n" + i, values[i - 1], values[i]));
    }
    editor.addOutput("y", values[n]);

    assertThat(editor.build().nodes().getFirst().name()).isEqualTo("n1");
  }
}
