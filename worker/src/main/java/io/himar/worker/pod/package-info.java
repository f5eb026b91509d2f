/** What a worker's cluster is told about the worker's own pod. */
package io.himar.worker.pod;
