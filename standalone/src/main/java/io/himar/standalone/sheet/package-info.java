/** The contact sheet of a demo: many pictures in one PNG. */
package io.himar.standalone.sheet;
