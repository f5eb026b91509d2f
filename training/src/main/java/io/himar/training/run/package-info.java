/**
 * A whole training in one folder, from pictures to a model that can be served. Read {@code TrainingRun} first, which is
 * the page that all of it hangs on, then {@code RunFolder}, which lists the files.
 *
 * <p>It may import {@code generation} and what stands below that. It stands beside {@code evaluation}, and neither
 * imports the other.
 */
package io.himar.training.run;
