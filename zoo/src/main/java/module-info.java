/** From a picture to labels: images, preprocessing, classifiers, and the networks people run. */
module io.sardonyx.zoo {
  requires transitive io.sardonyx.runtime;
  requires transitive io.sardonyx.proto;
  requires transitive java.desktop;

  exports io.sardonyx.zoo;
  exports io.sardonyx.zoo.image;
  exports io.sardonyx.zoo.networks;
}
