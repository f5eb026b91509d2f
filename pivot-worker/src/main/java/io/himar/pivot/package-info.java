/** The pivot worker: stage 1 of an image. Read {@code PivotFunction}, then {@code PivotWork}. */
package io.himar.pivot;
