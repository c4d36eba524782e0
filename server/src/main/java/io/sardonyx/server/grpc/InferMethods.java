package io.sardonyx.server.grpc;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.sardonyx.server.Cancellation;
import io.sardonyx.server.InferenceService;
import io.sardonyx.server.RequestException;
import io.sardonyx.server.RequestException.Reason;
import io.sardonyx.server.TraceParent;
import io.sardonyx.server.grpc.InferMarshallers.StreamAnswer;
import io.sardonyx.server.proto.GRPCInferenceServiceGrpc;
import io.sardonyx.server.protocol.InferResponse;
import io.sardonyx.server.scheduler.InferCallback;
import io.sardonyx.server.scheduler.OrderedAnswers;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * ModelInfer and ModelStreamInfer, from the transport's buffers to the model's arrays and back
 * without messages between. Thread-safe.
 */
final class InferMethods {

  /** Requests of a stream that are read ahead of their answers. */
  private static final int STREAM_WINDOW = 64;

  private static final Metadata.Key<String> TRACE_PARENT =
      Metadata.Key.of(TraceParent.HEADER, Metadata.ASCII_STRING_MARSHALLER);

  private final InferenceService inference;

  InferMethods(InferenceService inference) {
    this.inference = inference;
  }

  /** The generated service with these two methods in the place of its own. */
  ServerServiceDefinition bind(ServerServiceDefinition generated) {
    MethodDescriptor<Decoded, InferResponse> infer =
        GRPCInferenceServiceGrpc.getModelInferMethod().toBuilder(
                InferMarshallers.REQUEST, InferMarshallers.RESPONSE)
            .build();
    MethodDescriptor<Decoded, StreamAnswer> stream =
        GRPCInferenceServiceGrpc.getModelStreamInferMethod().toBuilder(
                InferMarshallers.REQUEST, InferMarshallers.STREAM_ANSWER)
            .build();
    ServiceDescriptor.Builder descriptor =
        ServiceDescriptor.newBuilder(generated.getServiceDescriptor().getName())
            .setSchemaDescriptor(generated.getServiceDescriptor().getSchemaDescriptor())
            .addMethod(infer)
            .addMethod(stream);
    for (ServerMethodDefinition<?, ?> method : generated.getMethods()) {
      if (!isOwn(method, infer, stream)) {
        descriptor.addMethod(method.getMethodDescriptor());
      }
    }
    ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(descriptor.build());
    for (ServerMethodDefinition<?, ?> method : generated.getMethods()) {
      if (!isOwn(method, infer, stream)) {
        service.addMethod(method);
      }
    }
    return service.addMethod(infer, inferHandler()).addMethod(stream, streamHandler()).build();
  }

  private static boolean isOwn(
      ServerMethodDefinition<?, ?> method,
      MethodDescriptor<?, ?> infer,
      MethodDescriptor<?, ?> stream) {
    String name = method.getMethodDescriptor().getFullMethodName();
    return name.equals(infer.getFullMethodName()) || name.equals(stream.getFullMethodName());
  }

  // ------------------------------------------------------------------------------ ModelInfer

  private ServerCallHandler<Decoded, InferResponse> inferHandler() {
    return (call, headers) -> {
      call.request(2);
      return new ServerCall.Listener<>() {
        private Decoded message;

        @Override
        public void onMessage(Decoded decoded) {
          message = decoded;
        }

        @Override
        public void onHalfClose() {
          switch (message) {
            case null ->
                call.close(
                    Status.INVALID_ARGUMENT.withDescription("the call has no request"),
                    new Metadata());
            case Decoded.Failure f -> call.close(Statuses.of(f.error()), new Metadata());
            case Decoded.Request r -> infer(call, TraceParent.of(headers.get(TRACE_PARENT)), r);
          }
        }
      };
    };
  }

  private void infer(
      ServerCall<Decoded, InferResponse> call, TraceParent trace, Decoded.Request decoded) {
    Context context = Context.current();
    Cancellation cancellation = new Cancellation();
    // The context, not the call's listener, for the listener waits while the model runs here.
    context.addListener(c -> cancellation.cancel(cancelled(c)), Runnable::run);
    if (!context.isCancelled()) {
      inference.infer(decoded.request(), trace, true, cancellation, new UnaryAnswer(call));
    }
  }

  private static RequestException cancelled(Context context) {
    boolean isLate = context.getDeadline() != null && context.getDeadline().isExpired();
    return isLate
        ? new RequestException(Reason.DEADLINE_EXCEEDED, "the request's deadline has passed")
        : new RequestException(Reason.CANCELLED, "the client cancelled the request");
  }

  private record UnaryAnswer(ServerCall<?, InferResponse> call) implements InferCallback {

    @Override
    public void answered(InferResponse response) {
      if (call.isCancelled()) {
        return;
      }
      try {
        call.sendHeaders(new Metadata());
        call.sendMessage(response);
        call.close(Status.OK, new Metadata());
      } catch (IllegalStateException e) {
        // Closed by the transport a moment ago: nobody waits for the answer.
        return;
      }
    }

    @Override
    public void failed(RequestException error) {
      try {
        call.close(Statuses.of(error), new Metadata());
      } catch (IllegalStateException e) {
        return;
      }
    }
  }

  // ------------------------------------------------------------------------------ ModelStreamInfer

  private ServerCallHandler<Decoded, StreamAnswer> streamHandler() {
    return (call, headers) -> {
      call.sendHeaders(new Metadata());
      StreamListener listener = new StreamListener(call, TraceParent.of(headers.get(TRACE_PARENT)));
      call.request(STREAM_WINDOW);
      return listener;
    };
  }

  /** One stream: answers leave in the order of the requests, and its end waits for the last. */
  private final class StreamListener extends ServerCall.Listener<Decoded> {
    private final ServerCall<Decoded, StreamAnswer> call;
    private final TraceParent trace;
    private final OrderedAnswers answers = new OrderedAnswers();
    private final AtomicInteger open = new AtomicInteger(1);

    /** Requests that may be read once the client has taken answers. */
    private final AtomicInteger owed = new AtomicInteger();

    private final Set<Cancellation> cancellations = ConcurrentHashMap.newKeySet();

    StreamListener(ServerCall<Decoded, StreamAnswer> call, TraceParent trace) {
      this.call = call;
      this.trace = trace;
      Context.current()
          .addListener(c -> cancellations.forEach(one -> one.cancel(cancelled(c))), Runnable::run);
    }

    @Override
    public void onMessage(Decoded message) {
      open.incrementAndGet();
      OrderedAnswers.Place place = answers.next();
      switch (message) {
        case Decoded.Failure f ->
            place.send(() -> send(new StreamAnswer(null, f.error().getMessage(), "")));
        case Decoded.Request r -> infer(r, place);
      }
    }

    private void infer(Decoded.Request decoded, OrderedAnswers.Place place) {
      String id = decoded.request().id();
      Cancellation cancellation = new Cancellation();
      cancellations.add(cancellation);
      InferCallback callback =
          new InferCallback() {
            @Override
            public void answered(InferResponse response) {
              cancellations.remove(cancellation);
              place.send(() -> send(new StreamAnswer(response, "", id)));
            }

            @Override
            public void failed(RequestException error) {
              cancellations.remove(cancellation);
              place.send(() -> send(new StreamAnswer(null, error.getMessage(), id)));
            }
          };
      if (call.isCancelled()) {
        cancellation.cancel(cancelled(Context.current()));
      }
      inference.infer(decoded.request(), trace, false, cancellation, callback);
    }

    private void send(StreamAnswer answer) {
      try {
        if (!call.isCancelled()) {
          call.sendMessage(answer);
          owed.incrementAndGet();
          if (call.isReady()) {
            onReady();
          }
        }
      } catch (IllegalStateException e) {
        // Closed by the transport a moment ago: nobody waits for the answer.
        return;
      } finally {
        finish();
      }
    }

    /** A client that reads no answers is read no requests from. */
    @Override
    public void onReady() {
      int ready = owed.getAndSet(0);
      if (ready > 0) {
        call.request(ready);
      }
    }

    @Override
    public void onHalfClose() {
      finish();
    }

    private void finish() {
      if (open.decrementAndGet() == 0 && !call.isCancelled()) {
        call.close(Status.OK, new Metadata());
      }
    }
  }
}
