package io.sardonyx.proto.file;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.MessageLite;
import io.sardonyx.proto.GraphProto;
import io.sardonyx.proto.ModelProto;
import io.sardonyx.proto.TensorProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Parses a model without copying the bytes of its initializers: the messages around them are walked
 * over in place, everything else is handed to protobuf in small pieces, and the initializers'
 * {@code raw_data} are left where they are.
 */
final class MappedModelReader {

  private static final int COPY_BYTES = 8192;

  private final ReadLimits limits;
  private final Map<TensorProto, MemorySegment> rawData = new IdentityHashMap<>();

  MappedModelReader(ReadLimits limits) {
    this.limits = limits;
  }

  /** For initializers with {@code raw_data}, which their messages lack, the bytes. */
  Map<TensorProto, MemorySegment> rawData() {
    return rawData;
  }

  /**
   * @throws IOException if protobuf finds a part malformed
   */
  ModelProto read(MemorySegment bytes) throws IOException {
    ModelProto.Builder model = ModelProto.newBuilder();
    GraphProto.Builder graph = null;
    Rest rest = new Rest();
    for (WireReader in = new WireReader(bytes); in.next(); ) {
      if (in.field() == ModelProto.GRAPH_FIELD_NUMBER && in.isLengthDelimited()) {
        graph = graph == null ? GraphProto.newBuilder() : graph;
        readGraph(in.content(), graph);
      } else {
        rest.add(in.whole());
      }
    }
    rest.mergeInto(model);
    if (graph != null) {
      model.setGraph(graph);
    }
    return model.build();
  }

  private void readGraph(MemorySegment bytes, GraphProto.Builder graph) throws IOException {
    Rest rest = new Rest();
    for (WireReader in = new WireReader(bytes); in.next(); ) {
      if (in.field() == GraphProto.INITIALIZER_FIELD_NUMBER && in.isLengthDelimited()) {
        graph.addInitializer(readTensor(in.content()));
      } else {
        rest.add(in.whole());
      }
    }
    rest.mergeInto(graph);
  }

  private TensorProto readTensor(MemorySegment bytes) throws IOException {
    MemorySegment raw = null;
    Rest rest = new Rest();
    for (WireReader in = new WireReader(bytes); in.next(); ) {
      if (in.field() == TensorProto.RAW_DATA_FIELD_NUMBER && in.isLengthDelimited()) {
        raw = in.content();
      } else {
        rest.add(in.whole());
      }
    }
    TensorProto.Builder builder = TensorProto.newBuilder();
    rest.mergeInto(builder);
    TensorProto tensor = builder.build();
    if (raw != null) {
      rawData.put(tensor, raw);
    }
    return tensor;
  }

  /** The fields of a message that protobuf parses, collected on the heap. */
  private final class Rest {
    private final ByteArrayOutputStream fields = new ByteArrayOutputStream();
    private final byte[] copy = new byte[COPY_BYTES];

    void add(MemorySegment field) {
      long n = field.byteSize();
      for (long at = 0; at < n; at += COPY_BYTES) {
        int length = (int) Math.min(COPY_BYTES, n - at);
        MemorySegment.copy(field, ValueLayout.JAVA_BYTE, at, copy, 0, length);
        fields.write(copy, 0, length);
      }
    }

    void mergeInto(MessageLite.Builder message) throws IOException {
      CodedInputStream in = CodedInputStream.newInstance(fields.toByteArray());
      in.setRecursionLimit(limits.maxNesting());
      message.mergeFrom(in);
      in.checkLastTagWas(0);
    }
  }
}
