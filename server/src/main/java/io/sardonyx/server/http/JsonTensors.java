package io.sardonyx.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sardonyx.Tensor;
import io.sardonyx.server.RequestException;
import io.sardonyx.server.protocol.Datatype;
import io.sardonyx.server.protocol.RawContents;
import io.sardonyx.server.protocol.TypedContents;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;

/** Tensors as JSON arrays, flat or nested. NaN and infinities are written as JavaScript does. */
final class JsonTensors {

  private static final int UINT64_BITS = 64;
  private static final int BFLOAT16_SHIFT = 16;

  private final String name;
  private final Datatype type;
  private final long[] shape;
  private final Object array;
  private final int elements;
  private int filled;
  private int leafDepth;

  private JsonTensors(String name, Datatype type, long[] shape, int elements) {
    this.name = name;
    this.type = type;
    this.shape = shape;
    this.elements = elements;
    this.array = type.elementType().storage().allocate(elements);
  }

  /**
   * Reads the data of a tensor; the parser is at its first token and then at its last.
   *
   * @param available bytes of JSON that there are: what needs more elements is a lie
   * @throws RequestException if the data are not what datatype and shape say
   */
  static Tensor read(JsonParser json, String name, Datatype type, long[] shape, long available)
      throws IOException {
    long elements = RawContents.elements(name, shape);
    if (elements > available) {
      throw RequestException.invalid(
          "tensor '%s': the shape %s needs %d elements, more than the request can hold",
          name, Arrays.toString(shape), elements);
    }
    JsonTensors reader = new JsonTensors(name, type, shape, (int) elements);
    if (json.currentToken() == JsonToken.START_ARRAY) {
      reader.array(json, 1);
    } else {
      reader.leaf(json, shape.length);
    }
    if (reader.filled != elements) {
      throw reader.wrongCount(reader.filled);
    }
    return Tensor.of(type.elementType(), reader.array, shape);
  }

  private void array(JsonParser json, int depth) throws IOException {
    int start = filled;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_ARRAY) {
        if (depth >= shape.length) {
          throw RequestException.invalid(
              "tensor '%s': its data are nested deeper than its shape %s",
              name, Arrays.toString(shape));
        }
        array(json, depth + 1);
      } else {
        leaf(json, depth);
      }
    }
    long expected = 1;
    for (int i = depth - 1; i < shape.length; i++) {
      expected *= shape[i];
    }
    if (filled - start != expected) {
      throw wrongCount(filled - start);
    }
  }

  private void leaf(JsonParser json, int depth) throws IOException {
    if (leafDepth == 0) {
      leafDepth = depth;
      if (depth != 1 && depth != shape.length) {
        throw RequestException.invalid(
            "tensor '%s': its data are neither flat nor nested as its shape %s",
            name, Arrays.toString(shape));
      }
    } else if (leafDepth != depth) {
      throw RequestException.invalid("tensor '%s': its data are nested unevenly", name);
    }
    if (filled == elements) {
      throw wrongCount(filled + 1L);
    }
    store(json);
    filled++;
  }

  private RequestException wrongCount(long found) {
    return RequestException.invalid(
        "tensor '%s' has %s%d elements where its shape %s has another number",
        name, found > elements ? "at least " : "", found, Arrays.toString(shape));
  }

  private void store(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    switch (type) {
      case BYTES -> {
        require(token == JsonToken.VALUE_STRING, json, "a string");
        ((String[]) array)[filled] = json.getText();
      }
      case FP32 ->
          ((float[]) array)[filled] =
              finite(json, json.isNaN(), number(json, token).getFloatValue());
      case FP64 -> {
        double value = number(json, token).getDoubleValue();
        require(json.isNaN() || Double.isFinite(value), json, "a number in the range of FP64");
        ((double[]) array)[filled] = value;
      }
      case FP16 -> {
        boolean isNaN = json.isNaN();
        short half = Float.floatToFloat16(number(json, token).getFloatValue());
        finite(json, isNaN, Float.float16ToFloat(half));
        ((short[]) array)[filled] = half;
      }
      case BF16 -> {
        short bits = bfloat16(number(json, token).getFloatValue());
        finite(json, json.isNaN(), Float.intBitsToFloat(bits << BFLOAT16_SHIFT));
        ((short[]) array)[filled] = bits;
      }
      case INT64 -> {
        require(token == JsonToken.VALUE_NUMBER_INT, json, "a whole number");
        ((long[]) array)[filled] = json.getLongValue();
      }
      case UINT64 -> {
        require(token == JsonToken.VALUE_NUMBER_INT, json, "a whole number");
        BigInteger value = json.getBigIntegerValue();
        require(
            value.signum() >= 0 && value.bitLength() <= UINT64_BITS, json, "a number of UINT64");
        ((long[]) array)[filled] = value.longValue();
      }
      case BOOL -> {
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
          ((byte[]) array)[filled] = (byte) (token == JsonToken.VALUE_TRUE ? 1 : 0);
        } else {
          storeInteger(json, token);
        }
      }
      default -> storeInteger(json, token);
    }
  }

  private void storeInteger(JsonParser json, JsonToken token) throws IOException {
    require(token == JsonToken.VALUE_NUMBER_INT, json, "a whole number");
    TypedContents.store(name, type, array, filled, json.getLongValue());
  }

  private JsonParser number(JsonParser json, JsonToken token) throws IOException {
    require(token.isNumeric(), json, "a number");
    return json;
  }

  private float finite(JsonParser json, boolean isWritten, float value) throws IOException {
    require(isWritten || Float.isFinite(value), json, "a number in the range of " + type);
    return value;
  }

  private void require(boolean isFine, JsonParser json, String expected) throws IOException {
    if (!isFine) {
      String text = json.getText();
      throw RequestException.invalid(
          "tensor '%s': element %d is '%s'; expected %s",
          name, filled, text.length() > 40 ? text.substring(0, 40) + "..." : text, expected);
    }
  }

  /** To the nearest bfloat16, ties to even. */
  private static short bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) (bits >>> BFLOAT16_SHIFT | 0x40);
    }
    return (short) (bits + 0x7fff + (bits >>> BFLOAT16_SHIFT & 1) >>> BFLOAT16_SHIFT);
  }

  /** Writes a tensor as one flat array. */
  static void write(JsonGenerator json, Datatype type, Tensor tensor) throws IOException {
    json.writeStartArray();
    int offset = tensor.offset();
    for (int i = 0; i < tensor.arrayLength(); i++) {
      switch (tensor.array()) {
        case float[] a -> json.writeNumber(a[offset + i]);
        case double[] a -> json.writeNumber(a[offset + i]);
        case String[] a -> json.writeString(a[offset + i]);
        case long[] a -> {
          if (type == Datatype.UINT64 && a[offset + i] < 0) {
            json.writeNumber(new BigInteger(Long.toUnsignedString(a[offset + i])));
          } else {
            json.writeNumber(a[offset + i]);
          }
        }
        case int[] a ->
            json.writeNumber(
                type == Datatype.UINT32 ? Integer.toUnsignedLong(a[offset + i]) : a[offset + i]);
        case short[] a -> writeShort(json, type, a[offset + i]);
        case byte[] a -> {
          if (type == Datatype.BOOL) {
            json.writeBoolean(a[offset + i] != 0);
          } else {
            json.writeNumber(type == Datatype.UINT8 ? a[offset + i] & 0xff : a[offset + i]);
          }
        }
        default -> throw new IllegalArgumentException("no JSON for " + tensor.type());
      }
    }
    json.writeEndArray();
  }

  private static void writeShort(JsonGenerator json, Datatype type, short bits) throws IOException {
    switch (type) {
      case FP16 -> json.writeNumber(Float.float16ToFloat(bits));
      case BF16 -> json.writeNumber(Float.intBitsToFloat(bits << BFLOAT16_SHIFT));
      case UINT16 -> json.writeNumber(bits & 0xffff);
      default -> json.writeNumber((int) bits);
    }
  }
}
