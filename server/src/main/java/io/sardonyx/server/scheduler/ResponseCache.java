package io.sardonyx.server.scheduler;

import io.sardonyx.Tensor;
import io.sardonyx.server.protocol.InferResponse;
import io.sardonyx.server.protocol.NamedTensor;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Responses by the request's inputs, within a number of bytes; the one unused for longest makes
 * room. Inputs are compared bit for bit, not by a hash alone. Thread-safe.
 */
public final class ResponseCache {

  /** Bytes of an entry beside its tensors. */
  private static final long ENTRY_BYTES = 256;

  /**
   * What a response depends on.
   *
   * @param scheduler stands for the loaded model: another load is another key
   */
  private record Key(Object scheduler, Map<String, Tensor> inputs, List<String> outputs, int hash) {

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Key k
          && scheduler == k.scheduler
          && outputs.equals(k.outputs)
          && inputs.keySet().equals(k.inputs.keySet())
          && inputs.entrySet().stream()
              .allMatch(e -> e.getValue().contentEquals(k.inputs.get(e.getKey())));
    }
  }

  private final long maxBytes;
  private final LinkedHashMap<Key, InferResponse> responses = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  public ResponseCache(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  private static Key key(Object scheduler, InferJob job) {
    List<String> outputs = job.request().outputs().stream().map(o -> o.name()).toList();
    int hash = outputs.hashCode() + System.identityHashCode(scheduler);
    for (Map.Entry<String, Tensor> e : job.inputs().entrySet()) {
      hash = 31 * hash + e.getKey().hashCode() ^ hash(e.getValue());
    }
    return new Key(scheduler, job.inputs(), outputs, hash);
  }

  private static int hash(Tensor tensor) {
    int content =
        switch (tensor.elementType().storage()) {
          case FLOATS -> Arrays.hashCode(tensor.floats());
          case DOUBLES -> Arrays.hashCode(tensor.doubles());
          case LONGS -> Arrays.hashCode(tensor.longs());
          case INTS -> Arrays.hashCode(tensor.ints());
          case SHORTS -> Arrays.hashCode(tensor.shorts());
          case BYTES -> Arrays.hashCode(tensor.bytes());
          case STRINGS -> Arrays.hashCode(tensor.strings());
        };
    return 31 * content + Arrays.hashCode(tensor.shape());
  }

  /** The response to an equal request; null if there is none. */
  synchronized InferResponse get(Object scheduler, InferJob job) {
    return responses.get(key(scheduler, job));
  }

  synchronized void put(Object scheduler, InferJob job, InferResponse response) {
    Key key = key(scheduler, job);
    long size = size(key, response);
    if (size > maxBytes || responses.containsKey(key)) {
      return;
    }
    responses.put(key, response);
    bytes += size;
    Iterator<Map.Entry<Key, InferResponse>> oldest = responses.entrySet().iterator();
    while (bytes > maxBytes) {
      Map.Entry<Key, InferResponse> e = oldest.next();
      bytes -= size(e.getKey(), e.getValue());
      oldest.remove();
    }
  }

  /** Forgets what a model that is closed has answered. */
  synchronized void forget(Object scheduler) {
    Iterator<Map.Entry<Key, InferResponse>> all = responses.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Key, InferResponse> e = all.next();
      if (e.getKey().scheduler == scheduler) {
        bytes -= size(e.getKey(), e.getValue());
        all.remove();
      }
    }
  }

  private static long size(Key key, InferResponse response) {
    long size = ENTRY_BYTES;
    for (Tensor t : key.inputs.values()) {
      size += byteSize(t);
    }
    for (NamedTensor t : response.outputs()) {
      size += byteSize(t.tensor());
    }
    return size;
  }

  private static long byteSize(Tensor tensor) {
    long size = tensor.byteSize();
    if (tensor.array() instanceof String[]) {
      for (String s : tensor.strings()) {
        size += 2L * s.length();
      }
    }
    return size;
  }
}
