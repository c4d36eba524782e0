package io.sardonyx.runtime.plan;

import io.sardonyx.Storage;

/**
 * A piece of memory during planning, shared by all values that are views of each other or computed
 * in place. Times are indices of steps within a segment.
 */
final class Buffer {

  /** Still needed when the segment ends. */
  static final int FOREVER = Integer.MAX_VALUE;

  /** Who owns the memory. */
  enum Kind {
    /** The planner lays it out in the slab. */
    ARENA,
    /** The caller's, or a constant, or a value that a step provided. */
    FOREIGN,
    /** A result's own array. */
    OUTPUT
  }

  final Storage storage;
  final long length;

  /** A value of this buffer that begins where the buffer does. */
  final int root;

  int first;
  int last;
  Kind kind;

  /** Index of the graph output whose array this is, if the kind is OUTPUT. */
  int output = -1;

  /** Offset in the slab if it was laid out by an earlier segment, or once it is; else -1. */
  long offset = -1;

  /** The buffer of which this one is a part, and where in it; null if it is none. */
  Buffer parent;

  long parentOffset;

  Buffer(Storage storage, long length, int root, int first, Kind kind) {
    this.storage = storage;
    this.length = length;
    this.root = root;
    this.first = first;
    this.last = first;
    this.kind = kind;
  }

  /** The buffer that holds this one; itself if it is part of none. */
  Buffer top() {
    Buffer b = this;
    while (b.parent != null) {
      b = b.parent;
    }
    return b;
  }

  /** Where this buffer begins within {@link #top()}. */
  long topOffset() {
    long offsetInTop = 0;
    for (Buffer b = this; b.parent != null; b = b.parent) {
      offsetInTop += b.parentOffset;
    }
    return offsetInTop;
  }

  /** Makes this buffer a part of another. */
  void placeInto(Buffer whole, long at) {
    parent = whole;
    parentOffset = at;
    Buffer top = whole.top();
    top.first = Math.min(top.first, first);
    top.last = Math.max(top.last, last);
  }

  void use(int step) {
    Buffer top = top();
    top.last = Math.max(top.last, step);
    last = Math.max(last, step);
  }

  boolean isLaidOut() {
    return offset >= 0;
  }
}
