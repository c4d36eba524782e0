package io.sardonyx.runtime.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.runtime.registry.OperatorSchema.Kind;
import org.junit.jupiter.api.Test;

class SchemaCatalogTest {

  private final SchemaCatalog catalog = SchemaCatalog.standard();

  @Test
  void findsTheVersionThatHolds() {
    assertThat(catalog.find("", "Softmax", 12).orElseThrow().sinceVersion()).isEqualTo(11);
    assertThat(catalog.find("", "Softmax", 13).orElseThrow().sinceVersion()).isEqualTo(13);
    assertThat(catalog.find("", "Softmax", 28).orElseThrow().sinceVersion()).isEqualTo(13);
    assertThat(catalog.find("", "Trilu", 13)).isEmpty();
    assertThat(catalog.find("", "Nonsense", 13)).isEmpty();
  }

  @Test
  void knowsAttributesWithTheirDefaults() {
    OperatorSchema conv = catalog.find("", "Conv", 22).orElseThrow();

    assertThat(conv.attributes().get("group").defaultValue()).isEqualTo(1L);
    assertThat(conv.attributes().get("auto_pad").defaultValue()).isEqualTo("NOTSET");
    assertThat(conv.attributes().get("pads").kind()).isEqualTo(Kind.INTS);
    assertThat(conv.attributes().get("pads").defaultValue()).isNull();
    OperatorSchema concat = catalog.find("", "Concat", 13).orElseThrow();
    assertThat(concat.attributes().get("axis").required()).isTrue();
  }

  @Test
  void knowsDefaultsExactly() {
    OperatorSchema selu = catalog.find("", "Selu", 22).orElseThrow();

    assertThat(selu.attributes().get("alpha").defaultValue()).isEqualTo(1.67326319217681884765625f);
  }

  @Test
  void knowsParametersAndTypes() {
    OperatorSchema conv = catalog.find("", "Conv", 22).orElseThrow();
    assertThat(conv.minInputs()).isEqualTo(2);
    assertThat(conv.maxInputs()).isEqualTo(3);
    assertThat(conv.input(2).optional()).isTrue();
    assertThat(conv.input(3)).isNull();
    assertThat(conv.admittedTypes(conv.input(0))).contains("tensor(float)", "tensor(bfloat16)");

    OperatorSchema concat = catalog.find("", "Concat", 13).orElseThrow();
    assertThat(concat.maxInputs()).isEqualTo(-1);
    assertThat(concat.input(7).variadic()).isTrue();
  }

  @Test
  void readsEverySchema() {
    assertThat(catalog.all()).hasSizeGreaterThan(600);
    assertThat(catalog.newestVersion("")).contains(28);
    assertThat(catalog.newestVersion("ai.onnx.ml")).contains(5);
    assertThat(catalog.newestVersion("com.example")).isEmpty();
  }
}
