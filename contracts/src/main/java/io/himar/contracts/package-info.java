/** What crosses process boundaries: messages on Kafka, topic names, and the states of images and jobs. */
package io.himar.contracts;
