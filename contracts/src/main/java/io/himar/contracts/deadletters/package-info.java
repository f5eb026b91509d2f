/** Dead letters: what cannot be used is kept in a topic beside the one that it came from, with the reason. */
package io.himar.contracts.deadletters;
