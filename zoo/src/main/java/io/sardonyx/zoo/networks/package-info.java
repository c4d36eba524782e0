/**
 * The networks that runtimes are compared with, built in Java with deterministic weights: the
 * topology and parameter counts of torchvision, no download.
 */
package io.sardonyx.zoo.networks;
