package io.sardonyx.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;

/** JSON as the protocol has it, and what to say of JSON that is none. */
final class Json {

  /** The longest number that can mean something. */
  private static final int MAX_NUMBER = 1000;

  private Json() {}

  /** Reads and writes NaN and infinities, and refuses what is nested deeper than a limit. */
  static JsonFactory factory(int maxDepth, int maxBytes) {
    return JsonFactory.builder()
        .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
        .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(maxDepth)
                .maxNumberLength(MAX_NUMBER)
                .maxStringLength(maxBytes)
                .build())
        .build();
  }

  /** Where and why JSON could not be read, without a copy of it. */
  static String message(IOException e) {
    if (!(e instanceof JsonProcessingException j)) {
      return "it ends too early";
    }
    JsonLocation at = j.getLocation();
    String text = j.getOriginalMessage();
    String first = text == null ? "" : text.lines().findFirst().orElse("");
    return at == null || at.getByteOffset() < 0
        ? first
        : "%s (at byte %d)".formatted(first, at.getByteOffset());
  }
}
