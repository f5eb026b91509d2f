/** The command line: {@code Himar} is the program, and each other command is a class of its own. */
package io.himar.standalone.command;
