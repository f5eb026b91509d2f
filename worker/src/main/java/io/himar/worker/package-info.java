/**
 * What both stage workers share. Read {@code StageRunner}, which takes one image through a stage, then the packages:
 * {@code intake}, how images come in hand; {@code gate}, when they do; {@code kafka}, how reports go out.
 */
package io.himar.worker;
