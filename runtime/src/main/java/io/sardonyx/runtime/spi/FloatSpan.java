package io.sardonyx.runtime.spi;

/**
 * A part of an array.
 *
 * @param array the array
 * @param at where the part begins
 */
public record FloatSpan(float[] array, int at) {}
