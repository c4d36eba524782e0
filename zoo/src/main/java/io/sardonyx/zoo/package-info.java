/**
 * From a picture to labels: {@link io.sardonyx.zoo.Classifier}, and networks that are ready to use
 * in {@link io.sardonyx.zoo.Zoo}.
 */
package io.sardonyx.zoo;
