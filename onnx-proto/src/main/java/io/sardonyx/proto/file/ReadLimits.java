package io.sardonyx.proto.file;

/**
 * Bounds on what {@link ModelFile} accepts.
 *
 * @param maxBytes largest protobuf message in bytes; protobuf itself stops at 2 GiB, beyond which a
 *     model keeps its weights in external data files, which this does not limit
 * @param maxNesting deepest nesting of messages; a subgraph takes three levels
 */
public record ReadLimits(long maxBytes, int maxNesting) {

  /** 2 GiB, and a hundred subgraphs within each other. */
  public static final ReadLimits DEFAULT = new ReadLimits(Integer.MAX_VALUE, 310);

  public ReadLimits {
    if (maxBytes <= 0 || maxBytes > Integer.MAX_VALUE || maxNesting <= 0) {
      throw new IllegalArgumentException(
          "maxBytes must be in 1.." + Integer.MAX_VALUE + " and maxNesting positive");
    }
  }
}
