/**
 * The command line of the trainer: {@code himar-train} and its commands, each a class, with the groups of options that
 * several of them share. Read {@code HimarTrain} first, then {@code TrainCommand}.
 *
 * <p>It stands at the top: it may import every other package, and none imports it.
 */
package io.himar.training.command;
