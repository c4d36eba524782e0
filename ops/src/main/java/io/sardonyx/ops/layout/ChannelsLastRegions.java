package io.sardonyx.ops.layout;

import io.sardonyx.ElementType;
import io.sardonyx.TensorType;
import io.sardonyx.ops.family.ChannelsLast;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.GraphEditor;
import io.sardonyx.runtime.ir.GraphUses;
import io.sardonyx.runtime.ir.Node;
import io.sardonyx.runtime.passes.Pass;
import io.sardonyx.runtime.passes.PassContext;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.ChannelsLastOperator;
import io.sardonyx.runtime.spi.ChannelsLastOperator.PitchFlow;
import io.sardonyx.runtime.spi.ChannelsLastOperator.Role;
import io.sardonyx.runtime.spi.Layout;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets convolutions and what lies between them work on tensors that lie channels last, and puts
 * changes of layout at the borders. Nodes that prefer the layout found a region; those that follow
 * join it when most of their tensors come from it, or all go to it.
 */
public final class ChannelsLastRegions implements Pass {

  @Override
  public Graph run(Graph graph, PassContext context) {
    Region region = new Region(graph);
    if (region.members.isEmpty()) {
      return graph;
    }
    return new Rewrite(graph, region, context).rewrite();
  }

  /** Which nodes run channels last. */
  private static final class Region {
    final Graph graph;
    final GraphUses uses;
    final Set<Node> members = new HashSet<>();

    Region(Graph graph) {
      this.graph = graph;
      this.uses = new GraphUses(graph);
      for (Node node : graph.nodes()) {
        if (role(node) == Role.PREFERS) {
          members.add(node);
        }
      }
      if (members.isEmpty()) {
        return;
      }
      boolean grown = true;
      while (grown) {
        grown = false;
        for (Node node : graph.nodes()) {
          grown |=
              !members.contains(node)
                  && role(node) == Role.FOLLOWS
                  && joins(node)
                  && members.add(node);
        }
      }
      shrink();
    }

    /** The operator, if the node has one that could run channels last here. */
    static ChannelsLastOperator operator(Node node) {
      return node.operator() instanceof ChannelsLastOperator o ? o : null;
    }

    Role role(Node node) {
      ChannelsLastOperator operator = operator(node);
      if (operator == null || !node.subgraphs().isEmpty()) {
        return Role.NEVER;
      }
      NodeTypes types = new NodeTypes(node, graph);
      Role role = operator.channelsLastRole(types);
      if (role == Role.NEVER) {
        return role;
      }
      for (int i = 0; i < node.outputCount(); i++) {
        if (node.output(i) != Node.ABSENT
            && operator.isChannelsLastOutput(types, i)
            && !canLieChannelsLast(node.output(i))) {
          return Role.NEVER;
        }
      }
      for (int i = 0; i < node.formalInputCount(); i++) {
        if (node.hasInput(i)
            && operator.isChannelsLastInput(types, i)
            && !canLieChannelsLast(node.input(i))) {
          return Role.NEVER;
        }
      }
      return role;
    }

    private boolean canLieChannelsLast(int value) {
      return graph.type(value) instanceof TensorType t
          && t.elementType() == ElementType.FLOAT
          && t.shape().isRanked()
          && t.shape().rank() >= 3
          && t.shape().dim(1).isKnown();
    }

    boolean takesInput(Node node, int i) {
      return members.contains(node)
          && i < node.formalInputCount()
          && operator(node).isChannelsLastInput(new NodeTypes(node, graph), i);
    }

    boolean givesOutput(Node node, int i) {
      return members.contains(node)
          && operator(node).isChannelsLastOutput(new NodeTypes(node, graph), i);
    }

    /** Whether a value is made channels last. */
    boolean isMade(int value) {
      Node producer = uses.producer(value);
      if (producer == null) {
        return false;
      }
      for (int i = 0; i < producer.outputCount(); i++) {
        if (producer.output(i) == value) {
          return givesOutput(producer, i);
        }
      }
      return false;
    }

    private boolean joins(Node node) {
      NodeTypes types = new NodeTypes(node, graph);
      int inside = 0;
      int outside = 0;
      for (int i = 0; i < node.formalInputCount(); i++) {
        if (node.hasInput(i) && operator(node).isChannelsLastInput(types, i)) {
          if (isMade(node.input(i))) {
            inside++;
          } else {
            outside++;
          }
        }
      }
      return inside > 0 ? inside >= outside : allUsersTake(node);
    }

    /** Whether the node's outputs go into the region only. */
    private boolean allUsersTake(Node node) {
      boolean any = false;
      for (int v : node.outputs()) {
        if (v == Node.ABSENT) {
          continue;
        }
        if (uses.isOutput(v)) {
          return false;
        }
        for (Node user : uses.consumers(v)) {
          if (!takes(user, v)) {
            return false;
          }
          any = true;
        }
      }
      return any;
    }

    private boolean takes(Node user, int value) {
      for (int i = 0; i < user.inputCount(); i++) {
        if (user.input(i) == value && !takesInput(user, i)) {
          return false;
        }
      }
      return members.contains(user);
    }

    /**
     * Lets followers go that only make the border wider: nobody in the region uses what they make.
     */
    private void shrink() {
      for (Node node : graph.nodes().reversed()) {
        if (!members.contains(node) || role(node) != Role.FOLLOWS || makesSmaller(node)) {
          continue;
        }
        boolean used = false;
        for (int i = 0; i < node.outputCount(); i++) {
          int v = node.output(i);
          used |= v != Node.ABSENT && !givesOutput(node, i);
          used |= v != Node.ABSENT && uses.consumers(v).stream().anyMatch(u -> takes(u, v));
        }
        if (!used) {
          members.remove(node);
        }
      }
    }

    /**
     * Whether less leaves the node than enters it, so that a change of layout is cheaper after it.
     */
    private boolean makesSmaller(Node node) {
      return graph.type(node.input(0)) instanceof TensorType in
          && graph.type(node.output(0)) instanceof TensorType out
          && elements(in) > elements(out);
    }

    private static long elements(TensorType t) {
      long product = 1;
      for (int d = 1; d < t.shape().rank(); d++) {
        product *= t.shape().dim(d).isKnown() ? t.shape().dim(d).size() : 64;
      }
      return product;
    }
  }

  /** Sets layouts and puts changes of layout at the borders of a region. */
  private static final class Rewrite {
    private final Graph graph;
    private final Region region;
    private final PassContext context;
    private final GraphEditor editor;
    private final Map<Integer, Integer> toChannelsLast = new HashMap<>();
    private final Map<Integer, Integer> toPlain = new HashMap<>();
    private final Map<Integer, Integer> pitches = new HashMap<>();

    Rewrite(Graph graph, Region region, PassContext context) {
      this.graph = graph;
      this.region = region;
      this.context = context;
      this.editor = new GraphEditor(graph);
    }

    Graph rewrite() {
      for (Node node : graph.nodes()) {
        for (int v : node.outputs()) {
          if (v != Node.ABSENT && region.isMade(v)) {
            pitches.put(v, ChannelsLast.pitch(channels(v)));
          }
        }
      }
      flowPitches();
      pitches.forEach((v, pitch) -> editor.setLayout(v, Layout.channelsLast(pitch)));
      for (Node node : graph.nodes()) {
        int[] inputs = node.inputs();
        boolean changed = false;
        for (int i = 0; i < inputs.length; i++) {
          int v = inputs[i];
          if (v == Node.ABSENT || region.takesInput(node, i) == region.isMade(v)) {
            continue;
          }
          inputs[i] = region.isMade(v) ? plain(v) : channelsLast(v);
          changed = true;
        }
        if (changed) {
          editor.replace(node, node.withValues(inputs, node.outputs()));
        }
      }
      List<Integer> outputs = graph.outputs();
      for (int i = 0; i < outputs.size(); i++) {
        if (region.isMade(outputs.get(i))) {
          editor.setOutput(i, plain(outputs.get(i)));
        }
      }
      return editor.build();
    }

    private long channels(int value) {
      return ((TensorType) graph.type(value)).shape().dim(1).size();
    }

    /** Lets views have the pitch of what they are views of. */
    private void flowPitches() {
      for (Node node : graph.nodes().reversed()) {
        if (flow(node) == PitchFlow.BACKWARD) {
          int pitch = pitches.get(node.output(0));
          for (int i = 0; i < node.formalInputCount(); i++) {
            int v = node.input(i);
            if (region.isMade(v)
                && Region.operator(region.uses.producer(v)).writesAnyPitch()
                && hasOwnPitch(v)
                && channels(v) == ChannelsLast.pitch(channels(v))
                && isReadAtAnyPitch(v)) {
              pitches.put(v, pitch);
            }
          }
        }
      }
      for (Node node : graph.nodes()) {
        Integer pitch = flow(node) == PitchFlow.FORWARD ? pitches.get(node.input(0)) : null;
        for (int v : node.outputs()) {
          if (pitch != null && v != Node.ABSENT && hasOwnPitch(v) && isReadAtAnyPitch(v)) {
            pitches.put(v, pitch);
          }
        }
      }
    }

    private boolean hasOwnPitch(int value) {
      return pitches.get(value) == ChannelsLast.pitch(channels(value));
    }

    private boolean isReadAtAnyPitch(int value) {
      for (Node user : region.uses.consumers(value)) {
        if (region.takes(user, value) && !Region.operator(user).readsAnyPitch()) {
          return false;
        }
      }
      return true;
    }

    private PitchFlow flow(Node node) {
      return region.members.contains(node)
          ? Region.operator(node).pitchFlow(new NodeTypes(node, graph))
          : PitchFlow.NONE;
    }

    private int channelsLast(int value) {
      return toChannelsLast.computeIfAbsent(
          value, v -> relayout(v, Layout.channelsLast(ChannelsLast.pitch(channels(v)))));
    }

    private int plain(int value) {
      return toPlain.computeIfAbsent(value, v -> relayout(v, Layout.PLAIN));
    }

    private int relayout(int value, Layout layout) {
      int moved = editor.addValue(graph.valueName(value), graph.type(value));
      editor.setLayout(moved, layout);
      editor.add(
          context.node(
              graph.valueName(value),
              Relayout.ID,
              Attributes.NONE,
              new int[] {value},
              new int[] {moved}));
      return moved;
    }
  }
}
