package io.sardonyx.runtime.plan;

import io.sardonyx.runtime.inference.ValueFacts;
import java.util.Map;
import java.util.Set;

/**
 * What is known at the end of a segment.
 *
 * @param facts types and contents of all values so far
 * @param nextNode index of the first node that is not planned yet
 * @param homes where the values lie that later nodes or the results need
 * @param boundConstants values that hold constants in the frame
 * @param ownOutputs values that are results with an array of their own
 */
record PlanState(
    ValueFacts facts,
    int nextNode,
    Map<Integer, ValueHome> homes,
    Set<Integer> boundConstants,
    Set<Integer> ownOutputs) {

  /** A value's buffer and where in it the value begins. */
  record ValueHome(Buffer buffer, long delta) {}
}
