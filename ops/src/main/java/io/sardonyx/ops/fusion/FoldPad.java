package io.sardonyx.ops.fusion;

import io.sardonyx.ElementType;
import io.sardonyx.TensorType;
import io.sardonyx.runtime.ir.Constant;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.GraphEditor;
import io.sardonyx.runtime.ir.GraphUses;
import io.sardonyx.runtime.ir.Node;
import io.sardonyx.runtime.passes.Pass;
import io.sardonyx.runtime.passes.PassContext;
import io.sardonyx.runtime.spi.Attributes;

/**
 * Lets a convolution do the padding with zeros that precedes it. Pooling is left alone: a maximum
 * ignores its own padding, but not a zero.
 */
public final class FoldPad implements Pass {

  @Override
  public Graph run(Graph graph, PassContext context) {
    GraphUses uses = new GraphUses(graph);
    GraphEditor editor = new GraphEditor(graph);
    boolean changed = false;
    for (Node conv : graph.nodes()) {
      Node pad = conv.is("Conv") ? uses.producer(conv.input(0)) : null;
      if (pad == null || !pad.is("Pad") || uses.onlyConsumer(pad.output(0)) != conv) {
        continue;
      }
      long[] added = zeroPads(pad, uses);
      long[] joined = added == null ? null : joined(conv, added);
      if (joined == null) {
        continue;
      }
      int[] inputs = conv.inputs();
      inputs[0] = pad.input(0);
      Attributes attributes = conv.attributes().with("pads", joined).with("auto_pad", "NOTSET");
      editor.remove(pad);
      editor.replace(
          conv, context.node(conv.name(), conv.op(), attributes, inputs, conv.outputs()));
      changed = true;
    }
    return changed ? editor.build() : graph;
  }

  /** The pads of a padding with constant zeros; null if it is of another kind. */
  private static long[] zeroPads(Node pad, GraphUses uses) {
    if (!pad.attributes().string("mode", "constant").equals("constant") || pad.hasInput(3)) {
      return null;
    }
    if (!(uses.graph().type(pad.input(0)) instanceof TensorType t)
        || t.elementType() != ElementType.FLOAT) {
      return null;
    }
    if (pad.op().version() < 11) {
      String name = pad.op().version() < 2 ? "paddings" : "pads";
      return pad.attributes().number("value", 0) == 0 ? pad.attributes().integers(name) : null;
    }
    Constant pads = uses.graph().constant(pad.input(1));
    Float value = pad.hasInput(2) ? uses.constantScalar(pad.input(2)) : Float.valueOf(0);
    return pads == null || value == null || value != 0 ? null : pads.tensor().longs();
  }

  private static long[] joined(Node conv, long[] added) {
    int rank = added.length / 2;
    int axes = rank - 2;
    String auto = conv.attributes().string("auto_pad", "NOTSET");
    if (axes < 1 || !(auto.equals("NOTSET") || auto.equals("VALID"))) {
      return null;
    }
    long[] own = auto.equals("VALID") ? null : conv.attributes().integersOrNull("pads");
    long[] joined = own == null ? new long[2 * axes] : own;
    if (joined.length != 2 * axes
        || added[0] != 0
        || added[1] != 0
        || added[rank] != 0
        || added[rank + 1] != 0) {
      return null;
    }
    for (int i = 0; i < axes; i++) {
      if (added[2 + i] < 0 || added[rank + 2 + i] < 0) {
        return null;
      }
      joined[i] += added[2 + i];
      joined[axes + i] += added[rank + 2 + i];
    }
    return joined;
  }
}
