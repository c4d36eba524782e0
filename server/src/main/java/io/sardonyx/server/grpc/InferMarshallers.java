package io.sardonyx.server.grpc;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.StatusRuntimeException;
import io.sardonyx.OnnxException;
import io.sardonyx.server.RequestException;
import io.sardonyx.server.RequestException.Reason;
import io.sardonyx.server.proto.ModelStreamInferResponse;
import io.sardonyx.server.protocol.InferResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Between the messages of inference and the values that the server works with. */
final class InferMarshallers {

  private InferMarshallers() {}

  /** Reads requests; a malformed one is a value too, so that its client gets a proper answer. */
  static final Marshaller<Decoded> REQUEST =
      new Marshaller<>() {
        @Override
        public InputStream stream(Decoded value) {
          throw new UnsupportedOperationException("a server sends no requests");
        }

        @Override
        public Decoded parse(InputStream stream) {
          try {
            return new Decoded.Request(new InferRequestDecoder(WireInput.of(stream)).decode());
          } catch (RequestException e) {
            return new Decoded.Failure(e);
          } catch (StatusRuntimeException e) {
            // The transport's own limit on the size of what it decompresses.
            return new Decoded.Failure(
                new RequestException(Reason.RESOURCE_EXHAUSTED, e.getStatus().getDescription(), e));
          } catch (OnnxException | IOException e) {
            return new Decoded.Failure(
                new RequestException(
                    Reason.INVALID_ARGUMENT,
                    "the message is no ModelInferRequest: " + e.getMessage(),
                    e));
          } catch (OutOfMemoryError e) {
            return new Decoded.Failure(
                new RequestException(
                    Reason.RESOURCE_EXHAUSTED,
                    "the request needs more memory than the server has left",
                    e));
          }
        }
      };

  static final Marshaller<InferResponse> RESPONSE =
      new Marshaller<>() {
        @Override
        public InputStream stream(InferResponse value) {
          return InferResponseStream.of(value);
        }

        @Override
        public InferResponse parse(InputStream stream) {
          throw new UnsupportedOperationException("a server reads no responses");
        }
      };

  /** An answer on a stream: a response, or the error that a request met. */
  record StreamAnswer(InferResponse response, String error, String id) {}

  static final Marshaller<StreamAnswer> STREAM_ANSWER =
      new Marshaller<>() {
        @Override
        public InputStream stream(StreamAnswer value) {
          if (value.response == null) {
            return new ByteArrayInputStream(error(value).toByteArray());
          }
          byte[] response = InferResponseStream.of(value.response).toByteArray();
          ByteArrayOutputStream bytes = new ByteArrayOutputStream(response.length + 16);
          try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            out.writeTag(
                ModelStreamInferResponse.INFER_RESPONSE_FIELD_NUMBER,
                WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt32NoTag(response.length);
            out.writeRawBytes(response);
            out.flush();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return new ByteArrayInputStream(bytes.toByteArray());
        }

        @Override
        public StreamAnswer parse(InputStream stream) {
          throw new UnsupportedOperationException("a server reads no responses");
        }
      };

  private static ModelStreamInferResponse error(StreamAnswer answer) {
    ModelStreamInferResponse.Builder message =
        ModelStreamInferResponse.newBuilder().setErrorMessage(answer.error);
    // The id tells a client which of its requests failed.
    message.getInferResponseBuilder().setId(answer.id);
    return message.build();
  }
}
