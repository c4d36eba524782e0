package io.sardonyx.server.grpc;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.sardonyx.server.RequestException;
import io.sardonyx.server.proto.ModelInferResponse;
import io.sardonyx.server.proto.ModelInferResponse.InferOutputTensor;
import io.sardonyx.server.protocol.InferResponse;
import io.sardonyx.server.protocol.NamedTensor;
import io.sardonyx.server.protocol.Parameters;
import io.sardonyx.server.protocol.RawContents;
import io.sardonyx.server.protocol.RawContents.Encoded;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A ModelInferResponse on its way to the transport, which drains it: the results go from the
 * model's arrays to the transport's buffers without a message in between.
 */
final class InferResponseStream extends InputStream implements Drainable, KnownLength {

  private static final int CHUNK = 32 * 1024;

  /** Enough for a tag and the length of any array. */
  private static final int MAX_FIELD_HEADER = 16;

  private final byte[] head;
  private final List<Encoded> contents;
  private final long length;
  private InputStream bytes;

  private InferResponseStream(byte[] head, List<Encoded> contents, long length) {
    this.head = head;
    this.contents = contents;
    this.length = length;
  }

  static InferResponseStream of(InferResponse response) {
    ModelInferResponse.Builder message =
        ModelInferResponse.newBuilder()
            .setModelName(response.model())
            .setModelVersion(response.version())
            .setId(response.id());
    response.parameters().forEach((k, v) -> message.putParameters(k, Parameters.message(v)));
    List<Encoded> contents = new ArrayList<>(response.outputs().size());
    for (NamedTensor output : response.outputs()) {
      InferOutputTensor.Builder described =
          message.addOutputsBuilder().setName(output.name()).setDatatype(output.datatype().name());
      for (long size : output.tensor().shape()) {
        described.addShape(size);
      }
      contents.add(RawContents.encode(output.tensor()));
    }
    byte[] head = message.build().toByteArray();
    long length = head.length;
    for (Encoded content : contents) {
      length += fieldHeaderSize(content) + content.byteLength();
    }
    if (length > Integer.MAX_VALUE) {
      throw new RequestException(
          RequestException.Reason.OUT_OF_RANGE,
          "the answer has %d bytes, more than a message can have".formatted(length));
    }
    return new InferResponseStream(head, contents, length);
  }

  private static int fieldHeaderSize(Encoded content) {
    return CodedOutputStream.computeTagSize(ModelInferResponse.RAW_OUTPUT_CONTENTS_FIELD_NUMBER)
        + CodedOutputStream.computeUInt64SizeNoTag(content.byteLength());
  }

  /** The length of the message in bytes. */
  long length() {
    return length;
  }

  @Override
  public int drainTo(OutputStream target) throws IOException {
    target.write(head);
    byte[] chunk = new byte[(int) Math.min(CHUNK, Math.max(MAX_FIELD_HEADER, length))];
    ByteBuffer buffer = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
    for (Encoded content : contents) {
      CodedOutputStream field = CodedOutputStream.newInstance(chunk);
      field.writeTag(
          ModelInferResponse.RAW_OUTPUT_CONTENTS_FIELD_NUMBER,
          WireFormat.WIRETYPE_LENGTH_DELIMITED);
      field.writeUInt64NoTag(content.byteLength());
      target.write(chunk, 0, field.getTotalBytesWritten());
      content.writeTo(buffer, target::write);
    }
    return Math.toIntExact(length);
  }

  @Override
  public int available() {
    return Math.toIntExact(bytes == null ? length : left());
  }

  @Override
  public int read() throws IOException {
    return bytes().read();
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    return bytes().read(target, offset, count);
  }

  /** The whole message, for transports that do not drain. */
  byte[] toByteArray() {
    ByteArrayOutputStream all = new ByteArrayOutputStream(Math.toIntExact(length));
    try {
      drainTo(all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toByteArray();
  }

  private InputStream bytes() {
    if (bytes == null) {
      bytes = new ByteArrayInputStream(toByteArray());
    }
    return bytes;
  }

  private long left() {
    try {
      return bytes.available();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
