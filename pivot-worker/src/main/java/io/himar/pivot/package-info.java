/** The pivot worker: stage 1 of an image. Read {@code PivotWork}. */
package io.himar.pivot;
