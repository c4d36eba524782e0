package io.sardonyx.ops.ml;

import io.sardonyx.ElementType;
import io.sardonyx.MapType;
import io.sardonyx.MapValue;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.Value;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.NodeContext;

/** What operators on maps from keys to single numbers or strings share. */
final class Maps {

  private Maps() {}

  /** The type of input 0, which must be a map. */
  static MapType type(NodeContext c) {
    if (c.type(0) instanceof MapType type && type.value() instanceof TensorType) {
      return type;
    }
    throw c.error("its input is %s; expected a map to numbers or strings", c.type(0));
  }

  /** The type of a map's values. */
  static ElementType valueType(MapType type) {
    return ((TensorType) type.value()).elementType();
  }

  static MapValue map(Frame f, int slot) {
    return (MapValue) f.value(slot);
  }

  /** The one element of an entry. */
  static Tensor element(Frame f, Object key, Value value, ElementType type) {
    if (value instanceof Tensor t && t.size() == 1 && t.elementType() == type) {
      return t;
    }
    throw f.error("the map's value for %s is %s; expected one %s", key, value.type(), type);
  }
}
