package io.sardonyx.runtime.ir;

import io.sardonyx.Tensor;
import io.sardonyx.runtime.registry.OperatorRegistry;
import io.sardonyx.runtime.registry.OperatorSchema;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.NodeBuilder;
import java.util.HashMap;
import java.util.Map;

/** Adds nodes to what a {@link GraphEditor} holds. */
public class GraphNodes implements NodeBuilder {

  private final GraphEditor editor;
  private final OperatorRegistry registry;
  private final String prefix;

  /**
   * @param prefix what the names of all new nodes and values begin with
   */
  public GraphNodes(GraphEditor editor, OperatorRegistry registry, String prefix) {
    this.editor = editor;
    this.registry = registry;
    this.prefix = prefix;
  }

  @Override
  public int[] node(
      String domain, String name, Map<String, Object> attributes, int outputs, int... inputs) {
    int newest = registry.schemas().newestVersion(domain).orElse(1);
    OperatorRegistry.Entry entry =
        registry
            .find(domain, name, newest)
            .orElseThrow(() -> new IllegalStateException("no operator " + domain + ":" + name));
    Map<String, Object> defaults = new HashMap<>();
    if (entry.schema().isPresent()) {
      for (OperatorSchema.Attribute a : entry.schema().get().attributes().values()) {
        if (a.defaultValue() != null) {
          defaults.put(a.name(), a.defaultValue());
        }
      }
    }
    int[] made = new int[outputs];
    for (int i = 0; i < outputs; i++) {
      made[i] = editor.addValue(prefix + "/" + name + (i == 0 ? "" : ":" + i), null);
    }
    Attributes all = Attributes.of(attributes, defaults);
    editor.add(
        Node.of(prefix + "/" + name, entry.id(), all, entry.factory().create(all), inputs, made));
    return made;
  }

  @Override
  public int constant(Tensor tensor) {
    return editor.addConstant(prefix + "/constant", tensor);
  }
}
