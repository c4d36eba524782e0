/**
 * Pictures as networks see them: reading PNG, JPEG, GIF and BMP files, resizing and cropping as
 * torchvision does, and normalised tensors.
 */
package io.sardonyx.zoo.image;
