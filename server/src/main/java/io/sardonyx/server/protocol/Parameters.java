package io.sardonyx.server.protocol;

import io.sardonyx.server.RequestException;
import io.sardonyx.server.proto.InferParameter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The parameters of requests, outputs and answers: Boolean, Long, Double or String by name. */
public final class Parameters {

  private Parameters() {}

  /** All parameters of a gRPC message. */
  public static Map<String, Object> of(Map<String, InferParameter> parameters) {
    if (parameters.isEmpty()) {
      return Map.of();
    }
    Map<String, Object> values = new HashMap<>();
    parameters.forEach(
        (key, value) -> of(key, value).ifPresent(e -> values.put(e.getKey(), e.getValue())));
    return values;
  }

  /**
   * One parameter of a gRPC message; empty if it has no value.
   *
   * @throws RequestException if it is an unsigned number that a long cannot hold
   */
  public static Optional<Map.Entry<String, Object>> of(String key, InferParameter value) {
    return switch (value.getParameterChoiceCase()) {
      case BOOL_PARAM -> Optional.of(Map.entry(key, value.getBoolParam()));
      case INT64_PARAM -> Optional.of(Map.entry(key, value.getInt64Param()));
      case STRING_PARAM -> Optional.of(Map.entry(key, value.getStringParam()));
      case DOUBLE_PARAM -> Optional.of(Map.entry(key, value.getDoubleParam()));
      case UINT64_PARAM -> {
        if (value.getUint64Param() < 0) {
          throw RequestException.invalid(
              "parameter '%s' is %s; expected less than 2^63",
              key, Long.toUnsignedString(value.getUint64Param()));
        }
        yield Optional.of(Map.entry(key, value.getUint64Param()));
      }
      case PARAMETERCHOICE_NOT_SET -> Optional.empty();
    };
  }

  /** The gRPC message of a parameter. */
  public static InferParameter message(Object value) {
    InferParameter.Builder message = InferParameter.newBuilder();
    return switch (value) {
      case Boolean b -> message.setBoolParam(b).build();
      case Long l -> message.setInt64Param(l).build();
      case Double d -> message.setDoubleParam(d).build();
      default -> message.setStringParam(value.toString()).build();
    };
  }

  /**
   * A parameter that is a whole number.
   *
   * @throws RequestException if it is something else
   */
  public static long number(Map<String, Object> parameters, String name, long otherwise) {
    return switch (parameters.get(name)) {
      case null -> otherwise;
      case Long l -> l;
      case Object o ->
          throw RequestException.invalid(
              "parameter '%s' is '%s'; expected a whole number", name, o);
    };
  }

  /**
   * A parameter that is true or false.
   *
   * @throws RequestException if it is something else
   */
  public static boolean flag(Map<String, Object> parameters, String name, boolean otherwise) {
    return switch (parameters.get(name)) {
      case null -> otherwise;
      case Boolean b -> b;
      case Object o ->
          throw RequestException.invalid("parameter '%s' is '%s'; expected a bool", name, o);
    };
  }
}
