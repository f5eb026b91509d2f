/** How a worker gets its work: what is addressed to it, what it has in hand, and what it says of itself. */
package io.himar.worker.intake;
